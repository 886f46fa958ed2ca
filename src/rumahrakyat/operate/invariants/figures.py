"""What the governor's page counts is what is there."""

from django.db import connection, transaction

from rumahrakyat.duty.rules import FIRST_RESPONSE
from rumahrakyat.operate.invariants.base import Finding, Scope
from rumahrakyat.oversight import figures
from rumahrakyat.oversight.sight import Sight

_RECOUNT = """
SELECT count(*) FILTER (WHERE paused_at IS NULL), count(*) FILTER (WHERE paused_at IS NOT NULL),
    count(*) FILTER (WHERE paused_at IS NULL AND due_at <= %s)
FROM duty_clock WHERE obligation = %s AND met_at IS NULL AND stopped_at IS NULL
"""


def figures_equal_a_recount(scope: Scope) -> Finding:
    """Waiting, paused and late as the dashboards show them are the clocks counted one by one, and the bodies and the
    regencies each add up to the whole."""
    with transaction.atomic():
        if not connection.savepoint_ids:
            # One state of the data for both counts, however busy the others are.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        shown = figures.running(scope.at, Sight(everything=True))
        with connection.cursor() as cursor:
            cursor.execute(_RECOUNT, [scope.at, FIRST_RESPONSE])
            counted = tuple(cursor.fetchone())
    wrong = []
    if (shown.total.waiting, shown.total.paused, shown.total.late) != counted:
        wrong.append("total")
    for name, parts in (("bodies", shown.bodies.values()), ("regencies", shown.regencies.values())):
        added = tuple(sum(getattr(one, what) for one in parts) for what in ("waiting", "paused", "late"))
        if added != counted:
            wrong.append(name)
    return Finding(len(wrong), tuple(wrong))
