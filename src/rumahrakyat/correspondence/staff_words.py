"""Words that are no citizen's conversation: before a message becomes one, whoever waits for it may take it."""

from collections.abc import Callable
from datetime import datetime

from rumahrakyat.channels import outbox
from rumahrakyat.channels.base import URGENT, Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.people.models import ContactPoint

Listener = Callable[[Inbound, Message, ContactPoint, datetime], str | None]
FileListener = Callable[[int, Message, datetime], bool]
_listeners: dict[str, Listener] = {}
_file_listeners: dict[str, FileListener] = {}


def add_listener(name: str, listener: Listener) -> None:
    """Lend who understands words that are no conversation of a citizen's: a confirmed alert, an officer's answer, a
    village head's report. It returns the answer, "" when there is nothing to say, or None when the message is not for
    it. Asked in the order of the names, in the transaction that marks the event done; `name` is unique."""
    _listeners[name] = listener


def add_file_listener(name: str, listener: FileListener) -> None:
    """Lend who waits for the files of messages that a listener took: it is given the id of a file that has come (or
    cannot be had) with its message, and says whether the message was one of those."""
    _file_listeners[name] = listener


def take_file(media_id: int, message: Message, at: datetime) -> bool:
    """Whether the file belongs to a message that a listener took."""
    return any(listener(media_id, message, at) for _name, listener in sorted(_file_listeners.items()))


def take(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> bool:
    """Whether the message was for a listener; then it is answered."""
    if inbound.public is not None:
        return False
    for _name, listener in sorted(_listeners.items()):
        answer = listener(inbound, message, contact, at)
        if answer is not None:
            _send(answer, inbound, message, contact, at)
            return True
    return False


def _send(answer: str, inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> None:
    if not answer:
        return
    outbox.enqueue(
        channel=inbound.channel,
        contact_point=contact,
        body=answer,
        key=f"staff:{message.pk}",
        at=at,
        priority=URGENT,
    )
