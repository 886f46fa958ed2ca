"""Counting everything a second time from the timelines, and naming what differs from the rollups and the pages.

All of it happens in one transaction that sees one state of the data, however busy the others are. What the worker has
not folded yet is folded first, by the caller: see `operate.recount`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from rumahrakyat.oversight.rollups import (
    folding,
    recount_analyst,
    recount_choice,
    recount_frozen,
    recount_pages,
    recount_past,
    recount_seals,
)
from rumahrakyat.oversight.rollups.recount_kit import Compared
from rumahrakyat.oversight.rollups.recount_sql import INDEXES, NAMES, NAMES_OF_PAGES, OF_PAGES, STAMPED, TABLES

# How long one clock stands still for its reporter at most: docs/fair-clocks.md, rule 7.
CAP: Final = timedelta(days=10)
EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAMED: Final = 20
Part = Callable[[datetime], Iterable[Compared]]


class NotFolded(Exception):
    """Something happened just now that is not in the rollups yet."""


@dataclass
class Recount:
    """`figures`: values that were compared. `differing`: how many of them differ, by where; `examples` names some.
    `stamped`: first answers whose deadline was taken as it is stamped, because their rule has a scope or counts working
    days, or they were judged anew under a later version. `waiting`: entries that were not in the rollups yet when the
    recount began; what they move may differ. `told_later`: entries that were recorded after something was frozen and
    are about the time before: they are in no figure of it, and are no difference. `learned_later`: deadlines that by
    what was learned after it turned out to have passed before it; neither are they."""

    figures: int = 0
    differing: dict[str, int] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)
    stamped: int = 0
    waiting: int = 0
    told_later: int = 0
    learned_later: int = 0

    @property
    def differences(self) -> int:
        return sum(self.differing.values())

    def add(self, where: str, compared: int, wrong: list[str]) -> None:
        """`wrong` names what differs at `where`."""
        self.figures += compared
        if wrong:
            self.differing[where] = self.differing.get(where, 0) + len(wrong)
            self.examples += [f"{where} {one}" for one in wrong[:_NAMED]]


_KEPT_CASES: Final = """
SELECT coalesce(k.report_id, f.report_id)::text AS name, (
    k.body, k.regency, k.district, k.channel, k.category, k.kind, k.received_at,
    (k.received_at AT TIME ZONE %(zone)s)::date, extract(hour FROM k.received_at AT TIME ZONE %(zone)s)::int,
    k.closing, k.closed_at, (k.closed_at AT TIME ZONE %(zone)s)::date
) IS DISTINCT FROM (
    f.body, f.regency, f.district, f.channel, f.category, f.kind, f.received_at, f.received_day, f.received_hour::int,
    f.closing, f.closed_at, f.closed_day
) AS wrong
FROM rc_case k FULL JOIN (SELECT * FROM oversight_casefact WHERE received_at >= %(since)s) f
    ON f.report_id = k.report_id
"""
_KEPT_ANSWERS: Final = """
SELECT coalesce(a.report_id, f.report_id) || '/' || coalesce(a.cycle, f.cycle) AS name, (
    a.body, a.holder, a.regency, a.district, a.channel, a.category, a.kind, a.started_at, a.met_at,
    (a.met_at AT TIME ZONE %(zone)s)::date, extract(hour FROM a.met_at AT TIME ZONE %(zone)s)::int, a.stopped_at,
    a.waited, floor(extract(epoch FROM a.met_at - a.started_at - a.waited))::bigint, a.due_at, a.due_day, a.owed,
    a.met_at IS NOT NULL AND a.met_at <= a.due_at
) IS DISTINCT FROM (
    f.body, f.holder, f.regency, f.district, f.channel, f.category, f.kind, f.started_at, f.met_at, f.met_day,
    f.met_hour::int, f.stopped_at, f.waited, f.seconds, f.due_at, f.due_day, f.owed, f.on_time
) AS wrong
FROM rc_answer a FULL JOIN (
    SELECT f.* FROM oversight_answerfact f JOIN reports_report r ON r.id = f.report_id AND r.received_at >= %(since)s
) f ON f.report_id = a.report_id AND f.cycle = a.cycle
"""
# An entry that moves a case says at which stage it was before: the spell that lasted then must say the same.
_KEPT_SPELLS: Final = """
SELECT e.report_id || '#' || e.seq AS name, s.stage IS DISTINCT FROM e.stage AS wrong
FROM rc_event e LEFT JOIN (
    SELECT report_id, stage, seq, lead(seq, 1, 2147483647) OVER (PARTITION BY report_id ORDER BY seq) AS next
    FROM oversight_stagespell
) s ON s.report_id = e.report_id AND s.seq < e.seq AND s.next >= e.seq
WHERE e.stage IS NOT NULL
"""
# The spells of a case follow on without a gap from its receipt, and the last one is where it stands.
_SPELLS_FOLLOW_ON: Final = """
SELECT r.id::text AS name, s.report_id IS NULL OR s.first <> r.received_at OR s.gaps > 0
    OR (s.stage, s.body) IS DISTINCT FROM (r.stage, coalesce(r.holder_id, 0)) AS wrong
FROM reports_report r LEFT JOIN (
    SELECT report_id, min(began_at) AS first, max(stage) FILTER (WHERE ended_at IS NULL) AS stage,
        max(body) FILTER (WHERE ended_at IS NULL) AS body,
        count(*) FILTER (WHERE before IS NOT NULL AND before <> began_at) AS gaps
    FROM (SELECT p.*, lag(ended_at) OVER (PARTITION BY report_id ORDER BY seq) AS before
        FROM oversight_stagespell p) q GROUP BY report_id
) s ON s.report_id = r.id
WHERE r.received_at >= %(since)s
"""
_KEY: Final = "day, body, regency, district, channel, category, kind"
_REST: Final = "regency, district, channel, category, kind"
# What was counted and, negative, what is kept: every sum of both must be nothing.
_KEPT_DAYS: Final = f"""
WITH parts AS (
    SELECT (received_at AT TIME ZONE %(zone)s)::date AS day, body, {_REST}, 1 AS came, 0 AS met, 0 AS late,
        0::bigint AS seconds, 0 AS due, 0 AS kept, 0 AS again, 0 AS solved, 0 AS expired, 0 AS ended FROM rc_case
    UNION ALL
    SELECT (closed_at AT TIME ZONE %(zone)s)::date, body, {_REST}, 0, 0, 0, 0, 0, 0, 0,
        (closing = 'reporter')::int, (closing = 'system')::int, 1 FROM rc_case WHERE closed_at IS NOT NULL
    UNION ALL
    SELECT (met_at AT TIME ZONE %(zone)s)::date, holder, {_REST}, 0, 1, (met_at > due_at)::int,
        floor(extract(epoch FROM met_at - started_at - waited))::bigint, 0, 0, 0, 0, 0, 0
    FROM rc_answer WHERE met_at IS NOT NULL
    UNION ALL
    SELECT due_day, body, {_REST}, 0, 0, 0, 0, 1, (met_at IS NOT NULL AND met_at <= due_at)::int, (cycle > 1)::int,
        0, 0, 0 FROM rc_answer WHERE owed
    UNION ALL
    SELECT {_KEY}, -came_in, -answered, -answered_late, -seconds, -fell_due, -on_time, -again, -solved, -expired, -ended
    FROM oversight_daysum
)
SELECT day || ' ' || body || ' ' || regency AS name, sum(came) <> 0 OR sum(met) <> 0 OR sum(late) <> 0
    OR sum(seconds) <> 0 OR sum(due) <> 0 OR sum(kept) <> 0 OR sum(again) <> 0 OR sum(solved) <> 0
    OR sum(expired) <> 0 OR sum(ended) <> 0 AS wrong
FROM parts GROUP BY {_KEY}
"""  # noqa: S608 -- put together from constants; values are parameters
_KEPT_HOURS: Final = """
WITH parts AS (
    SELECT received_at AT TIME ZONE %(zone)s AS local, body, regency, channel, 1 AS came, 0 AS met FROM rc_case
    UNION ALL
    SELECT met_at AT TIME ZONE %(zone)s, holder, regency, channel, 0, 1 FROM rc_answer WHERE met_at IS NOT NULL
    UNION ALL
    SELECT day + make_interval(hours => hour), body, regency, channel, -came_in, -answered FROM oversight_hoursum
)
SELECT date_trunc('hour', local) || ' ' || body AS name, sum(came) <> 0 OR sum(met) <> 0 AS wrong
FROM parts GROUP BY date_trunc('hour', local), body, regency, channel
"""
_KEPT_OPEN: Final = """
SELECT coalesce(c.day, o.day) || ' ' || coalesce(c.body, o.body) || ' ' || coalesce(c.regency, o.regency) AS name,
    coalesce(c.change, 0) <> coalesce(o.change, 0) AS wrong
FROM rc_open c FULL JOIN oversight_openchange o USING (day, body, regency)
"""
_OF_CASES: Final = {
    "cases": _KEPT_CASES,
    "answers": _KEPT_ANSWERS,
    "stages": _KEPT_SPELLS,
    "spells": _SPELLS_FOLLOW_ON,
}
_OF_SUMS: Final = {"days": _KEPT_DAYS, "hours": _KEPT_HOURS, "open": _KEPT_OPEN, **recount_analyst.QUESTIONS}


def recount(
    *, at: datetime, since: datetime = EVER, pages: bool = True, settled: bool = False, beside: Sequence[Part] = ()
) -> Recount:
    """Everything, or (`since`) the facts of the cases received since then, without sums and pages, which need all.
    `beside`: what higher layers show, compared with the same tables.

    With `settled` it raises `NotFolded` where something waits to be folded: then it is to be asked again.
    """
    found = Recount()
    with _one_state(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reports_pendingeffect WHERE handler = %s", [folding.NAME])
        found.waiting = cursor.fetchone()[0]
        if settled and found.waiting:
            raise NotFolded
        parameters: dict[str, Any] = {"zone": settings.TIME_ZONE, "at": at, "cap": CAP, "since": since}
        found.stamped = _prepare(cursor, parameters)
        parameters |= recount_analyst.turn(at)
        for where, question in (_OF_CASES if since > EVER else _OF_CASES | _OF_SUMS).items():
            found.add(where, *_asked(question, parameters))
        if since <= EVER and pages:
            for statement in (*OF_PAGES, recount_choice.WORTH):
                cursor.execute(statement, parameters)
            for part in (recount_pages.compare, *beside):
                for where, compared, wrong in part(at):
                    found.add(where, compared, wrong)
            for name in (*NAMES_OF_PAGES, recount_choice.NAME):
                cursor.execute(f"DROP TABLE {name}")
        for name in NAMES:
            cursor.execute(f"DROP TABLE {name}")
        if since <= EVER and pages:
            _frozen(found, at)
    return found


def _frozen(found: Recount, at: datetime) -> None:
    """What was frozen, against what was known then; the tables of now must be gone."""
    moments = recount_frozen.moments(at, ZoneInfo(settings.TIME_ZONE))
    frozen = chain(recount_frozen.compare(moments, CAP), recount_frozen.draft(at, CAP))
    for part in (frozen, recount_seals.compare(settings.TIME_ZONE)):
        for where, compared, wrong in part:
            if where == recount_frozen.LEARNED:
                found.learned_later += compared
            else:
                found.add(where, compared, wrong)
    found.told_later = recount_past.told_later([one.at for one in moments])


def _prepare(cursor: CursorWrapper, parameters: dict[str, Any]) -> int:
    """Make the recount's own tables; returns how many deadlines were taken as stamped."""
    stamped = 0
    for statement in TABLES:
        cursor.execute(statement, parameters)
        stamped = cursor.rowcount if statement == STAMPED else stamped
        for index in INDEXES.get(statement, ()):
            cursor.execute(index)
    return stamped


def _asked(question: str, parameters: dict[str, Any]) -> tuple[int, list[str]]:
    """How many rows were compared, and the names of those that differ."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), array_agg(name ORDER BY name) FILTER (WHERE wrong) FROM ({question}) q",  # noqa: S608
            parameters,
        )
        compared, wrong = cursor.fetchone()
    return compared, list(wrong or ())


@contextmanager
def _one_state() -> Iterator[None]:
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SET LOCAL work_mem = '256MB'")
                cursor.execute("SET LOCAL temp_buffers = '64MB'")
        yield
