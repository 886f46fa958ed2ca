"""Working days, and deadlines in plain hours or working days. Pure: whether a day is off is asked of a function.

The 1x24-hour rule never looks here for holidays: it counts every hour. Working days leave out Saturday, Sunday, public
holidays and joint leave, in the zone of the installation (Indonesia has three, none with daylight saving).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rumahrakyat.duty.rules import Unit

_DAY = timedelta(days=1)
_NO_END = 4000  # days; a calendar in which nobody ever works would otherwise be searched for ever


class NoWorkingDays(ValueError):
    """The calendar has no working day within ten years: its overrides are wrong."""


def _weekend_only(_day: date) -> bool:
    return False


@dataclass(frozen=True)
class Calendar:
    """`zone` says where days begin; `off` whether a weekday is a day off, `worked` whether a weekend day is worked."""

    zone: ZoneInfo
    off: Callable[[date], bool] = _weekend_only
    worked: Callable[[date], bool] = _weekend_only

    def is_working(self, day: date) -> bool:
        return self.worked(day) or (day.weekday() < 5 and not self.off(day))

    def local_day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The instant at which a local day is over."""
        return datetime.combine(day + _DAY, time.min, self.zone)

    def nth_working_day(self, after: date, count: int) -> date:
        """The `count`-th working day after a day; the day itself is not counted. Raises `NoWorkingDays`."""
        day, left = after, count
        for _ in range(_NO_END + 2 * count):
            if left <= 0:
                return day
            day += _DAY
            left -= self.is_working(day)
        if left <= 0:
            return day
        raise NoWorkingDays(after)

    def end_of_work(self, at: datetime) -> datetime:
        """The end of that day when it is worked, and of the next that is worked otherwise."""
        return self.end_of(self.nth_working_day(self.local_day(at) - _DAY, 1))

    def begun_between(self, since: datetime, until: datetime) -> int:
        """How many working days begin after `since` and not after `until`: additive over spans that follow on."""
        first, last = self.local_day(since), self.local_day(until)
        return sum(self.is_working(first + _DAY * nth) for nth in range(1, (last - first).days + 1))

    def deadline(self, start: datetime, unit: Unit, amount: int) -> datetime:
        """`amount` hours after `start`, or the end of the `amount`-th working day after its day."""
        if unit is Unit.HOURS:
            return start + timedelta(hours=amount)
        return self.end_of(self.nth_working_day(self.local_day(start), amount))
