"""How the pages dress a stand-in: what it says of itself, or what suits its kind."""

from django.utils.translation import gettext_noop as _

from rumahrakyat.channels.standins.base import Dressed, Look, Standin

_PLAIN = Look(about=_("Write to Rumah Rakyat as a citizen would."))


def look_of(standin: Standin) -> Look:
    return standin.look if isinstance(standin, Dressed) else _PLAIN
