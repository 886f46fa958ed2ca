"""The rollups as a worker would have left them, without one."""

from django.db import connection

from rumahrakyat.oversight.rollups import folding


def fold_everything() -> None:
    """Fold every case there is, also those that a test wrote or changed by hand. Nothing of it is counted as a query
    of the page under test."""
    wrappers, connection.execute_wrappers = connection.execute_wrappers, []
    counting, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM reports_report UNION SELECT report_id FROM oversight_casefact"
                " UNION SELECT report_id FROM oversight_answerfact"
            )
            folding.fold([pk for (pk,) in cursor.fetchall()])
    finally:
        connection.execute_wrappers, connection.force_debug_cursor = wrappers, counting
