"""Where a message goes: to a conversation, to the sorting of public words, to a case, or aside.

The receiver that `channels` hands messages to. Runs in the worker, inside the transaction that marks the event done.
"""

from datetime import datetime
from typing import Final

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Inbound, Kind
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence import (
    albums,
    changes,
    chat,
    holding,
    mail,
    mentions,
    staff_words,
    telephone,
)
from rumahrakyat.people.models import ContactPoint

_ASIDE: Final = {Kind.REACTION, Kind.STICKER, Kind.ADDRESS_CHANGED}  # kept, and nothing follows from them


def receive(inbound: Inbound, at: datetime) -> None:
    """Take one message on, once. Whatever is decided here, the message itself is already kept."""
    if registry.medium(inbound.channel) == "phone":
        telephone.receive(inbound, at)
        return
    if inbound.kind in _ASIDE:
        return
    message = Message.objects.select_related("contact_point__reporter").get(
        channel=inbound.channel, external_id=inbound.message_id
    )
    if inbound.kind is Kind.AUTOMATIC:
        mail.keep_automatic(inbound, message)
    elif inbound.kind in {Kind.EDITED, Kind.REMOVED}:
        contact = message.contact_point
        if contact is None or not holding.hold(contact, message, inbound, at):
            changes.note(inbound, message, at)
    else:
        _take(inbound, message, at)


def _take(inbound: Inbound, message: Message, at: datetime) -> None:
    contact = message.contact_point
    if contact is not None and staff_words.take(inbound, message, contact, at):
        return
    if contact is not None and _followed_or_held(inbound, message, contact, at):
        return
    if inbound.public is not None:
        mentions.take(inbound, message, at)
    elif contact is not None:
        chat.converse(inbound, message, contact, at)


def _followed_or_held(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> bool:
    return albums.joins(inbound, message, contact, at) or holding.hold(contact, message, inbound, at)
