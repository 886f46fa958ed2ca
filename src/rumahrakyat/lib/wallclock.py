"""Instants as people here read them: the zone of the installation and its calendar days. The present: see `clock`."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

# What people type outside of these is a slip; and near the ends of the calendar a day more or another zone is an error.
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)


def zone() -> ZoneInfo:
    """The zone of the installation."""
    return ZoneInfo(settings.TIME_ZONE)


def day_of(at: datetime) -> date:
    """The calendar day here at an aware instant."""
    return at.astimezone(zone()).date()


def midnight(day: date) -> datetime:
    """When the calendar day begins here."""
    return datetime.combine(day, time(), zone())


def end_of(day: date) -> datetime:
    """The midnight with which the calendar day ends here."""
    return midnight(day + timedelta(days=1))


def typed_day(text: str) -> date:
    """2026-08-17 as a day. Raises ValueError, also for a day before `EARLIEST` or after `LATEST`."""
    return _within(date.fromisoformat(text.strip()))


def typed_moment(text: str) -> datetime:
    """2026-08-17T14:20, as the clocks here show it, as an instant. Raises ValueError as `typed_day`."""
    read = datetime.fromisoformat(text.strip()).replace(tzinfo=zone())
    _within(read.date())
    return read.astimezone(UTC)


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(day)
    return day
