"""The calendar of the installation: Saturdays, Sundays, public holidays and joint leave, and what the operator changed.

Public holidays and joint leave come from the library `holidays` (its categories "public" and "government" for
Indonesia). Joint ministerial decrees change during the year: `CalendarDay` overrides single days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from rumahrakyat.duty.calendar import Calendar
from rumahrakyat.duty.models import CalendarDay

_ESTIMATED = "perkiraan"  # the library's own mark on a moving feast that it reckoned itself


@dataclass(frozen=True)
class DayOff:
    """A day off as published. `joint_leave`: decreed for the civil service, not a public holiday."""

    day: date
    name: str
    joint_leave: bool = False
    estimated: bool = False


@dataclass(frozen=True)
class Year:
    """What the library knows of a year. `known`: anything at all; `decreed`: joint leave, too, which is announced late
    in the year before; `estimated`: how many moving feasts it has only reckoned."""

    year: int
    days: tuple[DayOff, ...]

    @property
    def known(self) -> bool:
        return bool(self.days)

    @property
    def decreed(self) -> bool:
        return any(one.joint_leave for one in self.days)

    @property
    def estimated(self) -> int:
        return sum(one.estimated for one in self.days)


@lru_cache(maxsize=64)
def year(number: int) -> Year:
    """Public holidays and joint leave of a year, in order, with their Indonesian names."""
    public = country_holidays("ID", years=number, categories=("public",), language="id")
    joint = country_holidays("ID", years=number, categories=("government",), language="id")
    found = [DayOff(day, _plain(name), estimated=_ESTIMATED in name) for day, name in public.items()]
    found += [
        DayOff(day, _plain(name), joint_leave=True, estimated=_ESTIMATED in name)
        for day, name in joint.items()
        if day not in public
    ]
    return Year(number, tuple(sorted(found, key=lambda one: one.day)))


def _plain(name: str) -> str:
    return name.replace(f" ({_ESTIMATED})", "")


@lru_cache(maxsize=64)
def published(number: int) -> frozenset[date]:
    """The same as days alone."""
    return frozenset(one.day for one in year(number).days)


def calendar(zone: ZoneInfo) -> Calendar:
    """The calendar as it stands now, overrides included; one query."""
    return calendar_with(zone, dict(CalendarDay.objects.values_list("day", "works")))


def calendar_with(zone: ZoneInfo, changed: Mapping[date, bool]) -> Calendar:
    """The published days, with other changes than those that are kept."""

    def off(day: date) -> bool:
        return not changed[day] if day in changed else day in published(day.year)

    def worked(day: date) -> bool:
        return changed.get(day, False)

    return Calendar(zone, off, worked)
