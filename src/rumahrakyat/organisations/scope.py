"""Where an account may do what: the one place that joins memberships with the permissions of their roles.

A membership holds its role's permissions at its organisation and in its region; one that names neither holds them
everywhere. Ask for a permission by name, never for a role.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import permissions_of
from rumahrakyat.regions.codes import contains, level_of


@dataclass(frozen=True)
class Grant:
    """Permissions at an organisation (None: any) and in a region by code (None: anywhere)."""

    permissions: frozenset[str]
    organisation: int | None = None
    region: str | None = None


@dataclass(frozen=True)
class Scope:
    """All that one account may do. The empty scope may do nothing."""

    grants: tuple[Grant, ...] = ()

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


def scope_of(account: Account) -> Scope:
    """What an account may do now, from its active memberships, in one query; nothing when it is not active."""
    if not account.is_active or account.pk is None:
        return Scope()
    rows = Membership.objects.filter(account=account, active=True).values_list("role", "organisation_id", "region_id")
    return Scope(tuple(Grant(permissions_of(role), organisation, region) for role, organisation, region in rows))
