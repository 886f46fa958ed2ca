"""Sentences about opening hours for people, in the reader's language."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from rumahrakyat.organisations.hours import Status


def opening_sentence(status: Status, *, at: datetime, zone: ZoneInfo) -> str:
    """Such as "Buka sampai 15.30", "Buka lagi besok 07.00" or "Buka lagi Rabu 07.00"."""
    if status.changes_at is None:
        return _("Closed until further notice")
    moment = status.changes_at.astimezone(zone)
    clock = moment.strftime("%H.%M")
    if status.open:
        return _("Open until %(time)s") % {"time": clock}
    ahead = moment.date() - at.astimezone(zone).date()
    if not ahead:
        return _("Opens today at %(time)s") % {"time": clock}
    if ahead == timedelta(days=1):
        return _("Opens tomorrow at %(time)s") % {"time": clock}
    if ahead < timedelta(days=7):
        return _("Opens %(day)s at %(time)s") % {"day": WEEKDAYS[moment.weekday()], "time": clock}
    return _("Opens on %(date)s at %(time)s") % {"date": moment.strftime("%d.%m."), "time": clock}
