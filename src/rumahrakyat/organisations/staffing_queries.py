"""Reads of the pages about the people who serve."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.organisations.models_staffing import Invitation
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import KEEP_PEOPLE
from rumahrakyat.regions.models import Region

PAGE: Final = 50


def _inside(scope: Scope) -> Q:
    """The condition on memberships and invitations of the bodies and regions whose people somebody keeps."""
    if scope.everywhere(KEEP_PEOPLE):
        return Q()
    found = Q(organisation__in=scope.organisations(KEEP_PEOPLE))
    for region in scope.regions(KEEP_PEOPLE):
        below = f"{region}."
        found |= Q(region=region) | Q(region__code__startswith=below)
        found |= Q(organisation__region=region) | Q(organisation__region__code__startswith=below)
    return found


def people(scope: Scope, *, words: str = "", role: str = "", page: int = 1) -> tuple[list[Account], bool]:
    """One page of the accounts that hold or held a role within scope, by name, and whether more follow. Accounts
    without any role are the operator's to see."""
    held = Membership.objects.filter(_inside(scope))
    if role:
        held = held.filter(role=role, active=True)
    found = Account.objects.all()
    if role or not scope.everywhere(KEEP_PEOPLE):
        found = found.filter(pk__in=held.values("account"))
    for word in words.split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(username__icontains=word) | Q(title__icontains=word))
    first = (max(page, 1) - 1) * PAGE
    rows = list(_with_roles(found, scope).order_by("-is_active", "name", "pk")[first : first + PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def person(scope: Scope, pk: int) -> Account | None:
    """One of them; None also for somebody beyond scope."""
    found = Account.objects.filter(pk=pk)
    if not scope.everywhere(KEEP_PEOPLE):
        found = found.filter(pk__in=Membership.objects.filter(_inside(scope)).values("account"))
    return _with_roles(found, scope).first()


def _with_roles(accounts: QuerySet[Account], scope: Scope) -> QuerySet[Account]:
    """With `kept`: the memberships within scope, those that hold first. What somebody holds elsewhere is not told."""
    rows = Membership.objects.filter(_inside(scope)).select_related("organisation", "region", "given_by", "account")
    return accounts.prefetch_related(Prefetch("memberships", rows.order_by("-active", "role", "pk"), to_attr="kept"))


def membership(scope: Scope, *, account: Account, pk: int) -> Membership | None:
    found = Membership.objects.filter(_inside(scope), account=account, pk=pk, active=True)
    return found.select_related("organisation", "region", "account").first()


def invitations(scope: Scope) -> list[Invitation]:
    """Those that nobody has used or withdrawn, the newest first."""
    found = Invitation.objects.filter(_inside(scope), accepted_at=None, withdrawn_at=None)
    return list(found.select_related("organisation", "region", "invited_by").order_by("-made_at", "-pk")[:PAGE])


def invitation(scope: Scope, pk: int) -> Invitation | None:
    return Invitation.objects.filter(_inside(scope), pk=pk).first()


def bodies(scope: Scope) -> list[Organisation]:
    """The bodies whose people somebody keeps, by name."""
    found = Organisation.objects.filter(active=True).exclude(kind=Kind.OUTSIDE)
    if not scope.everywhere(KEEP_PEOPLE):
        condition = Q(pk__in=scope.organisations(KEEP_PEOPLE))
        for region in scope.regions(KEEP_PEOPLE):
            condition |= Q(region=region)
        found = found.filter(condition)
    return list(found.order_by("name"))


def region(code: str) -> Region | None:
    return Region.objects.filter(pk=code).first() if code else None


def standing_in(account: Account, *, at: datetime) -> list[Absence]:
    """Whose roles somebody has now because they are away."""
    found = Absence.objects.filter(stand_in=account, since__lte=at).filter(Q(until=None) | Q(until__gt=at))
    return list(found.select_related("account").order_by("since", "pk"))


def away(account: Account, *, at: datetime) -> Absence | None:
    found = Absence.objects.filter(account=account, since__lte=at).filter(Q(until=None) | Q(until__gt=at))
    return found.select_related("stand_in").order_by("since", "pk").first()


def lacks_second_factor(account: Account, roles: Collection[str]) -> bool:
    """Whether somebody holds one of these roles ("all": any) and has set up no second factor; in one query."""
    held = Membership.objects.filter(account=account, active=True)
    if "all" not in roles:
        held = held.filter(role__in=roles)
    return held.exclude(account__authenticator__type="totp").exists()
