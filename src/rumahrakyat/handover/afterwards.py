"""What the reporter says after the end of a case, and reopening it with that.

For thirty days after the end the words are put before whoever had the case, and either side can open it again with one
tap: that is an objection in the words that were written, so the same promises begin. Later the words are not taken into
a case that nobody looks at any more: a new report, linked to the old one, is offered instead.
"""

from datetime import datetime

from django.db import transaction

from rumahrakyat.handover import telling
from rumahrakyat.handover.models import AfterWord
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, VERIFY
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.afterwards import window_of
from rumahrakyat.reports.errors import NotPermitted, ReportError
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import OBJECT


class Settled(ReportError):
    """The case was opened again, or the words were put aside, meanwhile."""


def hear(entry: Entry) -> None:
    """The reporter wrote: when the case has ended, the words are put before whoever had it. Inline."""
    report = entry.report
    until = window_of(report)
    if until is None:
        return
    word = AfterWord.objects.create(report=report, entry=entry, at=entry.at, until=until)
    telling.after_word(word, entry.at)


def note_reopened(entry: Entry) -> None:
    """Opened again, by whomever: the words that waited are heard. Inline."""
    if entry.type == "appeal_decided" and not entry.data.get("granted"):
        return
    waiting = AfterWord.objects.filter(report=entry.report_id, settled_at=None)
    waiting.update(settled_at=entry.at, settled="reopened", settled_by=entry.account_id)


def _locked(word_id: int, actor: Actor) -> AfterWord:
    held = AfterWord.objects.select_for_update(of=("self",)).select_related("report", "entry")
    word = held.get(pk=word_id)
    if word.settled_at is not None:
        raise Settled
    if not actor.may(ANSWER, VERIFY):
        raise NotPermitted("after_word")
    return word


def reopen(*, word_id: int, account: Account, actor: Actor, at: datetime) -> Report:
    """Staff open the case again with the citizen's words. Raises `Settled`, `NotPermitted`, `reports.errors`."""
    with transaction.atomic():
        word = _locked(word_id, actor)
        mover = Actor("staff", frozenset({OBJECT}), account.pk, actor.organisation_id)
        text = word.entry.text or "…"
        return cases.object_to(
            report_id=word.report_id, text=text, actor=mover, at=at, channel=str(word.entry.data.get("channel", ""))
        )


def put_aside(*, word_id: int, account: Account, actor: Actor, at: datetime) -> AfterWord:
    """Read, and nothing more to do: thanks, or a detail for the file. Raises `Settled`, `NotPermitted`."""
    with transaction.atomic():
        word = _locked(word_id, actor)
        word.settled_at, word.settled, word.settled_by = at, "read", account
        word.save(update_fields=["settled_at", "settled", "settled_by"])
    return word
