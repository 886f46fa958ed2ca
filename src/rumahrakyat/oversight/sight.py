"""Whose figures an account may see: everybody's, those of its organisations, those of its regencies."""

from dataclasses import dataclass, field
from typing import Any

from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.roles import OVERSEE, OVERSEE_ALL
from rumahrakyat.regions.codes import level_of


class NothingToOversee(LookupError):
    """This account watches over nothing: to it the pages do not exist."""


@dataclass(frozen=True)
class Sight:
    """`organisations` by id, `regencies` by code; neither matters when `everything`.

    A membership that names both an organisation and a region is left out: figures are kept by one or by the other, and
    showing more than the membership covers would be worse than showing less.
    """

    everything: bool = False
    organisations: frozenset[int] = field(default_factory=frozenset)
    regencies: frozenset[str] = field(default_factory=frozenset)

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "everything": self.everything,
            "organisations": sorted(self.organisations),
            "regencies": sorted(self.regencies),
        }


def sight_of(scope: Scope) -> Sight:
    """Raises `NothingToOversee`."""
    if scope.everywhere(OVERSEE_ALL):
        return Sight(everything=True)
    found = [grant for grant in scope.grants if OVERSEE in grant.permissions]
    sight = Sight(
        organisations=frozenset(
            grant.organisation for grant in found if grant.organisation is not None and grant.region is None
        ),
        regencies=frozenset(
            grant.region
            for grant in found
            if grant.region is not None and grant.organisation is None and level_of(grant.region) == "regency"
        ),
    )
    if not (sight.organisations or sight.regencies):
        raise NothingToOversee
    return sight
