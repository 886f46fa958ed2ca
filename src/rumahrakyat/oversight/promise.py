"""The promise of 1x24 hours over a span: on time / everything that fell due, open and overdue cases included.

Counting a month by body, regency and day reads every clock that fell due in it. So the result is kept for a minute and
a half, and a worker renews the province's own every minute; see docs/decisions for the measurement.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from rumahrakyat.oversight import reckonings, statements
from rumahrakyat.oversight.models import Reckoning
from rumahrakyat.oversight.periods import Window
from rumahrakyat.oversight.rollups import reading
from rumahrakyat.oversight.sight import Sight

FRESH: Final = timedelta(seconds=90)
FRESH_QUARTER: Final = timedelta(minutes=10)
# A span of more days than this is not counted anew every minute and a half.
LONG: Final = 31
# Bits of PostgreSQL's grouping(body, regency, day): a set bit means "not divided by it".
_ALL, _BY_BODY, _BY_REGENCY, _BY_DAY = 7, 3, 5, 6
Rows = list[list[Any]]


@dataclass(frozen=True)
class Kept:
    """`due` fell due, `on_time` of it answered in time; `again` are answers owed after an objection.

    `median` and `ninth` (nine of ten are below it) are times to the first answer; what is still unanswered counts with
    the time it has waited, so silence cannot make them look better.
    """

    due: int = 0
    on_time: int = 0
    again: int = 0
    median: timedelta | None = None
    ninth: timedelta | None = None

    @property
    def missed(self) -> int:
        return self.due - self.on_time

    @property
    def share(self) -> float | None:
        """From 0 to 1; None when nothing fell due."""
        return self.on_time / self.due if self.due else None


NOTHING: Final = Kept()


@dataclass(frozen=True)
class Promise:
    """`reckoned_at` is when it was counted. Bodies by id (None: the desk), regencies by code (None: not placed)."""

    reckoned_at: datetime
    total: Kept = NOTHING
    bodies: dict[int | None, Kept] = field(default_factory=dict)
    regencies: dict[str | None, Kept] = field(default_factory=dict)
    days: list[tuple[date, Kept]] = field(default_factory=list)
    total_before: Kept = NOTHING
    bodies_before: dict[int | None, Kept] = field(default_factory=dict)
    regencies_before: dict[str | None, Kept] = field(default_factory=dict)


def promise(window: Window, sight: Sight, have: Mapping[str, Reckoning] | None = None) -> Promise:
    """The promise of the window, at most a minute and a half old (ten minutes for a long one, or one that is over)."""
    fresh = FRESH_QUARTER if window.days > LONG or window.over else FRESH
    known = reckonings.known(key_of(window, sight), window.at, fresh, have)
    return reckon(window, sight) if known is None else _read(known.at, known.rows)


def reckon(window: Window, sight: Sight) -> Promise:
    """Count anew and keep the result."""
    rows = _count(window, sight)
    reckonings.keep(key_of(window, sight), window.at, rows)
    return _read(window.at, rows)


def counted(window: Window, sight: Sight) -> Promise:
    """Counted anew and not kept: for whoever looks on without a trace."""
    return _read(window.at, _count(window, sight))


def _count(window: Window, sight: Sight) -> Rows:
    now, before = window.promise, window.promise_before
    parameters: dict[str, Any] = {
        **sight.parameters,
        "at": window.at,
        "since": now.since,
        "until": now.until,
        "before_since": before.since,
        "before_until": before.until,
    }
    found = reading.rows(statements.PROMISE, parameters)
    return [[one.isoformat() if isinstance(one, date) else one for one in row] for row in found]


def key_of(window: Window, sight: Sight) -> str:
    return f"{window.key}:{reckonings.whose(sight)}"


def _read(at: datetime, rows: Rows) -> Promise:
    parts = {"now": _Part(), "before": _Part()}
    for part, *row in rows:
        parts[part].take(row)
    now, before = parts["now"], parts["before"]
    return Promise(
        at,
        now.total,
        now.bodies,
        now.regencies,
        sorted(now.days.items()),
        before.total,
        before.bodies,
        before.regencies,
    )


@dataclass
class _Part:
    total: Kept = NOTHING
    bodies: dict[int | None, Kept] = field(default_factory=dict)
    regencies: dict[str | None, Kept] = field(default_factory=dict)
    days: dict[date, Kept] = field(default_factory=dict)

    def take(self, row: list[Any]) -> None:
        grouped, body, regency, day, due, on_time, again, median, ninth = row
        kept = Kept(due, on_time, again, _span(median), _span(ninth))
        if grouped == _ALL:
            self.total = kept
        elif grouped == _BY_BODY:
            self.bodies[body] = kept
        elif grouped == _BY_REGENCY:
            self.regencies[regency] = kept
        elif grouped == _BY_DAY:
            self.days[date.fromisoformat(day)] = kept


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=max(0.0, seconds))
