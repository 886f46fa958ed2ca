"""What a row of the table says, and the model by which its expectation follows for each role.

The model is kept apart from the code that it judges: it knows the permissions of roles (`people.roles`) and where the
sweep's own accounts hold them, and nothing of scopes, reaches or sights.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from rumahrakyat.people.roles import ROLES

if TYPE_CHECKING:
    from rumahrakyat.operate.access_table.world import Setting

NO_ROLE: Final = "nobody"  # an account that holds no role
ANONYMOUS: Final = "anonymous"  # not signed in
SIGN_IN: Final = "sign-in"  # the answer that sends somebody to the sign-in page
EVERYBODY: Final = (*ROLES, NO_ROLE, ANONYMOUS)

AGENCY: Final = "ROADS"  # the body of officers, heads and deputies of the sweep
OTHER_AGENCY: Final = "TRANSPORT"
REGENCY: Final = "33.15"  # the territory of its coordinator
OTHER_REGENCY: Final = "33.21"
VILLAGE: Final = "33.15.01.2001"  # that of its village head
HOUSE: Final = "DESK"

# Where the sweep's account of a role holds it: (organisation, region). Whoever is not here holds it everywhere.
PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "officer": (AGENCY, ""),
    "deputy": (AGENCY, ""),
    "head": (AGENCY, ""),
    "field_officer": (AGENCY, ""),
    "desk_officer": (HOUSE, ""),
    "call_agent": (HOUSE, ""),
    "coordinator": ("", REGENCY),
    "regent": ("", REGENCY),
    "village_head": ("", VILLAGE),
}


@dataclass(frozen=True)
class Thing:
    """What an address points at. `holder` and `region` (codes) are its place: a permission must be held there.

    `parts` of the address, `sent` with a POST. `seen_by` names roles instead, where the place does not decide;
    `never` those who must not find it whatever they hold.
    """

    parts: Mapping[str, Any] = field(default_factory=dict)
    holder: str = ""
    region: str = ""
    sent: Mapping[str, Any] = field(default_factory=dict)
    seen_by: frozenset[str] | None = None
    never: frozenset[str] = frozenset()


Things = Mapping[str, Thing]  # by what it is to the accounts of AGENCY and REGENCY: own, foreign, confidential, ...
Maker = Callable[["Setting"], Things]


@dataclass(frozen=True)
class Row:
    """One address and one method. `url` is its name as `reverse` takes it, or its route when it has no name.

    `opens`: any one of these permissions, at the place of the thing; () opens to everybody who is signed in, None to
    the whole world. `good` is the status for those, `hidden` for others who are signed in. `things` names a maker; an
    address without one has no object. `parts`, `query` and `sent` are the same for all. `anonymous` where somebody who
    is not signed in gets another answer than the sign-in page. `only` are roles, where permissions do not say it.
    """

    url: str
    opens: tuple[str, ...] | None = ()
    method: str = "GET"
    good: int | str = 200
    things: str = ""
    parts: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    sent: Mapping[str, Any] = field(default_factory=dict)
    hidden: int = 404
    anonymous: int | None = None
    only: frozenset[str] | None = None
    # Several statuses are right where the answer hangs on what the thing is, not on who asks.
    also_good: frozenset[int] = frozenset()

    def expected(self, role: str, thing: Thing) -> frozenset[str]:
        """The statuses that are right for `role`, "sign-in" for the way to the sign-in page."""
        if role == ANONYMOUS and (self.opens is not None or self.anonymous is not None):
            return frozenset({str(self.anonymous) if self.anonymous is not None else SIGN_IN})
        if self._opens(role, thing):
            return frozenset({str(self.good), *map(str, self.also_good)})
        return frozenset({str(self.hidden)})

    def closed_to(self, role: str, things: Iterable[Thing]) -> bool:
        """Whether the role holds none of the permissions anywhere and finds none of the things."""
        if not self.opens or any(holds(role, permission, Thing()) for permission in self.opens):
            return False
        return not any(self._opens(role, thing) for thing in things)

    def _opens(self, role: str, thing: Thing) -> bool:
        if self.opens is None:
            return True
        if self.only is not None and role not in self.only:
            return False
        if role in thing.never:
            return False
        if thing.seen_by is not None:
            return role in thing.seen_by
        if not self.opens:
            return True
        return any(holds(role, permission, thing) for permission in self.opens)


def holds(role: str, permission: str, thing: Thing) -> bool:
    """Whether the sweep's account of `role` holds the permission at the thing's place; a thing without a place is
    everywhere."""
    found = ROLES.get(role)
    if found is None or permission not in found.permissions:
        return False
    if not (thing.holder or thing.region):
        return True
    organisation, region = PLACES.get(role, ("", ""))
    inside = not region or thing.region == region or thing.region.startswith(f"{region}.")
    return organisation in {"", thing.holder} and inside
