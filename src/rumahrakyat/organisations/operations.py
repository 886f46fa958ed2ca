"""The write path of organisations: who works where."""

from datetime import datetime

from django.db import transaction

from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ROLES
from rumahrakyat.regions.models import Region


class UnknownRole(ValueError):
    """There is no role of this name."""


@transaction.atomic
def grant_role(
    *,
    account: Account,
    role: str,
    at: datetime,  # noqa: ARG001 -- every operation says when; memberships keep no dates yet
    organisation: Organisation | None = None,
    region: Region | None = None,
) -> Membership:
    """Give an account a role at an organisation and/or over a region (neither: everywhere); twice is once.

    Raises UnknownRole.
    """
    if role not in ROLES:
        raise UnknownRole(role)
    membership, created = Membership.objects.get_or_create(
        account=account, role=role, organisation=organisation, region=region
    )
    if not created and not membership.active:
        membership.active = True
        membership.save(update_fields=["active"])
    return membership


def end_role(*, membership: Membership, at: datetime) -> None:  # noqa: ARG001 -- as above
    """Take a role away at once; the row stays as a record."""
    Membership.objects.filter(pk=membership.pk).update(active=False)
