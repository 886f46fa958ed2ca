"""Sending: a message is enqueued in the caller's transaction and leaves later, at least once, in order per contact."""

from datetime import datetime

from rumahrakyat.channels.base import NORMAL, Body, Priority
from rumahrakyat.channels.models import Message
from rumahrakyat.people.models import ContactPoint


def enqueue(
    *,
    channel: str,
    contact_point: ContactPoint | None,
    body: Body | str,
    key: str,
    at: datetime,
    priority: Priority = NORMAL,
) -> Message:
    """Queue `body` for `contact_point` on `channel`; the caller's transaction decides whether it exists at all.

    `key` makes it idempotent: the same key again returns the message of the first time and queues nothing.
    A text longer than the channel takes is split into several messages (the last is returned and carries the buttons).
    """
    raise NotImplementedError
