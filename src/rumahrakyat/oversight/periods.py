"""The spans of time figures are about. Pure: `at` in, instants out; days are those of the given zone.

Four spans move with the clock: a span of n days is the n-1 whole days before today and today until `at`; a quarter is
this one until `at`. Any other is written as what it is: 2026-07-21 a day, 2026-07 a month, 2026Q3 a quarter, 2026 a
year, 2026-07-01..2026-08-15 from one day to another. Every span is compared with the one before it (as far in, where it
is not over), with the same days of last year, or with any other. What came in today is compared with the mean of the
same weekday in the last four weeks, up to the same hour, unless something else is asked for.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.lib.quarters import midnight
from rumahrakyat.oversight.calendar_spans import Days, InTheFuture, parse

TODAY: Final = "hari-ini"
WEEK: Final = "7-hari"
MONTH: Final = "30-hari"
QUARTER: Final = "triwulan"
PERIODS: Final = (TODAY, WEEK, MONTH, QUARTER)
# What a period is compared with, besides any other period by its code.
BEFORE: Final = ""
LAST_YEAR: Final = "tahun-lalu"
USUAL_WEEKS: Final = 4
_DAYS: Final = {TODAY: 1, WEEK: 7, MONTH: 30}
_TICK: Final = timedelta(microseconds=1)


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
    """What a reader chose: `taken_in` for what came in, `promise` for what fell due, each with the span it is compared
    with; `compared` says which that is: `BEFORE`, `LAST_YEAR`, or a period's code.

    One day of answers says little about a promise, so today's page keeps the promise over 30 days.
    """

    code: str
    at: datetime
    zone: ZoneInfo
    taken_in: Span
    taken_in_before: Span
    promise: Span
    promise_before: Span
    compared: str = BEFORE

    @property
    def promise_code(self) -> str:
        """The period whose promise is shown."""
        return MONTH if self.code == TODAY else self.code

    @property
    def key(self) -> str:
        """Names the promise and what it is compared with, for whatever keeps figures of it."""
        return f"{self.promise_code}~{self.compared}" if self.compared else self.promise_code

    @property
    def end(self) -> datetime:
        """The last instant of the period, never after `at`."""
        return self.taken_in.until

    @property
    def over(self) -> bool:
        """Whether the period lies behind us, so that nothing more comes into it."""
        return self.end < self.at

    @property
    def days(self) -> int:
        """Local days that the promise reaches over, the first and the last included."""
        first, last = self.promise.since.astimezone(self.zone), self.promise.until.astimezone(self.zone)
        return (last.date() - first.date()).days + 1


def quarter_start(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def last_days(days: int, at: datetime, zone: ZoneInfo) -> Span:
    """Today until `at` and the `days` - 1 whole days before it."""
    today = at.astimezone(zone).date()
    return Span(midnight(today - timedelta(days=days - 1), zone), at)


def whole(days: Days, at: datetime, zone: ZoneInfo) -> Span:
    """The days from midnight to midnight, but never past `at`. Raises `InTheFuture` when none of them has begun, and
    when the last of days chosen one by one has not."""
    today = at.astimezone(zone).date()
    if days.first > today or (days.last > today and not days.named):
        raise InTheFuture(days.code, today=today)
    return Span(midnight(days.first, zone), min(midnight(days.last + timedelta(days=1), zone) - _TICK, at))


def chosen_days(code: str, at: datetime, zone: ZoneInfo) -> Days:
    """The local days of any period, those of one that moves with the clock too. Raises a `PeriodFault`."""
    today = at.astimezone(zone).date()
    if code == QUARTER:
        return Days(quarter_start(today), today)
    if code in _DAYS:
        return Days(today - timedelta(days=_DAYS[code] - 1), today)
    return parse(code)


def _span(code: str, at: datetime, zone: ZoneInfo) -> Span:
    if code in PERIODS:
        return Span(midnight(chosen_days(code, at, zone).first, zone), at)
    return whole(parse(code), at, zone)


def _compared_with(compared: str, code: str, now: Span, zone: ZoneInfo, at: datetime) -> Span:
    """The span that `code`, which is `now`, is compared with."""
    if compared not in (BEFORE, LAST_YEAR):
        return whole(parse(compared), at, zone)
    if code in _DAYS and compared == BEFORE:
        return last_days(_DAYS[code], now.until - timedelta(days=_DAYS[code]), zone)
    days = chosen_days(code, now.until, zone)
    if code == QUARTER:
        days = parse(f"{days.first.year}Q{days.first.month // 3 + 1}")
    earlier = days.year_before() if compared == LAST_YEAR else days.before()
    begin, end = midnight(earlier.first, zone), midnight(earlier.last + timedelta(days=1), zone)
    if now.until == midnight(days.last + timedelta(days=1), zone) - _TICK:
        return Span(begin, end - _TICK)
    # As far in as this one is, but never past its end.
    return Span(begin, min(begin + (now.until - now.since), end))


def window(code: str, at: datetime, zone: ZoneInfo, compared: str = BEFORE) -> Window:
    """The spans of a period. Raises a `PeriodFault` that says what is wrong with `code` or `compared`."""

    def spans(of: str) -> tuple[Span, Span]:
        now = _span(of, at, zone)
        return now, _compared_with(compared, of, now, zone, at)

    code = code if code in PERIODS else parse(code).code
    compared = compared if compared in (BEFORE, LAST_YEAR) else parse(compared).code
    taken_in, taken_in_before = spans(code)
    promise, promise_before = spans(MONTH if code == TODAY else code)
    return Window(code, at, zone, taken_in, taken_in_before, promise, promise_before, compared)


def usual_days(at: datetime, zone: ZoneInfo) -> list[Span]:
    """The same weekday in each of the last four weeks, whole days, the nearest first."""
    today = at.astimezone(zone).date()
    days = [today - timedelta(weeks=back) for back in range(1, USUAL_WEEKS + 1)]
    return [Span(midnight(day, zone), midnight(day + timedelta(days=1), zone)) for day in days]
