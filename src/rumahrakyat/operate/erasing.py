"""Erasing what is personal about one case (law 27/2022): its words, files and messages, and whose it was.

The rows of the record stay, with their digests, so that chains, seals and figures are as they were.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from rumahrakyat.duplicates import keeping
from rumahrakyat.operate import erasing_files as files
from rumahrakyat.operate import erasing_words as words
from rumahrakyat.oversight.models_directions import Direction
from rumahrakyat.oversight.models_findings import OmbudsmanCase, Recommendation
from rumahrakyat.people import erasing as people
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import access, operations
from rumahrakyat.reports.models import Report

SHORTEST: Final = 20  # letters of a reason
_STATES: Final = Recommendation.State
_OWED: Final = (_STATES.OPEN, _STATES.ACCEPTED, _STATES.OBJECTED, _STATES.DONE)


class CannotErase(Exception):
    """The case, or how it was asked, does not allow it."""


class NoReason(CannotErase):
    """An erasure needs a reason of `SHORTEST` letters; it stands on the record."""


class StillOpen(CannotErase):
    """The case is not over: whoever works on it needs its words."""


class Examined(CannotErase):
    """The Ombudsman, the inspectorate or the leadership waits for an answer about the case: its words are evidence."""


class NothingLeft(CannotErase):
    """Everything was erased before."""


@dataclass(frozen=True)
class Erased:
    """How much went. `reporter`: name and addresses, too; False while another case of that person keeps its words."""

    entries: int
    files: int
    messages: int
    reporter: bool


def erase(*, number: str, reason: str, at: datetime) -> Erased:
    """Erase once and for all. Files go when the rows are committed; run again, it removes what an interruption left.

    Raises a `CannotErase`, and what `reports.access.get_for_tracking` raises.
    """
    said = reason.strip()
    if len(said) < SHORTEST:
        raise NoReason
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).get(pk=access.get_for_tracking(number).pk)
        _refuse_what_is_needed(report)
        named = files.of(report)
        stored = {one for one in named if one.path.exists()}
        if not report.text and not stored:
            raise NothingLeft
        erased = Erased(
            messages=words.messages(report),
            entries=operations.erase_personal(report_id=report.pk),
            files=len(stored),
            reporter=_was_the_last(report) and people.erase(report.reporter, at=at),
        )
        files.erase(report)
        words.erase(report)
        keeping.fill([report.pk])
        report.refresh_from_db()
        operations.record(
            report_id=report.pk, report=report, entry_type="erased", actor=Actor("system", frozenset()), at=at,
            data={"entries": erased.entries, "files": erased.files, "messages": erased.messages},
            personal={"text": said},
        )  # fmt: skip
        transaction.on_commit(lambda: files.remove(named))
    return erased


def _refuse_what_is_needed(report: Report) -> None:
    if report.is_open:
        raise StillOpen
    waiting = (
        OmbudsmanCase.objects.filter(report=report, outcome=""),
        Recommendation.objects.filter(finding__report=report, state__in=_OWED),
        Direction.objects.filter(report=report, open=True),
    )
    if any(one.exists() for one in waiting):
        raise Examined


def _was_the_last(report: Report) -> bool:
    """Whether this person has no other case with words."""
    return not Report.objects.filter(reporter=report.reporter).exclude(pk=report.pk).exclude(text="").exists()
