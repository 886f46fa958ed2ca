"""Who of ours is meant: the officers of a body, those who decide, and who stands in for somebody who is away."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, DECIDE_APPEAL, DECIDE_DISPUTE, ROLES
from rumahrakyat.regions.codes import contains
from rumahrakyat.reports.models import Report

_LONGEST_CHAIN: Final = 5  # of stand-ins


def _roles(permission: str, *, without: str = "") -> list[str]:
    return [one.name for one in ROLES.values() if permission in one.permissions and without not in one.permissions]


def _members(roles: list[str]) -> "Q":
    return Q(role__in=roles, active=True, account__is_active=True)


def of_body(organisation: Organisation | None, permission: str = ANSWER) -> list[int]:
    """The accounts that hold the permission at the body, the oldest first; nobody for the desk."""
    if organisation is None:
        return []
    rows = Membership.objects.filter(_members(_roles(permission)), organisation=organisation)
    return list(dict.fromkeys(rows.order_by("account_id").values_list("account_id", flat=True)))


def coordinators(report: Report) -> list[int]:
    """Who decides disputes in the territory of the case."""
    place = report.region_id
    if place is None:
        return []
    rows = Membership.objects.filter(_members(_roles(DECIDE_DISPUTE)), region__isnull=False, organisation=None)
    found = rows.order_by("account_id").values_list("account_id", "region_id")
    return [account for account, region in found if contains(str(region), place)]


def of_province(permission: str, *, without: str = "") -> list[int]:
    """The accounts that hold the permission everywhere, the oldest first."""
    rows = Membership.objects.filter(_members(_roles(permission, without=without)), organisation=None, region=None)
    return list(dict.fromkeys(rows.order_by("account_id").values_list("account_id", flat=True)))


def deciders(report: Report) -> list[int]:
    """Who is told of a dispute first: the coordinators of the territory, else those of the province, else the
    secretary."""
    return coordinators(report) or of_province(DECIDE_DISPUTE, without=DECIDE_APPEAL) or of_province(DECIDE_APPEAL)


def stand_in(account_id: int | None, at: datetime) -> int | None:
    """Who does the work of this person at `at`: themselves, or the end of the chain of stand-ins; None when nobody."""
    seen: set[int] = set()
    while account_id is not None and account_id not in seen:
        seen.add(account_id)
        away = Absence.objects.filter(Q(until=None) | Q(until__gt=at), account=account_id, since__lte=at)
        absence = away.order_by("since", "pk").first()
        if absence is None:
            return account_id if Account.objects.filter(pk=account_id, is_active=True).exists() else None
        if len(seen) > _LONGEST_CHAIN:
            return None
        account_id = absence.stand_in_id
    return None


def account(pk: int) -> Account:
    """Raises `Account.DoesNotExist`."""
    return Account.objects.get(pk=pk)
