"""What messages say about a case: who has it, until when, at which stage, where to look."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import translation

from rumahrakyat.correspondence.messages import day_or_moment, moment, short_day, short_moment
from rumahrakyat.organisations.queries import by_code, desk
from rumahrakyat.reports.models import Report, StageChoices


def holder_name(report: Report) -> str:
    """The agency's full name; the desk's while nobody else has the case."""
    if report.holder:
        return report.holder.name
    own = desk()
    return own.name if own else "Rumah Rakyat"


def short_name(report: Report) -> str:
    """The agency's short name, for messages that pay by the sign."""
    if report.holder:
        return report.holder.short_name or report.holder.name
    own = desk()
    return (own.short_name or own.name) if own else "Rumah Rakyat"


def link(report: Report) -> str:
    return f"{settings.PUBLIC_URL}/lacak/{report.number}/"


def stage_name(stage: str) -> str:
    """The stage in Indonesian, as messages use it."""
    with translation.override("id"):
        return str(StageChoices(stage).label)


def due_words(due: datetime | None) -> str:
    return moment(due) if due else "-"


def next_words(report: Report) -> tuple[str, str]:
    """By when the next word comes, long and short; that the case is worked on when none is owed."""
    due = report.news_due_at
    if due is None:
        return "kami beri tahu begitu ada", "menyusul"
    return day_or_moment(due), f"paling lambat {short_day(due)}"


# What a deadline that passed was for. Without a sentence of its own the citizen is not written to.
MISSED: Final = {
    "first_response": "Batas waktu jawaban",
    "silence": "Batas waktu kabar berikutnya",
    "resolution": "Batas waktu penyelesaian",
    "information": "Batas waktu permintaan informasi",
    "appeal": "Batas waktu keputusan banding",
}


def charged(data: Mapping[str, object], report: Report) -> tuple[str, str]:
    """The full and the short name of the body that a missed deadline is on record for."""
    if "holder" not in data:
        return holder_name(report), short_name(report)
    found = by_code(str(data["holder"])) if data["holder"] else desk()
    return (found.name, found.short_name or found.name) if found else ("Rumah Rakyat", "Rumah Rakyat")


def status_values(report: Report) -> dict[str, str]:
    """What STATUS answers: public facts only, for anybody who knows the number."""
    name = holder_name(report)
    if report.answer_due_at:
        sentence = f"{name} harus menjawab sebelum {moment(report.answer_due_at)}."
    elif report.news_due_at:
        sentence = f"Ditangani {name}. Kabar berikutnya {day_or_moment(report.news_due_at)}."
    elif report.reporter_due_at:
        sentence = f"Menunggu pelapor sampai {moment(report.reporter_due_at)}."
    else:
        sentence = f"Ditangani {name}."
    return {
        "number": report.number,
        "stage": stage_name(report.stage),
        "sentence": sentence,
        "short_sentence": _short_sentence(report),
        "link": link(report),
    }


def _short_sentence(report: Report) -> str:
    name = short_name(report)
    if report.answer_due_at:
        return f"{name} wajib menjawab sebelum {short_moment(report.answer_due_at)}."
    if report.news_due_at:
        return f"Ditangani {name}. Kabar lagi paling lambat {short_day(report.news_due_at)}."
    if report.reporter_due_at:
        return f"Menunggu pelapor sampai {short_moment(report.reporter_due_at)}."
    return f"Ditangani {name}."
