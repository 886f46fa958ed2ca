"""An archive of any size in minutes: the ended cases of a filled database, copied as they lie in the tables."""

from django.db import connection, transaction
from django.db.models import Max, Model

from bench import home
from rumahrakyat.demo.copying import Table, trust_the_rows, without_indexes
from rumahrakyat.duty.models import Breach, Clock, EscalationStep, Tenure
from rumahrakyat.lib import clock
from rumahrakyat.oversight.rollups import rebuilding
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import ENDED

_APART = "30 days"  # each copy lies so much further back
_ENDED = [stage.value for stage in ENDED]
# What of each table belongs to an ended case.
_OF_ENDED = {
    Report: "id IN (SELECT id FROM ended)",
    Entry: "report_id IN (SELECT id FROM ended)",
    Clock: "report_id IN (SELECT id FROM ended)",
    Tenure: "clock_id IN (SELECT c.id FROM duty_clock c JOIN ended ON ended.id = c.report_id)",
    Breach: "clock_id IN (SELECT c.id FROM duty_clock c JOIN ended ON ended.id = c.report_id)",
    EscalationStep: "clock_id IN (SELECT c.id FROM duty_clock c JOIN ended ON ended.id = c.report_id)",
}


def grow(wanted: int) -> int:
    """Copy until there are at least `wanted` reports; returns how many times. What is open stays as it is, as where as
    many cases end as come in. The chains of copied entries are those of their originals, which nobody verifies here;
    the facts are made anew afterwards."""
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
    _rules_of_always()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    rebuilding.rebuild(at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(rebuilding.TABLES)}")  # as autovacuum does a minute later
    return times


def complete() -> int:
    """Give the copies of a home that was grown without entries those of their originals; returns how many."""
    originals = Report.objects.exclude(number__startswith="A")
    room = (originals.aggregate(last=Max("pk"))["last"] or 0) + 1
    copies = Report.objects.filter(number__startswith="A")
    if not copies.exists() or Entry.objects.filter(report__in=copies[:1]).exists():
        return 0
    home.say("giving the copies their entries ...")
    entries = (Entry.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    table = Table(Entry)
    with without_indexes([table]), transaction.atomic(), connection.cursor() as cursor:
        trust_the_rows()
        cursor.execute(
            "INSERT INTO reports_entry (id, report_id, seq, type, actor_kind, account_id, organisation_id, at,"
            " recorded_at, data, personal, personal_digest, hash)"
            " SELECT e.id + (r.id / %(room)s) * %(entries)s, r.id, e.seq, e.type, e.actor_kind, e.account_id,"
            " e.organisation_id, e.at - (r.id / %(room)s) * %(apart)s::interval,"
            " e.recorded_at - (r.id / %(room)s) * %(apart)s::interval, e.data, e.personal, e.personal_digest, e.hash"
            " FROM reports_report r JOIN reports_entry e ON e.report_id = r.id %% %(room)s WHERE r.number LIKE 'A%%'",
            {"room": room, "entries": entries, "apart": _APART},
        )
        written = int(cursor.rowcount)
    _count_on()
    _rules_of_always()
    return written


def _rules_of_always() -> None:
    """The copies lie in years in which other rules were in force, with the deadlines of their originals: here the
    rule of first answers that holds now is taken to have held for ever."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE duty_dutyrule SET valid_from = '1990-01-01', valid_to = '1991-01-01'"
            " WHERE obligation = 'first_response' AND valid_to IS NOT NULL"
        )
        cursor.execute(
            "UPDATE duty_dutyrule SET valid_from = '1991-01-01' WHERE obligation = 'first_response'"
            " AND valid_to IS NULL"
        )


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
