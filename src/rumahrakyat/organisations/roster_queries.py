"""Reads for the pages of the roster."""

from datetime import datetime

from django.db.models import Q

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.models_roster import Absence, OnCall, StaffContact
from rumahrakyat.people.models import Account


def turns_of(organisation: Organisation | None, *, at: datetime) -> list[OnCall]:
    """Turns that hold now or later, as they are tried."""
    kept = OnCall.objects.filter(organisation=organisation).filter(Q(until=None) | Q(until__gt=at))
    return list(kept.select_related("account").order_by("audience", "order", "account_id"))


def turn(pk: int, *, organisation: Organisation | None) -> OnCall | None:
    return OnCall.objects.filter(pk=pk, organisation=organisation).first()


def staff_of(organisation: Organisation | None) -> list[Account]:
    """Who can be put on the list of a body: whoever has a role there; for the installation, a role everywhere."""
    held = Q(memberships__organisation=organisation, memberships__active=True)
    if organisation is None:
        held &= Q(memberships__region=None)
    return list(Account.objects.filter(held, is_active=True).distinct().order_by("name", "pk")[:200])


def absences_of(accounts: list[Account], *, at: datetime) -> list[Absence]:
    """Absences of these people that hold now or later, the next to begin first."""
    kept = Absence.objects.filter(account__in=accounts).filter(Q(until=None) | Q(until__gt=at))
    return list(kept.select_related("account", "stand_in").order_by("since", "pk"))


def absence(pk: int, *, accounts: list[Account]) -> Absence | None:
    return Absence.objects.filter(pk=pk, account__in=accounts).first()


def contacts_of(account: Account) -> list[StaffContact]:
    return list(StaffContact.objects.filter(account=account).order_by("order", "pk"))
