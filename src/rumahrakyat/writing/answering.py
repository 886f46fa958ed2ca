"""Giving an answer, whatever it comes from: at once, or to whoever must approve it first where the body wants that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import APPROVE
from rumahrakyat.reports import attachments
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import ProofRequired
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.writing.models import ApprovalRule

Found = TypeVar("Found")
_STANDS_FOR_PHOTOS = "-"


@dataclass(frozen=True)
class Answer:
    """What an officer says on a case: words, the stage after them, and what goes along."""

    report_id: int
    actor: Actor
    stage: Stage
    text: str
    evidence: Sequence[Evidence] = ()
    reason: str = ""
    next_on: date | None = None
    seen_seq: int | None = None


def send(answer: Answer, *, at: datetime) -> Report:
    """The answer goes on the record and to everybody who hears of the case. Raises the errors of `reports`."""
    if answer.stage is Stage.RESOLVED:
        return cases.resolve(
            report_id=answer.report_id,
            text=answer.text,
            actor=answer.actor,
            at=at,
            evidence=answer.evidence,
            no_photo_reason=answer.reason,
            seen_seq=answer.seen_seq,
        )
    return cases.answer(
        report_id=answer.report_id,
        stage=answer.stage,
        text=answer.text,
        actor=answer.actor,
        at=at,
        evidence=answer.evidence,
        next_on=answer.next_on,
        seen_seq=answer.seen_seq,
    )


def as_if_sent(answer: Answer, look: Callable[[Report, Entry], Found], *, at: datetime) -> Found:
    """What `look` finds in the case and the entry that the answer would make; then all of it is taken back.

    The very operation runs, with its clocks and its checks, so nothing that is found here can differ from what would be
    sent. Files are checked and not stored. Raises the errors of `reports`."""
    attachments.check(answer.evidence)
    if answer.stage is Stage.RESOLVED and not answer.evidence and not answer.reason.strip():
        raise ProofRequired
    played = replace(answer, evidence=(), reason=answer.reason or _STANDS_FOR_PHOTOS)
    with transaction.atomic():
        send(played, at=at)
        report = Report.objects.select_related("holder", "reporter").get(pk=answer.report_id)
        entry = Entry.objects.filter(report=report, type__in=["answered", "resolved"]).latest("seq")
        found = look(report, entry)
        transaction.set_rollback(True)
    return found


def needs_approval(report: Report, actor: Actor, stage: Stage) -> bool:
    """Whether the holder wants to see such an answer before it goes out. Whoever may approve needs nobody else."""
    if report.holder_id is None or actor.may(APPROVE):
        return False
    wanted = wanted_by(report.holder_id)
    if wanted == ApprovalRule.Wanted.DONE:
        return stage is Stage.RESOLVED
    if wanted == ApprovalRule.Wanted.PUBLIC:
        return report.is_public
    return wanted == ApprovalRule.Wanted.ALL


def wanted_by(organisation_id: int) -> str:
    return rule_of(organisation_id) or ApprovalRule.Wanted.NONE


def rule_of(organisation_id: int) -> str:
    """What the body wants; empty when it never said, so that no answer of its people ever waited."""
    return rules_of(organisation_id).values_list("wanted", flat=True).first() or ""


def rules_of(organisation_id: int) -> QuerySet[ApprovalRule]:
    return ApprovalRule.objects.filter(organisation=organisation_id)
