"""Carrying out what an officer wrote by message, with what came later, and saying what was recorded."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import URGENT
from rumahrakyat.channels.models import InboundMedia, Message
from rumahrakyat.correspondence import facts
from rumahrakyat.correspondence.evidence import evidence_of
from rumahrakyat.correspondence.messages import short_moment
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import access
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.access import reach_of
from rumahrakyat.reports.errors import (
    BadFile,
    Changed,
    NotAllowed,
    NotAQuestion,
    NoteRequired,
    NotPermitted,
    TextTooLong,
    TooManyFiles,
)
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.writing import approval
from rumahrakyat.writing.answering import Answer
from rumahrakyat.writing.approval import AlreadyWaits
from rumahrakyat.writing.from_outside.words import SAID
from rumahrakyat.writing.models import Proposal, StaffAnswer

PATIENCE: Final = timedelta(minutes=10)  # for files that are still under way; then the words go without them
State = StaffAnswer.State
_Refused = (NotAllowed, NotPermitted, Changed, TextTooLong, TooManyFiles, BadFile, NotAQuestion, NoteRequired)


def ask(report: Report, actor: Actor, words: str, *, at: datetime) -> str:
    try:
        with transaction.atomic():
            cases.ask_reporter(report_id=report.pk, text=words, actor=actor, at=at)
    except _Refused as error:
        return refusal(error, report)
    return SAID["asked"].format(number=report.number)


def record(row: StaffAnswer, actor: Actor, *, at: datetime, reason: str = "") -> str:
    """Give the answer; the row says that it was, or is not kept when it could not be."""
    report = row.report
    evidence, refused = evidence_of(row.media, report)
    if Stage(row.stage) is Stage.RESOLVED and not evidence and not reason.strip():
        row.state = State.NEEDS_PROOF
        row.save()
        return SAID["bad_files" if refused else "needs_proof"].format(number=report.number)
    answer = Answer(report.pk, actor, Stage(row.stage), row.words, evidence, reason)
    try:
        with transaction.atomic():
            waits = approval.give(answer, at=at)
    except AlreadyWaits as error:
        return SAID["waits_already"].format(number=report.number, who=error.author)
    except _Refused as error:
        return refusal(error, report)
    row.state, row.sealed = State.DONE, ""
    row.save()
    report.refresh_from_db()
    return recorded(report, waits, at)


def recorded(report: Report, waits: Proposal | None, at: datetime) -> str:
    """What was recorded, and until when the next word is owed."""
    if waits is not None:
        people = approval.approvers(waits.organisation, at).all
        due = report.answer_due_at or report.news_due_at
        until = f", sampai {short_moment(due)}" if due else ""
        names = ", ".join(one.name for one in people[:2]) or "kepala"
        return SAID["proposed"].format(number=report.number, who=names, until=until)
    if Stage(report.stage) is Stage.RESOLVED:
        until = short_moment(report.reporter_due_at) if report.reporter_due_at else "-"
        return SAID["done"].format(number=report.number, until=until)
    _long, following = facts.next_words(report)
    return SAID["recorded"].format(number=report.number, stage=facts.stage_name(report.stage), next=following)


def finish(row: StaffAnswer, actor: Actor, *, at: datetime, reason: str = "", consents: bool = False) -> str:
    """What was missing has come: the reason why there is no photo, or the yes to words that everybody will read."""
    if row.state == State.NEEDS_YES and not consents:
        return SAID["personal"].format(number=row.report.number, found="data pribadi")
    if row.state == State.NEEDS_PROOF and consents and not row.media:
        return SAID["needs_proof"].format(number=row.report.number)
    return record(row, actor, at=at, reason=reason)


def with_more_files(row: StaffAnswer, media: Sequence[int], actor: Actor, *, at: datetime) -> str:
    row.media = [*row.media, *media]
    row.save(update_fields=["media"])
    if InboundMedia.objects.filter(pk__in=row.media, state=InboundMedia.State.NEW).exists():
        return SAID["photo_coming"].format(number=row.report.number)
    return record(row, actor, at=at)


def refusal(error: Exception, report: Report) -> str:
    """Why it was not recorded, and what to do."""
    number, link = report.number, f"{settings.PUBLIC_URL}/kerja/{report.number}/"
    match error:
        case NotAQuestion() | NoteRequired():
            return SAID["not_a_question"].format(number=number)
        case TextTooLong():
            return SAID["too_long"].format(link=link)
        case BadFile() | TooManyFiles():
            return SAID["bad_files"]
        case NotPermitted():
            return SAID["not_yours"].format(number=number)
    report.refresh_from_db()
    return SAID["not_now"].format(number=number, stage=facts.stage_name(report.stage), link=link)


def file_ready(media_id: int, message: Message, at: datetime) -> bool:
    """A file of an officer's message has come, or cannot be had. False when the message is no officer's."""
    row = _of_message(media_id, message)
    if row is None:
        return StaffAnswer.objects.filter(message=message).exists()
    if not InboundMedia.objects.filter(pk__in=row.media, state=InboundMedia.State.NEW).exists():
        _go_on(row, at)
    return True


def _of_message(media_id: int, message: Message) -> StaffAnswer | None:
    waiting = StaffAnswer.objects.select_for_update(of=("self",)).filter(state=State.NEEDS_PROOF)
    wanted = waiting.select_related("report", "account", "message__contact_point")
    return wanted.filter(message=message).first() or wanted.filter(media__contains=[media_id]).first()


def go_on_without(*, at: datetime) -> int:
    """Words that waited too long for their files go without them; returns how many. Run by the sweep."""
    old = StaffAnswer.objects.filter(state=State.NEEDS_PROOF, at__lte=at - PATIENCE).exclude(media=[])
    count = 0
    for pk in list(old.exclude(stage=Stage.RESOLVED.value).values_list("pk", flat=True)):
        with transaction.atomic():
            locked = StaffAnswer.objects.select_for_update(of=("self",), skip_locked=True)
            wanted = locked.select_related("report", "account", "message__contact_point")
            row = wanted.filter(pk=pk, state=State.NEEDS_PROOF).first()
            if row is not None:
                _go_on(row, at)
                count += 1
    return count


def _go_on(row: StaffAnswer, at: datetime) -> None:
    reach = reach_of(row.account)
    try:
        report = access.get_for_staff(reach, row.report.number)
    except access.NotFound:
        said = SAID["not_yours"].format(number=row.report.number)
    else:
        said = record(row, reach.actor_on(report), at=at)
    contact = row.message.contact_point
    if contact is not None:
        key = f"staff:{row.message_id}:files"
        channel = row.message.channel
        outbox.enqueue(channel=channel, contact_point=contact, body=said, key=key, at=at, priority=URGENT)
