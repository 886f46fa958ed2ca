"""A reprimand as a page of paper: the same bytes each time, with a code that says the letter's fingerprint."""

import hashlib
from typing import Any, Final

from rumahrakyat.lib import typeset
from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.reprimands.words import moment

_LONG: Final = 2200  # signs from which the letters are set smaller, to stay on one page
_VERY_LONG: Final = 4000


def fingerprint(one: Reprimand) -> str:
    """SHA-256 over number, body, words, signer and moment of signing, in that order, one to a line."""
    assert one.signed_at is not None
    parts = (one.number, one.organisation.code, one.words, one.signer_name, one.signer_title, one.signed_at.isoformat())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def pdf(one: Reprimand) -> bytes:
    """The signed letter on A4, dated at its signing. Only for one that is signed."""
    assert one.signed_at is not None
    sheet = typeset.Sheet(
        __package__, "reprimand.typ", _view(one), code=f"{one.number} sha256:{fingerprint(one)}", dated=one.signed_at
    )
    return typeset.pdf(sheet)


def _view(one: Reprimand) -> dict[str, Any]:
    assert one.signed_at is not None
    length = len(one.words)
    return {
        "title": "Surat teguran",
        "number": one.number,
        "sha256": fingerprint(one),
        "size": 11 if length < _LONG else 9 if length < _VERY_LONG else 7,
        "paragraphs": [part.splitlines() for part in one.words.replace("\r", "").split("\n\n") if part.strip()],
        "signed": moment(one.signed_at),
        "signer": [words for words in (one.signer_title, one.signer_name) if words],
    }
