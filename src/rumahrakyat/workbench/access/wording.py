"""What the pages about people say: names of roles and places, what is wrong with a form."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.roles import ROLES
from rumahrakyat.regions.models import Region

WRONG: Final[dict[str, str | Promise]] = {
    "name": gettext_lazy("Write the full name."),
    "role": gettext_lazy("Choose a role."),
    "organisation": gettext_lazy("This role is held at a body: choose which one."),
    "region": gettext_lazy("Write the code of the village or regency, such as 33.15.01.2001."),
    "until": gettext_lazy("The end lies in the past. Leave it empty when there is none."),
    "value": gettext_lazy("This number or address cannot be right. Look at the example."),
    "username": gettext_lazy("Choose another user name: small letters, digits and dots, not taken by somebody else."),
    "password": gettext_lazy("Choose another password."),
}


def role_name(role: str) -> str:
    found = ROLES.get(role)
    return _(found.label) if found else role


def place_name(organisation: Organisation | None, region: Region | None) -> str:
    if organisation is not None:
        return organisation.name
    return region.full_name if region is not None else _("the whole province")


def held(membership: Any) -> dict[str, Any]:
    """A role as one line: what, where, since and until when."""
    return {
        "membership": membership,
        "role": role_name(membership.role),
        "place": place_name(membership.organisation, membership.region),
    }
