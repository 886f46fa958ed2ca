"""Who does something to a case, and with which permissions. Passed to every operation; pure data."""

from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["citizen", "staff", "system"]


@dataclass(frozen=True)
class Actor:
    """`permissions` are those the actor holds *for the case at hand*: access functions work them out."""

    kind: Kind
    permissions: frozenset[str] = field(default_factory=frozenset)
    account_id: int | None = None
    organisation_id: int | None = None

    def may(self, *permissions: str) -> bool:
        """Whether any one of `permissions` is held."""
        return not self.permissions.isdisjoint(permissions)


NOBODY: Final = Actor("system")
