"""The write path of organisations: who works where."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.organisations.models_roster import OnCall
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ROLES
from rumahrakyat.regions.models import Region


class UnknownRole(ValueError):
    """There is no role of this name."""


class CannotEnd(ValueError):
    """A body ends once, and is followed by an active one other than itself."""


@transaction.atomic
def grant_role(
    *,
    account: Account,
    role: str,
    at: datetime,
    organisation: Organisation | None = None,
    region: Region | None = None,
    until: datetime | None = None,
    by: Account | None = None,
) -> Membership:
    """Give an account a role at an organisation and/or over a region (neither: everywhere); twice is once. A role that
    had ended begins anew.

    Raises UnknownRole.
    """
    if role not in ROLES:
        raise UnknownRole(role)
    membership, created = Membership.objects.get_or_create(
        account=account,
        role=role,
        organisation=organisation,
        region=region,
        defaults={"since": at, "until": until, "given_by": by},
    )
    over = not membership.active or (membership.until is not None and membership.until <= at)
    if not created and (over or membership.until != until):
        membership.active, membership.until = True, until
        if over:
            membership.since, membership.given_by = at, by
        membership.save(update_fields=["active", "since", "until", "given_by"])
    return membership


def end_role(*, membership: Membership, at: datetime) -> None:
    """Take a role away at once; the row stays as a record."""
    Membership.objects.filter(pk=membership.pk, active=True).update(active=False, until=at)


def dissolve(
    *,
    organisation: Organisation,
    successor: Organisation | None,
    at: datetime,
    actor: Account | None,  # noqa: ARG001 -- every operation says who; the log of the caller keeps it
) -> None:
    """A body ends: nothing is given to it from now on, its people lose their roles there and their turns.

    What it held is passed on by the duty (`duty.inheriting`), to `successor` or back to the desk. Raises `CannotEnd`.
    """
    with transaction.atomic():
        found = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if not found.active or (successor is not None and (not successor.can_hold or successor.pk == found.pk)):
            raise CannotEnd(found.code)
        found.active, found.successor, found.ended_at = False, successor, at
        found.save(update_fields=["active", "successor", "ended_at"])
        OnCall.objects.filter(organisation=found, since__gte=at).delete()
        OnCall.objects.filter(organisation=found).filter(Q(until=None) | Q(until__gt=at)).update(until=at)
        Membership.objects.filter(organisation=found, active=True).update(active=False, until=at)
    organisation.refresh_from_db()
