"""Paper: a Typst template, the values and pictures it sets and a code on it become a PDF, the same bytes for the same
content."""

import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

import segno
import typst

INK: Final = "#15201d"


@dataclass(frozen=True)
class Sheet:
    """What to set. `template` is a file of `package`, as are `files`; it reads `view` as "view.json", `pictures` by
    their names, and the code, which says `code` (none is made of nothing), as "qr.svg" in the colour `ink`. `dated` is
    the date inside the PDF: with the same one the same content gives the same bytes. `system_fonts`: also those of this
    machine, so that the bytes may differ elsewhere. `standard`: of PDF/A.
    """

    package: str
    template: str
    view: Mapping[str, Any]
    dated: datetime
    code: str = ""
    files: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    ink: str = INK
    system_fonts: bool = False
    standard: Literal["a-2b"] | None = None


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF."""
    with tempfile.TemporaryDirectory() as name:
        for file, content in _files(sheet):
            (Path(name) / file).write_bytes(content)
        return typst.compile(
            str(Path(name) / sheet.template),
            root=name,
            ignore_system_fonts=not sheet.system_fonts,
            format="pdf",
            timestamp=int(sheet.dated.timestamp()),
            pdf_standards=sheet.standard,
        )


def code_of(words: str) -> segno.QRCode:
    """The code as it stands on every paper of ours: it can be read when up to 15 % of it is soiled."""
    return segno.make(words, error="m", micro=False)


def _files(sheet: Sheet) -> Iterator[tuple[str, bytes]]:
    for one in (sheet.template, *sheet.files):
        yield one, (resources.files(sheet.package) / one).read_bytes()
    yield "view.json", json.dumps(sheet.view, ensure_ascii=False).encode()
    yield from sheet.pictures.items()
    if sheet.code:
        written = io.BytesIO()
        code_of(sheet.code).save(written, kind="svg", border=0, dark=sheet.ink, xmldecl=False)
        yield "qr.svg", written.getvalue()
