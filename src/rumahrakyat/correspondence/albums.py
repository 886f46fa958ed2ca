"""Several pictures sent as one: the first message speaks for all, the others follow it without a word from us."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import F

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence import chat
from rumahrakyat.correspondence.doing import add_draft
from rumahrakyat.correspondence.models import Album, CaseMessage, Conversation
from rumahrakyat.correspondence.turns import Draft, Heard, State, absorb
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.reports.errors import NotAllowed

MOST: Final = 20  # what comes in one album with more is no album that any provider makes


def joins(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> bool:
    """Whether this message followed an earlier one of its album, and is done with. The first of an album is not, and
    neither are the first words of one that began with pictures alone: those are what the album says."""
    if not inbound.group or inbound.public is not None:
        return False
    conversation = chat.locked(contact, inbound.channel, at)
    album, first = Album.objects.get_or_create(
        channel=inbound.channel,
        contact_point=contact,
        group=inbound.group,
        defaults={"first": message, "at": at},
    )
    if first or album.size >= MOST:
        return False
    Album.objects.filter(pk=album.pk).update(size=F("size") + 1)
    heard = Heard(
        text=inbound.text,
        media=tuple(ref.stored_id for ref in inbound.media if ref.stored_id),
        message=message.pk,
    )
    link = CaseMessage.objects.filter(message=album.first_id).select_related("report").first()
    if link is not None:
        _join_case(link, heard, message, at)
        return True
    return _join_draft(conversation, album, heard, at)


def _join_case(link: CaseMessage, heard: Heard, message: Message, at: datetime) -> None:
    """The case was made of the first message already. Its files join by themselves when they have come."""
    try:
        add_draft(absorb(Draft(), heard), link.report, channel=registry.medium(message.channel), at=at)
    except NotAllowed:  # merged meanwhile: the message lies beside the case all the same
        CaseMessage.objects.get_or_create(message=message, defaults={"report": link.report})


def _join_draft(conversation: Conversation, album: Album, heard: Heard, at: datetime) -> bool:
    draft = Draft.load(conversation.draft)
    if album.first_id not in draft.messages:
        return True  # what was told has been cancelled; the message is kept
    if conversation.ask_at is not None and heard.text.strip():
        conversation.state, conversation.ask_at = State.IDLE.value, None
        conversation.save(update_fields=["state", "ask_at"])
        return False
    unnamed = replace(heard, text="") if draft.text and heard.text.strip() in draft.text else heard
    conversation.draft, conversation.updated_at = absorb(draft, unnamed).dump(), at
    conversation.save(update_fields=["sealed_draft", "updated_at"])
    return True
