"""Where an account may do what: the one place that joins memberships with the permissions of their roles.

A membership holds its role's permissions at its organisation and in its region; one that names neither holds them
everywhere. Ask for a permission by name, never for a role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import permissions_of
from rumahrakyat.regions.codes import contains, level_of


@dataclass(frozen=True)
class Grant:
    """Permissions at an organisation (None: any) and in a region by code (None: anywhere). `stands_in_for`: the
    account whose they are, while it is away."""

    permissions: frozenset[str]
    organisation: int | None = None
    region: str | None = None
    stands_in_for: int | None = None


@dataclass(frozen=True)
class Scope:
    """All that one account may do. The empty scope may do nothing."""

    grants: tuple[Grant, ...] = ()

    @property
    def stands_in_for(self) -> frozenset[int]:
        """The accounts whose roles are among these, because they are away."""
        return frozenset(grant.stands_in_for for grant in self.grants if grant.stands_in_for is not None)

    def may(self, permission: str) -> bool:
        """Whether the permission is held anywhere at all: enough to show a page, not to show a case."""
        return any(permission in grant.permissions for grant in self.grants)

    def everywhere(self, permission: str) -> bool:
        return any(grant.organisation is None and grant.region is None for grant in self._with(permission))

    def covers(self, permission: str, *, organisation: int | None = None, region: str | None = None) -> bool:
        """Whether the permission is held for something at this organisation and in this region."""
        return any(
            grant.organisation in {None, organisation}
            and (grant.region is None or (region is not None and contains(grant.region, region)))
            for grant in self._with(permission)
        )

    def organisations(self, permission: str) -> frozenset[int]:
        """The organisations at which the permission is held by name."""
        return frozenset(grant.organisation for grant in self._with(permission) if grant.organisation is not None)

    def regions(self, permission: str) -> frozenset[str]:
        """The regions in which the permission is held whoever holds the case."""
        return frozenset(
            grant.region for grant in self._with(permission) if grant.organisation is None and grant.region is not None
        )

    def condition(self, permission: str, *, organisation: str, regions: Mapping[str, str]) -> Q:
        """The rows the permission covers, as a condition on their table.

        `organisation` names the column of the holder; `regions` the column for each level
        (``{"regency": "regency_id", "district": "district_id"}``). A grant in a region whose level has no column
        covers nothing.
        """
        if self.everywhere(permission):
            return Q()
        found = Q(pk__in=[])
        for grant in self._with(permission):
            part = Q()
            if grant.organisation is not None:
                part &= Q(**{organisation: grant.organisation})
            if grant.region is not None:
                column = regions.get(level_of(grant.region))
                part &= Q(**{column: grant.region}) if column else Q(pk__in=[])
            found |= part
        return found

    def _with(self, permission: str) -> list[Grant]:
        return [grant for grant in self.grants if permission in grant.permissions]


def scope_of(account: Account, *, at: datetime | None = None) -> Scope:
    """What an account may do at `at` (None: now), from its memberships and those of whom it stands in for while they
    are away, in one query; nothing when it is not active."""
    if not account.is_active or account.pk is None:
        return Scope()
    moment = at or clock.now()  # every page asks: that a role holds now is what the word means
    rows = Membership.objects.filter(_holding(account, moment)).values_list(
        "account_id", "role", "organisation_id", "region_id"
    )
    return Scope(
        tuple(
            Grant(permissions_of(role), organisation, region, None if holder == account.pk else holder)
            for holder, role, organisation, region in rows
        )
    )


def _holding(account: Account, at: datetime) -> Q:
    """The own memberships, and those of people who are away and for whom this account stands in. Not of theirs in turn:
    whoever stands in for somebody has their roles, not those they stood in for."""
    away = Absence.objects.filter(_running(at), stand_in=account, account__is_active=True)
    begun = Q(since=None) | Q(since__lte=at)
    return Q(active=True) & begun & _open(at) & (Q(account=account) | Q(account__in=away.values("account")))


def _running(at: datetime) -> Q:
    return Q(since__lte=at) & _open(at)


def _open(at: datetime) -> Q:
    return Q(until=None) | Q(until__gt=at)
