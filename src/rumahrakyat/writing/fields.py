"""Fields of templates: {nama}, {tempat}, ... filled from a case. What has no value stays as it is, to be seen.

A field is a word in braces. Seven are known; any other ({kemajuan}, {alasan}) asks whoever writes to say it. Nothing
with a field in it is ever sent: see `left_in`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import translation
from django.utils.formats import date_format

from rumahrakyat.correspondence import facts
from rumahrakyat.correspondence.messages import ENGLISH, INDONESIAN, moment
from rumahrakyat.reports.models import Report

KNOWN: Final = ("nama", "nomor", "tempat", "dinas", "batas", "tanggal", "tahap")
JAVANESE: Final = "jv"
LANGUAGES: Final = (INDONESIAN, JAVANESE, ENGLISH)
_FIELD: Final = re.compile(r"\{([a-z][a-z_]{1,29})\}")
# How somebody is addressed whose name must not be said.
_SOMEBODY: Final = {INDONESIAN: "Bapak/Ibu", JAVANESE: "Bapak/Ibu"}


@dataclass(frozen=True)
class Known:
    """What is known besides the case: the name that may be said, empty when none; the stage and day of the answer."""

    name: str = ""
    stage: str = ""
    next_on: date | None = None


def left_in(text: str) -> list[str]:
    """The fields that still stand in a text, each once, in their order."""
    return list(dict.fromkeys(_FIELD.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every field that has a value."""
    without = text if values.get("nama") else text.replace(", {nama}", "")
    return _FIELD.sub(lambda found: values.get(found[1]) or found[0], without)


def values_of(report: Report, known: Known, language: str = INDONESIAN) -> dict[str, str]:
    """What the case says for each known field, empty where it says nothing. On a case that everybody may read nobody
    is called by name."""
    name = "" if report.is_public else known.name
    due = report.answer_due_at
    return {
        "nama": name or _SOMEBODY.get(language, ""),
        "nomor": report.number,
        "tempat": place(report),
        "dinas": facts.holder_name(report),
        "batas": _moment(due, language),
        "tanggal": day(known.next_on, language) if known.next_on else "",
        "tahap": facts.stage_name(known.stage or report.stage, language),
    }


def example(language: str = INDONESIAN) -> dict[str, str]:
    """Values that show how a template reads, of no case."""
    return {
        "nama": _SOMEBODY.get(language, ""),
        "nomor": "RR-482-135",
        "tempat": "Desa Depok, Toroh, Kabupaten Grobogan",
        "dinas": "Dinas Pekerjaan Umum Bina Marga dan Cipta Karya",
        "batas": "Tuesday, 21 July at 14.20" if language == ENGLISH else "Selasa, 21 Juli pukul 14.20",
        "tanggal": day(date(2026, 7, 24), language),
        "tahap": facts.stage_name("in_progress", language),
    }


def place(report: Report) -> str:
    """Desa Depok, Toroh, Kabupaten Grobogan; empty while nobody has placed the case. Never the reporter's words."""
    parts = []
    if report.village:
        parts.append(f"{report.village.kind} {report.village.name}")
    if report.district:
        parts.append(report.district.name if report.village else f"{report.district.kind} {report.district.name}")
    if report.regency:
        parts.append(report.regency.short_name)
    return ", ".join(parts)


def day(on: date, language: str = INDONESIAN) -> str:
    """`Jumat, 24 Juli 2026`, in English for `en`."""
    with translation.override(ENGLISH if language == ENGLISH else INDONESIAN):
        return str(date_format(on, "l, j F Y"))


def _moment(due: datetime | None, language: str) -> str:
    return moment(due, ENGLISH if language == ENGLISH else INDONESIAN) if due else ""
