"""The spans of time figures are about. Pure: `at` in, instants out; days are those of the given zone.

A span of n days is the n-1 whole days before today and today until `at`. It is compared with the span of the same
length just before it; today is compared with the mean of the same weekday in the last four weeks, up to the same hour.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.lib.quarters import midnight

TODAY: Final = "hari-ini"
WEEK: Final = "7-hari"
MONTH: Final = "30-hari"
QUARTER: Final = "triwulan"
PERIODS: Final = (TODAY, WEEK, MONTH, QUARTER)
USUAL_WEEKS: Final = 4
_DAYS: Final = {TODAY: 1, WEEK: 7, MONTH: 30}


@dataclass(frozen=True)
class Span:
    """From `since` (included) until `until` (included): both aware."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError("a span ends before it begins")


@dataclass(frozen=True)
class Window:
    """What a reader chose: `taken_in` for what came in, `promise` for what fell due, each with the span before it.

    One day of answers says little about a promise, so today's page keeps the promise over 30 days.
    """

    code: str
    at: datetime
    zone: ZoneInfo
    taken_in: Span
    taken_in_before: Span
    promise: Span
    promise_before: Span

    @property
    def promise_code(self) -> str:
        """The period whose promise is shown."""
        return MONTH if self.code == TODAY else self.code


def quarter_start(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def last_days(days: int, at: datetime, zone: ZoneInfo) -> Span:
    """Today until `at` and the `days` - 1 whole days before it."""
    today = at.astimezone(zone).date()
    return Span(midnight(today - timedelta(days=days - 1), zone), at)


def _quarter(at: datetime, zone: ZoneInfo) -> tuple[Span, Span]:
    start = quarter_start(at.astimezone(zone).date())
    before = quarter_start(start - timedelta(days=1))
    now = Span(midnight(start, zone), at)
    # As far into the quarter before as this one is, but never past its end.
    reached = min(midnight(before, zone) + (at - now.since), now.since)
    return now, Span(midnight(before, zone), reached)


def _days(days: int, at: datetime, zone: ZoneInfo) -> tuple[Span, Span]:
    now, earlier = last_days(days, at, zone), at - timedelta(days=days)
    return now, last_days(days, earlier, zone)


def window(code: str, at: datetime, zone: ZoneInfo) -> Window:
    """The spans of a period. Raises `KeyError` for a code that is none of `PERIODS`."""

    def spans(of: str) -> tuple[Span, Span]:
        return _quarter(at, zone) if of == QUARTER else _days(_DAYS[of], at, zone)

    taken_in, taken_in_before = spans(code)
    promise, promise_before = spans(MONTH if code == TODAY else code)
    return Window(code, at, zone, taken_in, taken_in_before, promise, promise_before)


def usual_days(at: datetime, zone: ZoneInfo) -> list[Span]:
    """The same weekday in each of the last four weeks, whole days, the nearest first."""
    today = at.astimezone(zone).date()
    days = [today - timedelta(weeks=back) for back in range(1, USUAL_WEEKS + 1)]
    return [Span(midnight(day, zone), midnight(day + timedelta(days=1), zone)) for day in days]
