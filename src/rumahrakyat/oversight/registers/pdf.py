"""The register as a PDF: one template, fonts that come with the typesetter, the same bytes for the same content."""

import io
import json
import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any, Final

import segno
import typst

from rumahrakyat.oversight.registers.telling import parsed
from rumahrakyat.oversight.registers.view import view

_TEMPLATE: Final = "register.typ"
_MARK: Final = "mark.svg"


def pdf(content: dict[str, Any], sha256: str) -> bytes:
    """The code on every page leads to where the register can be looked up; on a draft it says the fingerprint.

    The document is dated at the cut-off, so that setting it again gives the same bytes.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = resources.files(__package__)
        for one in (_TEMPLATE, _MARK):
            with resources.as_file(package / one) as source:
                shutil.copyfile(source, folder / one)
        (folder / "view.json").write_text(json.dumps(view(content, sha256), ensure_ascii=False), encoding="utf-8")
        (folder / "qr.svg").write_bytes(_qr(content["seal"].get("address") or f"sha256:{sha256}"))
        made = typst.compile(
            str(folder / _TEMPLATE),
            root=name,
            ignore_system_fonts=True,
            format="pdf",
            timestamp=int(parsed(content["cut_off"]).timestamp()),
        )
    assert isinstance(made, bytes)
    return made


def _qr(words: str) -> bytes:
    written = io.BytesIO()
    segno.make(words, error="m", micro=False).save(written, kind="svg", border=0, dark="#15201d", xmldecl=False)
    return written.getvalue()
