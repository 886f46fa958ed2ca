"""Words of our own people: before a message becomes a citizen's conversation, whoever waits for it may take it."""

from collections.abc import Callable
from datetime import datetime

from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import URGENT, Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.people.models import ContactPoint

Listener = Callable[[Inbound, Message, ContactPoint, datetime], str | None]
_listeners: dict[str, Listener] = {}


def set_listener(listener: Listener) -> None:
    """Lend who understands what staff write back (the layer of the duty). It returns the answer, or None when the
    message is not for it. Called in the transaction that marks the event done."""
    _listeners["staff"] = listener


def take(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> bool:
    """Whether the message was for the listener; then it is answered."""
    listener = _listeners.get("staff")
    if listener is None or inbound.public is not None:
        return False
    answer = listener(inbound, message, contact, at)
    if answer is None:
        return False
    outbox.enqueue(
        channel=inbound.channel,
        contact_point=contact,
        body=answer,
        key=f"staff:{message.pk}",
        at=at,
        priority=URGENT,
    )
    return True
