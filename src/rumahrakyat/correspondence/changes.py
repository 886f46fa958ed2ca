"""Somebody edits or removes what they wrote. Nothing that is on record changes: the record says that it was changed."""

from dataclasses import replace
from datetime import datetime

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Inbound, Kind
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence import chat, intake, mentions
from rumahrakyat.correspondence.models import CaseMessage, HeldMessage, Mention
from rumahrakyat.correspondence.queries import speaks_for
from rumahrakyat.correspondence.sorting import Guess
from rumahrakyat.correspondence.turns import Draft, State
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.reports.errors import NotAllowed
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.submission import MAX_TEXT


def note(inbound: Inbound, message: Message, at: datetime) -> None:
    """An edit or a removal of the message that `quoted_id` names; one that we do not know is kept and nothing more."""
    earlier = Message.objects.filter(channel=inbound.channel, external_id=inbound.quoted_id)
    original = earlier.select_related("contact_point").first() if inbound.quoted_id else None
    if original is None:
        return
    removed = inbound.kind is Kind.REMOVED
    mention = Mention.objects.select_for_update(of=("self",)).filter(message=original).first()
    if mention is not None and mention.report_id is None:
        _of_mention(mention, message, inbound.text, removed=removed)
        return
    link = CaseMessage.objects.filter(message=original).select_related("report").first()
    if link is not None:
        before = mention.text if mention is not None else original.text
        _of_case(link.report, message, before, inbound.text, removed=removed, at=at)
        if mention is not None and not removed:
            mention.latest = message
            mention.save(update_fields=["latest"])
    elif original.contact_point is not None and not HeldMessage.objects.filter(message=original).exists():
        _of_draft(original, original.contact_point, inbound.text, removed=removed, at=at)


def _of_mention(mention: Mention, message: Message, text: str, *, removed: bool) -> None:
    """A mention that is no case: withdrawn, or sorted anew. What the sorter thought was chatter may have become a
    complaint, which a person then looks at; what an officer decided stays."""
    if removed:
        if mention.state == Mention.State.WAITING:
            mention.state = Mention.State.WITHDRAWN
            mention.save(update_fields=["state"])
        return
    verdict = mentions.sort_again(mention, text)
    mention.latest, mention.score = message, verdict.score
    mention.guess, mention.reason = verdict.guess, f"Diubah penulisnya. {verdict.reason}"[:200]
    by_machine = mention.state == Mention.State.CHATTER and mention.decided_by_id is None
    if mention.state == Mention.State.WITHDRAWN or (by_machine and verdict.guess is not Guess.CHATTER):
        mention.state = Mention.State.WAITING
    mention.save(update_fields=["latest", "score", "guess", "reason", "state"])


def _of_case(report: Report, message: Message, before: str, text: str, *, removed: bool, at: datetime) -> None:
    """What is a case already: the new words are added, a removal is noted for staff."""
    CaseMessage.objects.get_or_create(message=message, defaults={"report": report})
    if removed:
        intake.note(report=report, text="Pelapor menghapus pesannya di kanal asal.", at=at)
        return
    words = text.strip()
    if not words or words == before.strip():
        return
    contact = message.contact_point
    if contact is not None and speaks_for(contact, report):
        try:
            channel = registry.medium(message.channel)
            intake.add_words(report=report, text=f"Diubah pelapor: {words}"[:MAX_TEXT], channel=channel, at=at)
        except NotAllowed:
            intake.note(report=report, text=f"Diubah pelapor: {words}", at=at)
    else:
        intake.note(report=report, text=f"Pesan ini diubah penulisnya: {words}", at=at)


def _of_draft(original: Message, contact: ContactPoint, text: str, *, removed: bool, at: datetime) -> None:
    """What was told and is no case yet is taken as the citizen wants it now."""
    conversation = chat.locked(contact, original.channel, at)
    draft = Draft.load(conversation.draft)
    old, new = original.text.strip(), "" if removed else text.strip()
    if original.pk not in draft.messages or not old or old not in draft.text:
        return
    told = "\n".join(line for line in draft.text.replace(old, new, 1).splitlines() if line.strip())
    conversation.draft = replace(draft, text=told).dump()
    if not told and conversation.state != State.IDLE:
        conversation.state = State.WHAT.value
    conversation.save(update_fields=["state", "sealed_draft"])
