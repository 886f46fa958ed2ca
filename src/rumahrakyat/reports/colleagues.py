"""Who else handles a case: the people one may name in a note on it, or give a task. Read from memberships alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.roles import ANSWER, ROLES, SEE_CASE, VERIFY, WORK_IN_FIELD
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_joined import Participation

MOST: Final = 200


def _roles(*permissions: str) -> list[str]:
    return sorted(role.name for role in ROLES.values() if role.permissions.intersection(permissions))


_HANDLE: Final = sorted(set(_roles(ANSWER, VERIFY)).intersection(_roles(SEE_CASE)))
_WORK: Final = _roles(ANSWER, WORK_IN_FIELD)
_VERIFY: Final = _roles(VERIFY)


@dataclass(frozen=True)
class Colleague:
    """Somebody of ours; `body` is the short name of where they work, empty for the desk."""

    account_id: int
    username: str
    name: str
    body: str


def handling(report: Report) -> list[Colleague]:
    """Those who see this case and act on it: people of its holder, of bodies joined to it, and verifiers of its place.

    Those of the holder come first. At most `MOST`, in one query. Who only watches is not named in a note.
    """
    region = report.region_id or ""
    parts = region.split(".") if region else []
    inside = Q(region=None) | Q(region__in=[".".join(parts[:nth]) for nth in range(1, len(parts) + 1)])
    joined = Participation.objects.filter(report=report, until=None).values("organisation")
    where = Q(organisation=None) | Q(organisation__in=joined)
    if report.holder_id is not None:
        where |= Q(organisation=report.holder_id)
    rows = Membership.objects.filter(where, inside, active=True, account__is_active=True, role__in=_HANDLE)
    found = _people(rows.select_related("account", "organisation").order_by("organisation", "account")[:MOST])
    holder = report.holder.short_name if report.holder else ""
    return sorted(found, key=lambda one: (one.body != holder, one.body, one.name))


def of_body(organisation_id: int | None) -> list[Colleague]:
    """Those who can be given a task of this body, field officers among them; None: the verifiers of the whole desk."""
    rows = Membership.objects.filter(active=True, account__is_active=True, organisation=organisation_id)
    rows = rows.filter(role__in=_WORK) if organisation_id else rows.filter(role__in=_VERIFY, region=None)
    found = _people(rows.select_related("account", "organisation").order_by("account__name", "account")[:MOST])
    return sorted(found, key=lambda one: one.name)


def _people(rows: Iterable[Membership]) -> list[Colleague]:
    found: dict[int, Colleague] = {}
    for row in rows:
        body = row.organisation.short_name if row.organisation else ""
        found.setdefault(row.account_id, Colleague(row.account_id, row.account.username, row.account.name, body))
    return list(found.values())
