"""How long things may take here: the province's own file, and what was set for one outside body."""

from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from rumahrakyat.duty.calendars import calendar
from rumahrakyat.handover.models import Terms
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.regions.province import active

_FILE = "handover.json"
STATED: Final = ("email", "remind_after", "most_reminders", "valid_days")


@cache
def _document(name: str) -> dict[str, Any]:
    """`name` is that of the province, so that another one is not answered with this one's file."""
    found = active()
    return dict(found.document(_FILE)) if (found.folder / _FILE).exists() else {"province": name}


def document() -> dict[str, Any]:
    return _document(str(active().folder))


def workdays_after(at: datetime, days: int) -> datetime:
    """The end of the `days`-th working day after the day of `at`, by the calendar of the installation."""
    days_off = calendar(wallclock.zone())
    return days_off.end_of(days_off.nth_working_day(days_off.local_day(at), days))


def decided_until(at: datetime) -> datetime:
    """Until when a dispute that opens at `at` must be decided."""
    return workdays_after(at, int(document().get("dispute_workdays", 2)))


def terms_of(body: Organisation) -> Terms:
    """What holds for an outside body: its own row, else the one for all, else the province's file."""
    rows = {one.organisation_id: one for one in Terms.objects.filter(Q(organisation=body) | Q(organisation=None))}
    return rows.get(body.pk) or rows.get(None) or _of_province(body)


def _of_province(body: Organisation) -> Terms:
    return Terms(**{**document().get("letters", {}), **document().get("bodies", {}).get(body.code, {})})


def outside_bodies() -> "QuerySet[Organisation]":
    """Every outside body with the terms that hold for it, which `stated` reads."""
    said = JSONObject(**{name: name for name in STATED})
    own = Terms.objects.filter(organisation=OuterRef("pk")).values(said=said)
    common = Terms.objects.filter(organisation=None).values(said=said)
    bodies = Organisation.objects.filter(kind=Kind.OUTSIDE)
    return bodies.annotate(own_terms=Subquery(own), common_terms=Subquery(common))


def stated(body: Organisation) -> Terms:
    """`terms_of` for one of `outside_bodies`, without asking the database again."""
    own, common = vars(body).get("own_terms"), vars(body).get("common_terms")
    said = own or common
    return Terms(**said) if said else _of_province(body)


def state(body: Organisation, **values: object) -> None:
    """What holds for this body from now on, also for reminders of letters that are out."""
    Terms.objects.update_or_create(organisation=body, defaults={name: values[name] for name in STATED})
