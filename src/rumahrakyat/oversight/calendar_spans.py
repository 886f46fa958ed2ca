"""Days, months, quarters, years and any days between: how they are written, read, and what came before. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

EARLIEST: Final = date(2015, 1, 1)
# A list or a figure over more days than this is the archive's, not a page's.
LONGEST: Final = timedelta(days=5 * 366)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER: Final = re.compile(r"([0-9]{4})-?Q([1-4])", re.ASCII | re.IGNORECASE)
_YEAR: Final = re.compile(r"[0-9]{4}", re.ASCII)
_BETWEEN: Final = ".."


class PeriodFault(ValueError):
    """A period that cannot be shown; `typed` is what was asked for, or the part of it that is wrong."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.typed = typed


class NotAPeriod(PeriodFault):
    """These words name no period."""


class NotADay(PeriodFault):
    """Looks like a date, but there is no such day."""


class Reversed(PeriodFault):
    """The last day lies before the first."""


class TooEarly(PeriodFault):
    """Before anything could have been recorded."""


class TooLong(PeriodFault):
    """More than five years."""


class InTheFuture(PeriodFault):
    """Has not begun, or ends after `today`, the local day."""

    def __init__(self, typed: str, *, today: date) -> None:
        super().__init__(typed)
        self.today = today


@dataclass(frozen=True)
class Days:
    """From one local day to another, both included."""

    first: date
    last: date

    @property
    def code(self) -> str:
        """The shortest way to write these days, the same for the same days."""
        first, last = self.first, self.last
        if first == last:
            return first.isoformat()
        if first.day != 1 or (last + timedelta(days=1)).day != 1 or first.year != last.year:
            return f"{first.isoformat()}{_BETWEEN}{last.isoformat()}"
        months = last.month - first.month + 1
        if months == 1:
            return f"{first:%Y-%m}"
        if months == 3 and first.month % 3 == 1:
            return f"{first.year}Q{first.month // 3 + 1}"
        return str(first.year) if months == 12 else f"{first.isoformat()}{_BETWEEN}{last.isoformat()}"

    @property
    def named(self) -> bool:
        """Whether it is a month, a quarter or a year: these may still be under way."""
        return _BETWEEN not in self.code and self.first != self.last

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> "Days":
        """The month before a month, the quarter before a quarter; otherwise as many days just before."""
        last = self.first - timedelta(days=1)
        if not self.named:
            return Days(last - timedelta(days=self.count - 1), last)
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        year, month = divmod(self.first.year * 12 + self.first.month - 1 - months, 12)
        return Days(date(year, month + 1, 1), last)

    def year_before(self) -> "Days":
        """The same days a year earlier; the last day of a month stays the last."""
        last = _a_year_before(self.last)
        if self.named and (self.last + timedelta(days=1)).day == 1:
            last = _a_year_before(self.last + timedelta(days=1)) - timedelta(days=1)
        return Days(_a_year_before(self.first), last)


def _a_year_before(day: date) -> date:
    """29 February becomes 28 February."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - 1)


def parse(code: str) -> Days:
    """2026-07-21, 2026-07, 2026Q3, 2026 or 2026-07-01..2026-08-15. Raises a `PeriodFault`."""
    code = code.strip()
    found = _between(code) if _BETWEEN in code else _single(code)
    if found.first < EARLIEST:
        raise TooEarly(code)
    if found.last - found.first > LONGEST:
        raise TooLong(code)
    return found


def _between(code: str) -> Days:
    first, _, last = code.partition(_BETWEEN)
    days = Days(_day(first), _day(last))
    if days.last < days.first:
        raise Reversed(code)
    return days


def _single(code: str) -> Days:
    if _DAY.fullmatch(code):
        return Days(_day(code), _day(code))
    if month := _MONTH.fullmatch(code):
        return _months(int(month[1]), int(month[2]), 1)
    if quarter := _QUARTER.fullmatch(code):
        return _months(int(quarter[1]), 3 * int(quarter[2]) - 2, 3)
    if _YEAR.fullmatch(code):
        return _months(int(code), 1, 12)
    raise NotAPeriod(code)


def _months(year: int, month: int, count: int) -> Days:
    if year >= date.max.year:
        raise NotAPeriod(f"{year:04d}")
    if year < EARLIEST.year:
        raise TooEarly(f"{year:04d}")
    following = month - 1 + count
    return Days(date(year, month, 1), date(year + following // 12, following % 12 + 1, 1) - timedelta(days=1))


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise NotAPeriod(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADay(text) from None
