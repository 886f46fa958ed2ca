"""What messages say about a case: who has it, until when, at which stage, where to look."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import translation

from rumahrakyat.correspondence.messages import ENGLISH, INDONESIAN, day_or_moment, moment, short_day, short_moment
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


def stage_name(stage: str, language: str = INDONESIAN) -> str:
    """The stage as messages use it: in English for `en`, else in Indonesian."""
    with translation.override(ENGLISH if language == ENGLISH else INDONESIAN):
        return str(StageChoices(stage).label)


def due_words(due: datetime | None, language: str = INDONESIAN) -> str:
    return moment(due, language) if due else "-"


def next_words(report: Report, language: str = INDONESIAN) -> tuple[str, str]:
    """By when the next word comes, long and short; that the case is worked on when none is owed."""
    due = report.news_due_at
    if language == ENGLISH:
        return ("as soon as there is any", "later") if due is None else (day_or_moment(due, ENGLISH),) * 2
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
MISSED_ENGLISH: Final = {
    "first_response": "The deadline for an answer",
    "silence": "The deadline for the next news",
    "resolution": "The deadline for the solution",
    "information": "The deadline for the requested information",
    "appeal": "The deadline for the decision on the appeal",
}


def charged(data: Mapping[str, object], report: Report) -> tuple[str, str]:
    """The full and the short name of the body that a missed deadline is on record for."""
    if "holder" not in data:
        return holder_name(report), short_name(report)
    found = by_code(str(data["holder"])) if data["holder"] else desk()
    return (found.name, found.short_name or found.name) if found else ("Rumah Rakyat", "Rumah Rakyat")


def status_values(report: Report, language: str = INDONESIAN) -> dict[str, str]:
    """What STATUS answers: public facts only, for anybody who knows the number."""
    return {
        "number": report.number,
        "stage": stage_name(report.stage, language),
        "sentence": _sentence_in_english(report) if language == ENGLISH else _sentence(report),
        "short_sentence": _sentence_in_english(report) if language == ENGLISH else _short_sentence(report),
        "link": link(report),
    }


def _sentence_in_english(report: Report) -> str:
    name = holder_name(report)
    if report.answer_due_at:
        return f"{name} must answer before {moment(report.answer_due_at, ENGLISH)}."
    if report.news_due_at:
        return f"It is with {name}. Next news {day_or_moment(report.news_due_at, ENGLISH)}."
    if report.reporter_due_at:
        return f"It waits for the reporter until {moment(report.reporter_due_at, ENGLISH)}."
    return f"It is with {name}."


def _sentence(report: Report) -> str:
    name = holder_name(report)
    if report.answer_due_at:
        return f"{name} harus menjawab sebelum {moment(report.answer_due_at)}."
    if report.news_due_at:
        return f"Ditangani {name}. Kabar berikutnya {day_or_moment(report.news_due_at)}."
    if report.reporter_due_at:
        return f"Menunggu pelapor sampai {moment(report.reporter_due_at)}."
    return f"Ditangani {name}."


def _short_sentence(report: Report) -> str:
    name = short_name(report)
    if report.answer_due_at:
        return f"{name} wajib menjawab sebelum {short_moment(report.answer_due_at)}."
    if report.news_due_at:
        return f"Ditangani {name}. Kabar lagi paling lambat {short_day(report.news_due_at)}."
    if report.reporter_due_at:
        return f"Menunggu pelapor sampai {short_moment(report.reporter_due_at)}."
    return f"Ditangani {name}."
