"""An archive of any size in minutes: the ended cases of a filled database, copied as they lie in the tables."""

from django.db import connection, transaction
from django.db.models import Max, Model

from bench import home
from rumahrakyat.demo.copying import Table, trust_the_rows, without_indexes
from rumahrakyat.duty.models import Breach, Clock, EscalationStep, Tenure
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import ENDED

_APART = "30 days"  # each copy lies so much further back
_ENDED = [stage.value for stage in ENDED]
# What of each table belongs to an ended case.
_OF_ENDED = {
    Report: "id IN (SELECT id FROM ended)",
    Clock: "report_id IN (SELECT id FROM ended)",
    Tenure: "clock_id IN (SELECT c.id FROM duty_clock c JOIN ended ON ended.id = c.report_id)",
    Breach: "clock_id IN (SELECT c.id FROM duty_clock c JOIN ended ON ended.id = c.report_id)",
    EscalationStep: "clock_id IN (SELECT c.id FROM duty_clock c JOIN ended ON ended.id = c.report_id)",
}


def grow(wanted: int) -> int:
    """Copy until there are at least `wanted` reports; returns how many times. What is open stays as it is, as where as
    many cases end as come in. Only cases and clocks are copied, not the entries of their timelines."""
    ended = Report.objects.filter(stage__in=_ENDED).count()
    times = max(0, -(-(wanted - Report.objects.count()) // ended))
    if not times:
        _count_on()
        return 0
    home.say(f"copying {ended} ended cases {times} times ...")
    room = {model: (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1 for model in _OF_ENDED}  # noqa: SLF001 -- in the manual
    tables = [Table(model) for model in _OF_ENDED]
    with without_indexes(tables), transaction.atomic(), connection.cursor() as cursor:
        trust_the_rows()
        ended_cases = "SELECT id FROM reports_report WHERE stage = ANY(%s)"
        cursor.execute(f"CREATE TEMPORARY TABLE ended ON COMMIT DROP AS {ended_cases}", [_ENDED])
        for table in tables:
            cursor.execute(copying(table, room), [times])
    _count_on()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return times


def _count_on() -> None:
    """New rows get keys behind the copies."""
    with connection.cursor() as cursor:
        for model in _OF_ENDED:
            name = Table(model).name
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")  # noqa: S608


def copying(table: Table, room: dict[type[Model], int]) -> str:
    """The statement that copies a table's rows of the cases in the temporary table `ended` so many times."""
    moved = {"id": room[table.model], "report_id": room[Report], "clock_id": room[Clock]}
    values = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table.name],
        )
        columns = cursor.fetchall()
    for name, kind in columns:
        if name in moved:
            values.append(f'"{name}" + k * {moved[name]}')
        elif kind == "timestamp with time zone":
            values.append(f"\"{name}\" - k * interval '{_APART}'")
        elif name == "number":
            values.append(f"'A' || lpad((id + k * {room[Report]})::text, 14, '0')")
        elif name == "source_key":
            values.append("NULL")
        else:
            values.append(f'"{name}"')
    names = ", ".join(f'"{name}"' for name, _kind in columns)
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(values)} FROM "{table.name}",'  # noqa: S608 -- our own
        f" generate_series(1, %s) AS k WHERE {_OF_ENDED[table.model]}"
    )
