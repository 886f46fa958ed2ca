"""A brief as one page of A4: the same bytes for the same content, with a code that leads to it."""

from typing import Any, Final

from django.conf import settings

from rumahrakyat.lib import typeset
from rumahrakyat.oversight.briefs.message import path_of
from rumahrakyat.oversight.registers.telling import parsed

_TEMPLATE: Final = "brief.typ"


def pdf(content: dict[str, Any], sha256: str) -> bytes:
    """The brief, dated at its figures."""
    return typeset.pdf(_sheet(content, sha256))


def file_name(content: dict[str, Any]) -> str:
    """ringkasan-2026-07-21.pdf, with the code of whose it is when it is not the whole province's."""
    whose = "" if content["whose"] == "all" else f"-{content['whose'].partition(':')[2].lower()}"
    kind = "ringkasan" if content["kind"] == "daily" else "ringkasan-pekan"
    return f"{kind}-{content['day']}{whose}.pdf"


def _sheet(content: dict[str, Any], sha256: str) -> typeset.Sheet:
    return typeset.Sheet(
        __package__,
        _TEMPLATE,
        {**content, "sha256": sha256, "address": _address(content)},
        code=_address(content),
        dated=parsed(content["made_at"]),
        files=("mark.svg",),
    )


def _address(content: dict[str, Any]) -> str:
    return f"{settings.PUBLIC_URL}{path_of(content)}"
