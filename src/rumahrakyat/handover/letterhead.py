"""A letter on paper: one A4 page, the same bytes each time, with a code that leads to the reply form."""

import io
import json
import shutil
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any, Final

import segno
import typst

from rumahrakyat.handover.letters import values_of
from rumahrakyat.handover.models import Letter

_TEMPLATE: Final = "letter.typ"
_MOST: Final = 1800  # signs of the story on paper; the whole stands behind the link


def pdf(letter: Letter) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with resources.as_file(resources.files(__package__) / _TEMPLATE) as source:
            shutil.copyfile(source, folder / _TEMPLATE)
        view = _view(letter)
        (folder / "view.json").write_text(json.dumps(view, ensure_ascii=False), encoding="utf-8")
        written = io.BytesIO()
        segno.make(view["link"], error="m", micro=False).save(
            written, kind="svg", border=0, dark="#15201d", xmldecl=False
        )
        (folder / "qr.svg").write_bytes(written.getvalue())
        made = typst.compile(
            str(folder / _TEMPLATE), root=name, ignore_system_fonts=True, format="pdf",
            timestamp=int(letter.made_at.timestamp()),
        )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _view(letter: Letter) -> dict[str, Any]:
    values = values_of(letter)
    story = values["story"]
    short = story if len(story) <= _MOST else f"{story[:_MOST].rstrip()} ..."
    facts = [
        ["Nomor", values["letter"]],
        ["Perkara", values["matter"]],
        ["Tempat", values["place"]],
        ["Dilaporkan", values["reported"]],
    ]
    if letter.names_reporter:
        facts.append(["Pelapor", letter.report.reporter.name])
    return {
        "title": "Permintaan tanggapan atas laporan warga",
        "to": values["body"],
        "short": values["short"],
        "facts": facts,
        "story": [part for part in short.splitlines() if part.strip()],
        "request": [part for part in values["request"].splitlines() if part.strip()],
        "link": values["link"],
        "until": values["until"],
        "made": values["made"],
        "sender": values["sender"],
        "hidden": not letter.names_reporter,
    }
