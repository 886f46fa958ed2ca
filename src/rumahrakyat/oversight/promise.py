"""The promise of 1x24 hours over a span: on time / everything that fell due, open and overdue cases included.

Counting a month by body, regency and day reads every clock that fell due in it. So the result is kept for a minute and
a half, and a worker renews the province's own every minute; see docs/decisions for the measurement.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from rumahrakyat.oversight import statements
from rumahrakyat.oversight.models import Reckoning
from rumahrakyat.oversight.periods import QUARTER, Window
from rumahrakyat.oversight.sight import Sight

FRESH: Final = timedelta(seconds=90)
FRESH_QUARTER: Final = timedelta(minutes=10)
# Bits of PostgreSQL's grouping(body, regency, day): a set bit means "not divided by it".
_ALL, _BY_BODY, _BY_REGENCY, _BY_DAY = 7, 3, 5, 6
_KEEP: Final = """
INSERT INTO oversight_reckoning (key, at, rows) VALUES (%s, %s, %s::jsonb)
ON CONFLICT (key) DO UPDATE SET at = excluded.at, rows = excluded.rows
"""
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


def promise(window: Window, sight: Sight) -> Promise:
    """The promise of the window, at most a minute and a half old (ten minutes for a quarter)."""
    key = _key(window, sight)
    known = Reckoning.objects.filter(key=key).first()
    fresh = FRESH_QUARTER if window.promise_code == QUARTER else FRESH
    if known is not None and timedelta() <= window.at - known.at < fresh:
        return _read(known.at, known.rows)
    return reckon(window, sight)


def reckon(window: Window, sight: Sight) -> Promise:
    """Count anew and keep the result."""
    now, before = window.promise, window.promise_before
    parameters: dict[str, Any] = {
        **sight.parameters,
        "at": window.at,
        "zone": window.zone.key,
        "since": now.since,
        "until": now.until,
        "before_since": before.since,
        "before_until": before.until,
    }
    with connection.cursor() as cursor:
        cursor.execute(statements.PROMISE, parameters)
        rows: Rows = [[one.isoformat() if isinstance(one, date) else one for one in row] for row in cursor.fetchall()]
        cursor.execute(_KEEP, [_key(window, sight), window.at, json.dumps(rows)])
    return _read(window.at, rows)


def _key(window: Window, sight: Sight) -> str:
    whose = "all" if sight.everything else hashlib.sha256(repr(sight.parameters).encode()).hexdigest()[:32]
    return f"{window.promise_code}:{whose}"


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
