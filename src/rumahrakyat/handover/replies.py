"""What an outside body answers: by the form of its link, published at once as its own words; by mail, kept for the
holder, because anybody could have written that."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence import mail
from rumahrakyat.correspondence.evidence import evidence_of
from rumahrakyat.handover import telling, words
from rumahrakyat.handover.letters import CHANNEL, check_open
from rumahrakyat.handover.models import Answer, Letter
from rumahrakyat.lib import crypto
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.people.roles import ANSWER, HAND_OVER, VERIFY
from rumahrakyat.reports import attachments
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import NotPermitted, ReportError
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.moves import required


class Settled(ReportError):
    """The mail was published or put aside already."""


@dataclass(frozen=True)
class Said:
    """What the form holds. `key` is its one-time token: sent twice, it is one answer."""

    stage: str
    text: str
    key: str
    evidence: Sequence[Evidence] = ()


def answer(*, letter: Letter, said: Said, at: datetime) -> Answer:
    """The body's own words, on the record at once. Raises `letters.Closed`, `NoteRequired`, `TextTooLong`,
    `TooManyFiles`, `BadFile`."""
    with transaction.atomic():
        held = _lock(letter.pk)
        check_open(held, at)
        known = Answer.objects.filter(key=f"form:{said.key}", letter=held).first()
        if known is not None:
            return known
        text = required(said.text)
        entry = _record(
            held, text, said.stage, said.evidence, Actor("system", organisation_id=held.organisation_id), at
        )
        made = Answer.objects.create(letter=held, at=at, stage=said.stage, entry=entry, key=f"form:{said.key}")
        _note_answered(held, at)
        telling.answered(made, at)
    return made


def _lock(letter_id: int) -> Letter:
    report_id = Letter.objects.values_list("report", flat=True).get(pk=letter_id)
    Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    held = Letter.objects.select_related("report__holder", "organisation").select_for_update(of=("self",))
    return held.get(pk=letter_id)


def _record(  # noqa: PLR0917 -- a private step
    letter: Letter, text: str, stage: str, evidence: Sequence[Evidence], actor: Actor, at: datetime
) -> Entry:
    kept = attachments.keep(letter.report, evidence, by_citizen=False, at=at)
    data: dict[str, object] = {
        "to": letter.organisation.name,
        "organisation": letter.organisation.code,
        "letter": letter.number,
        "answer": stage,
        "attachments": [{"id": str(one.pk), "digest": one.content_digest} for one in kept],
    }
    return cases.record(
        report_id=letter.report_id, entry_type="body_answered", data=data, actor=actor, at=at, report=letter.report,
        personal={"text": text},
    )  # fmt: skip


def _note_answered(letter: Letter, at: datetime) -> None:
    letter.answered_at, letter.remind_at = letter.answered_at or at, None
    letter.save(update_fields=["answered_at", "remind_at"])


def hear(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> str | None:
    """A listener: a mail that answers a letter of ours, or comes from the address it went to and names it, lies beside
    the case for its holder. Anything else is not for us."""
    if inbound.channel != CHANNEL:
        return None
    letter = _letter_of(inbound, contact)
    if letter is None:
        return None
    content = {"text": mail.words_of(inbound), "media": [one.stored_id for one in inbound.media if one.stored_id]}
    made, fresh = Answer.objects.get_or_create(
        key=f"mail:{message.pk}",
        defaults={"letter": letter, "at": at, "by_mail": True, "sealed": crypto.seal(json.dumps(content))},
    )
    if fresh:
        telling.answered(made, at)
    return words.THANKS.format(letter=letter.number)


def _letter_of(inbound: Inbound, contact: ContactPoint) -> Letter | None:
    found = Letter.objects.select_related("report__holder", "organisation").order_by("-pk")
    if inbound.quoted_id:
        quoted = Message.objects.filter(channel=CHANNEL, external_id=inbound.quoted_id, contact_point__isnull=False)
        outgoing = quoted.filter(direction=Message.Direction.OUT, outbox__key__startswith="letter:").first()
        if outgoing is not None:
            pk = outgoing.outbox.key.split(":")[1]
            return found.filter(pk=int(pk)).first() if pk.isdecimal() else None
    named = [one for one in found.filter(message__contact_point=contact)[:50] if one.number in inbound.subject]
    return named[0] if named else None


def words_of(one: Answer) -> str:
    """What a mail says, unsealed."""
    return str(json.loads(crypto.unseal(one.sealed))["text"]) if one.sealed else ""


def _waiting(answer_id: int, actor: Actor) -> Answer:
    held = Answer.objects.select_related("letter__report", "letter__organisation").select_for_update(of=("self",))
    one = held.get(pk=answer_id)
    if not actor.may(ANSWER, HAND_OVER, VERIFY):
        raise NotPermitted("body_answered")
    if one.settled_at is not None or one.entry_id is not None:
        raise Settled
    return one


def publish(*, answer_id: int, text: str, account: Account, actor: Actor, at: datetime) -> Answer:
    """The holder makes a mail public as the body's words: `text` is what of it everybody may read, without signatures
    and names. Raises `Settled`, `NotPermitted`, `NoteRequired`."""
    with transaction.atomic():
        one = _waiting(answer_id, actor)
        letter = _lock(one.letter_id)
        told = required(text)
        media = json.loads(crypto.unseal(one.sealed)).get("media", [])
        evidence, _refused = evidence_of(media, letter.report)
        mover = Actor("staff", frozenset(), account.pk, letter.organisation_id)
        one.entry = _record(letter, told, "", evidence, mover, at)
        one.settled_at, one.settled_by = at, account
        one.save(update_fields=["entry", "settled_at", "settled_by"])
        _note_answered(letter, at)
    return one


def put_aside(*, answer_id: int, account: Account, actor: Actor, at: datetime) -> Answer:
    """Nothing in it for the citizen. It stays, sealed. Raises `Settled`, `NotPermitted`."""
    with transaction.atomic():
        one = _waiting(answer_id, actor)
        one.settled_at, one.settled_by = at, account
        one.save(update_fields=["settled_at", "settled_by"])
    return one
