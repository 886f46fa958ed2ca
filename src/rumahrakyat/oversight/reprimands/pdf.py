"""A reprimand as a page of paper: the same bytes each time, with a code that says the letter's fingerprint."""

import hashlib
import io
import json
import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any, Final

import segno
import typst

from rumahrakyat.correspondence.messages import short_moment
from rumahrakyat.oversight.models_reprimands import Reprimand

_TEMPLATE: Final = "reprimand.typ"
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
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with resources.as_file(resources.files(__package__) / _TEMPLATE) as source:
            shutil.copyfile(source, folder / _TEMPLATE)
        (folder / "view.json").write_text(json.dumps(_view(one), ensure_ascii=False), encoding="utf-8")
        written = io.BytesIO()
        code = segno.make(f"{one.number} sha256:{fingerprint(one)}", error="m", micro=False)
        code.save(written, kind="svg", border=0, dark="#15201d", xmldecl=False)
        (folder / "qr.svg").write_bytes(written.getvalue())
        made = typst.compile(
            str(folder / _TEMPLATE), root=name, ignore_system_fonts=True, format="pdf",
            timestamp=int(one.signed_at.timestamp()),
        )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _view(one: Reprimand) -> dict[str, Any]:
    assert one.signed_at is not None
    length = len(one.words)
    return {
        "title": "Surat teguran",
        "number": one.number,
        "sha256": fingerprint(one),
        "size": 11 if length < _LONG else 9 if length < _VERY_LONG else 7,
        "paragraphs": [part.splitlines() for part in one.words.replace("\r", "").split("\n\n") if part.strip()],
        "signed": short_moment(one.signed_at),
        "signer": [words for words in (one.signer_title, one.signer_name) if words],
    }
