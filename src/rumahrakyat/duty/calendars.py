"""The calendar of the installation: Saturdays, Sundays, public holidays and joint leave, and what the operator changed.

Public holidays and joint leave come from the library `holidays` (its categories "public" and "government" for
Indonesia). Joint ministerial decrees change during the year: `CalendarDay` overrides single days.
"""

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from rumahrakyat.duty.calendar import Calendar
from rumahrakyat.duty.models import CalendarDay


@lru_cache(maxsize=64)
def published(year: int) -> frozenset[date]:
    """Public holidays and joint leave of a year, as the library knows them."""
    return frozenset(country_holidays("ID", years=year, categories=("public", "government")))


def calendar(zone: ZoneInfo) -> Calendar:
    """The calendar as it stands now, overrides included; one query."""
    changed = dict(CalendarDay.objects.values_list("day", "works"))

    def off(day: date) -> bool:
        return not changed[day] if day in changed else day in published(day.year)

    def worked(day: date) -> bool:
        return changed.get(day, False)

    return Calendar(zone, off, worked)
