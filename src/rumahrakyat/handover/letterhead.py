"""A letter on paper: one A4 page, the same bytes each time, with a code that leads to the reply form."""

from typing import Any, Final

from rumahrakyat.handover.letters import values_of
from rumahrakyat.handover.models import Letter
from rumahrakyat.lib import typeset

_MOST: Final = 1800  # signs of the story on paper; the whole stands behind the link


def pdf(letter: Letter) -> bytes:
    view = _view(letter)
    return typeset.pdf(typeset.Sheet(__package__, "letter.typ", view, code=view["link"], dated=letter.made_at))


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
