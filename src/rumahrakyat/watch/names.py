"""What people call bodies, places and channels."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rumahrakyat.channels import registry
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.organisations.queries import holders
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.regions.models import Region
from rumahrakyat.regions.queries import regencies

CHANNEL_ICONS: Final = {
    "whatsapp": "chat",
    "web": "globe",
    "desk": "desk",
    "village": "people",
    "phone": "phone",
    "sms": "message",
    "email": "mail",
    "instagram": "camera",
    "x": "close",
}
_HEADS: Final = frozenset({"Dinas", "Badan", "Biro"})


def channel(code: str) -> str:
    """The name people know a channel by."""
    return registry.label(code)


def channel_icon(code: str) -> str:
    return CHANNEL_ICONS.get(code, "link")


@dataclass(frozen=True)
class Names:
    """Every body and every regency by what the figures are kept by, in two queries."""

    bodies: dict[int, Organisation]
    regencies: dict[str, Region]

    @property
    def desk_id(self) -> int | None:
        return next((one.pk for one in self.bodies.values() if one.kind == Kind.DESK), None)

    def body(self, pk: int | None) -> str:
        if pk is None:
            return _("Verification desk")
        return self.bodies[pk].name if pk in self.bodies else _("A body that no longer exists")

    def body_code(self, pk: int | None) -> str:
        """How addresses say it; "-" is the desk."""
        return self.bodies[pk].code if pk in self.bodies else "-"

    def regency(self, code: str | None) -> str:
        return self.regencies[code].short_name if code in self.regencies else _("not placed yet")

    def seen(self, sight: Sight) -> list[Region]:
        """The regencies and cities a reader has figures of: the own ones, or all, for an agency's cases lie everywhere.
        Of the others there is nothing to show; a zero would say that nothing happened there."""
        local = sight.regencies and not sight.organisations
        return [one for one in self.regencies.values() if not local or one.code in sight.regencies]

    def whose(self, sight: Sight) -> str:
        """Whose figures these are, when they are not everybody's."""
        if sight.everything:
            return ""
        bodies = [self.body(pk) for pk in sorted(sight.organisations)]
        return ", ".join(bodies + [self.regency(code) for code in sorted(sight.regencies)])

    def head(self, pk: int | None) -> str:
        """Who answers for a body, in the word for its kind."""
        form = self.bodies[pk].form if pk in self.bodies else ""
        if form in _HEADS:
            return _("head of the %(form)s") % {"form": form.lower()}
        return _("director") if form.startswith("RS") else _("head")


def names() -> Names:
    return Names({one.pk: one for one in holders()}, {one.code: one for one in regencies()})
