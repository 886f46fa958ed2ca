"""How long things may take here: the province's own file, and what was set for one outside body."""

from datetime import datetime
from functools import cache
from typing import Any

from rumahrakyat.duty.calendars import calendar
from rumahrakyat.handover.models import Terms
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.roster import zone
from rumahrakyat.regions.province import active

_FILE = "handover.json"


@cache
def _document(name: str) -> dict[str, Any]:
    """`name` is that of the province, so that another one is not answered with this one's file."""
    found = active()
    return dict(found.document(_FILE)) if (found.folder / _FILE).exists() else {"province": name}


def document() -> dict[str, Any]:
    return _document(str(active().folder))


def workdays_after(at: datetime, days: int) -> datetime:
    """The end of the `days`-th working day after the day of `at`, by the calendar of the installation."""
    days_off = calendar(zone())
    return days_off.end_of(days_off.nth_working_day(days_off.local_day(at), days))


def decided_until(at: datetime) -> datetime:
    """Until when a dispute that opens at `at` must be decided."""
    return workdays_after(at, int(document().get("dispute_workdays", 2)))


def terms_of(body: Organisation) -> Terms:
    """What holds for an outside body: its own row, else the one for all, else the province's file."""
    rows = {one.organisation_id: one for one in Terms.objects.filter(organisation__in=[body.pk])}
    common = rows.get(body.pk) or Terms.objects.filter(organisation=None).first()
    return common or Terms(**{**document().get("letters", {}), **document().get("bodies", {}).get(body.code, {})})
