"""The register as a PDF: one template, fonts that come with the typesetter, the same bytes for the same content."""

from typing import Any

from rumahrakyat.lib import typeset
from rumahrakyat.oversight.registers.telling import parsed
from rumahrakyat.oversight.registers.view import view


def pdf(content: dict[str, Any], sha256: str) -> bytes:
    """The code on every page leads to where the register can be looked up; on a draft it says the fingerprint.

    The document is dated at the cut-off, so that setting it again gives the same bytes.
    """
    sheet = typeset.Sheet(
        __package__,
        "register.typ",
        view(content, sha256),
        code=content["seal"].get("address") or f"sha256:{sha256}",
        dated=parsed(content["cut_off"]),
        files=("mark.svg",),
    )
    return typeset.pdf(sheet)
