"""Instants as people here read them: the zone of the installation and its calendar days. The present: see `clock`."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings


def zone() -> ZoneInfo:
    """The zone of the installation."""
    return ZoneInfo(settings.TIME_ZONE)


def day_of(at: datetime) -> date:
    """The calendar day here at an aware instant."""
    return at.astimezone(zone()).date()


def midnight(day: date) -> datetime:
    """When the calendar day begins here."""
    return datetime.combine(day, time(), zone())
