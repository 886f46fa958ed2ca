"""Days that a reader picks, and what they are compared with, counted a second time.

Nobody can ask for every span there is, so a few are: the last seven days, a day, a month in the middle of all that was
recorded beside the same days of last year, days on both sides of a quarter's begin beside that month, and days before
anything was recorded. Where each span begins and ends is worked out here once more, by the database.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.oversight.calendar_spans import EARLIEST
from rumahrakyat.oversight.periods import LAST_YEAR, Span, Window, window
from rumahrakyat.oversight.rollups import recount_board, recount_places, recount_registers
from rumahrakyat.oversight.rollups.recount_kit import ALL, Compared, Values, compared, rows
from rumahrakyat.oversight.sight import Sight

_NEAR: Final = ("a week", "a day")
_DIVIDED: Final = ("day", "agency", "regency", "category")

# The days of each sample and those it is compared with, by the local days of now and of the first case.
_SAMPLES: Final = """
WITH d AS (
    SELECT t.today, coalesce(((SELECT min(received_at) FROM rc_case) AT TIME ZONE %(zone)s)::date, t.today) AS first
    FROM (SELECT (%(at)s AT TIME ZONE %(zone)s)::date AS today) t
), m AS (
    SELECT *, date_trunc('month', first + (today - first) / 2)::date AS month,
        date_trunc('quarter', today - 7)::date AS quarter FROM d
)
SELECT name, since, until, before_since, before_until FROM m, LATERAL (VALUES
    ('a week', today - 6, today, today - 13, today - 7),
    ('a day', today - 1, today - 1, today - 2, today - 2),
    ('a month', month, (month + interval '1 month')::date - 1, (month - interval '1 year')::date,
        (month - interval '11 months')::date - 1),
    ('a turn of quarters', quarter - 7, quarter + 6, month, (month + interval '1 month')::date - 1),
    ('days of nothing', first - 40, first - 34, first - 47, first - 41)
) AS v(name, since, until, before_since, before_until)
"""
# Local days as instants, both included. What is not over ends now, and is compared with as much of what was before it,
# unless that was picked too.
_SPANS: Final = """
WITH b AS (
    SELECT %(since)s::date::timestamp AT TIME ZONE %(zone)s AS since,
        (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s AS until,
        %(before_since)s::date::timestamp AT TIME ZONE %(zone)s AS before_since,
        (%(before_until)s::date + 1)::timestamp AT TIME ZONE %(zone)s AS before_until, interval '1 microsecond' AS tick
)
SELECT since, least(until - tick, %(at)s), before_since, CASE WHEN %(picked)s THEN least(before_until - tick, %(at)s)
    WHEN until - tick <= %(at)s THEN before_until - tick ELSE least(before_since + (%(at)s - since), before_until) END
FROM b
"""


@dataclass(frozen=True)
class Sample:
    """Local days, first and last, and those they are compared with. `compared`: how a reader asks for these."""

    name: str
    since: date
    until: date
    before_since: date
    before_until: date
    compared: str = ""

    @property
    def code(self) -> str:
        """As it is asked for in an address."""
        if self.name == "a month":
            return f"{self.since:%Y-%m}"
        return f"{self.since}" if self.since == self.until else f"{self.since}..{self.until}"


def samples(at: datetime, zone: ZoneInfo) -> list[Sample]:
    found = [Sample(*row) for row in rows(_SAMPLES, at=at, zone=zone.key)]
    month = next(one.code for one in found if one.name == "a month")
    asked = {"a month": LAST_YEAR, "a turn of quarters": month}
    return [
        Sample(one.name, one.since, one.until, one.before_since, one.before_until, asked.get(one.name, ""))
        for one in found
        if one.since >= EARLIEST
    ]


def windows_of(chosen: Sequence[Sample], at: datetime, zone: ZoneInfo) -> list[Window]:
    return [window(one.code, at, zone, one.compared) for one in chosen]


def compare(at: datetime, zone: ZoneInfo, *, large: bool) -> Iterator[Compared]:
    """Of the whole province; in a large archive two of the samples, by the day others."""
    chosen = samples(at, zone)
    if large:
        turn = at.toordinal()
        chosen = [chosen[nth % len(chosen)] for nth in (turn, turn + 1)]
    for one, picked in zip(chosen, windows_of(chosen, at, zone), strict=True):
        yield compared(f"picked: {one.name}, spans", _shown(picked), _worked_out(one, at, zone))
        yield from _named(one, picked, _all_of(picked))


def own(nth: int, at: datetime, zone: ZoneInfo, sight: Sight) -> Iterator[Compared]:
    """The week or the day, by turns, as this reader sees it: what is compared with days long past takes seconds."""
    near = [one for one in samples(at, zone) if one.name in _NEAR]
    one = near[nth % len(near)]
    (picked,) = windows_of([one], at, zone)
    yield from _named(one, picked, recount_board.of_period(picked, sight))


def _all_of(picked: Window) -> Iterator[Compared]:
    yield from recount_board.of_period(picked, ALL)
    yield from recount_board.divisions([picked], _DIVIDED)
    yield from recount_board.behind([picked])
    yield from recount_places.seen_by(picked, ALL)
    yield from recount_registers.beside(picked)


def _named(one: Sample, picked: Window, found: Iterator[Compared]) -> Iterator[Compared]:
    """By the name of the sample: its days are others each time."""
    for where, count, wrong in found:
        named = [f"{picked.code} {each}" for each in wrong]
        yield f"picked: {one.name}, {where.removeprefix(picked.code).strip()}", count, named


def _shown(picked: Window) -> Values:
    return {
        "came in": _pair(picked.taken_in),
        "came in before": _pair(picked.taken_in_before),
        "promise": _pair(picked.promise),
        "promise before": _pair(picked.promise_before),
    }


def _pair(span: Span) -> tuple[timedelta, timedelta]:
    """As they can be compared and read, whatever zone they are written in."""
    epoch = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    return span.since - epoch, span.until - epoch


def _worked_out(one: Sample, at: datetime, zone: ZoneInfo) -> Values:
    found = rows(
        _SPANS, at=at, zone=zone.key, since=one.since, until=one.until, before_since=one.before_since,
        before_until=one.before_until, picked=bool(one.compared) and one.compared != LAST_YEAR,
    )[0]  # fmt: skip
    now, before = _pair(Span(*found[:2])), _pair(Span(*found[2:]))
    return {"came in": now, "came in before": before, "promise": now, "promise before": before}
