"""Instagram's webhook body into events: direct messages, comments on our posts and live streams, and mentions.

Written from the provider's manual. A mention comes as two ids and nothing else: its words are fetched afterwards
(`InstagramAdapter.complete`). A mention in a story comes as a direct message with the story's picture. What our own
account wrote is passed over.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from rumahrakyat.channels.base import Event, Inbound, Kind, Notice, Place, Public, Sender
from rumahrakyat.channels.metagraph import messaging
from rumahrakyat.channels.metagraph.account import PRIVATE_ANSWER
from rumahrakyat.channels.metagraph.messaging import Account, instant
from rumahrakyat.channels.metagraph.webhooks import digest
from rumahrakyat.channels.payload import mapping, objects, text

CHANNEL = "instagram"
JSON = dict[str, Any]
_COMMENTS = {"comments", "live_comments"}


def events(body: JSON, account: Account, *, at: datetime) -> Iterator[Event]:
    """Every item of the body, in its order. `at` stands in for a missing time."""
    for entry in objects(body, "entry"):
        entry_id = text(entry, "id")
        when = instant(entry, "time", otherwise=at)
        for name in ("messaging", "standby"):
            for item in objects(entry, name):
                yield from messaging.events(item, account, entry_id=entry_id, at=when)
        for change in objects(entry, "changes"):
            yield from _of_change(change, account, entry_id, when)


def _of_change(change: JSON, account: Account, entry_id: str, at: datetime) -> Iterator[Event]:
    value = mapping(change, "value")
    field = text(change, "field")
    if messaging.is_conversation(value):
        yield from messaging.events(value, account, entry_id=entry_id, at=at)
    elif field in _COMMENTS:
        writer = mapping(value, "from")
        if not ("self_ig_scoped_id" in writer or account.is_us(text(writer, "id"), entry_id)):
            yield _comment(value, account, at, live=field == "live_comments")
    elif field == "mentions":
        yield _mention(value, at)
    else:
        yield Notice(CHANNEL, f"notice:{digest(change)}", (field or "unknown field")[:200], at)


def _comment(value: JSON, account: Account, at: datetime, *, live: bool) -> Inbound:
    """A live comment can be answered in private only while the broadcast lasts, which nobody here can know."""
    comment_id = text(value, "id")
    name = text(value, "from", "username")
    return Inbound(
        channel=CHANNEL,
        message_id=comment_id or f"unnamed:{digest(value)}",
        kind=Kind.TEXT if isinstance(value.get("text"), str) else Kind.UNSUPPORTED,
        sender=account.sender(text(value, "from", "id"), name),
        sent_at=at,
        text=text(value, "text"),
        public=Public(
            Place.COMMENT,
            comment_id,
            parent_id=text(value, "parent_id") or text(value, "media", "id"),
            author=name[:120],
            private_until=at + PRIVATE_ANSWER if comment_id and not live else None,
        ),
    )


def _mention(value: JSON, at: datetime) -> Inbound:
    media_id, comment_id = text(value, "media_id"), text(value, "comment_id")
    mention = f"{media_id}|{comment_id}"
    return Inbound(
        channel=CHANNEL,
        message_id=mention if media_id or comment_id else f"unnamed:{digest(value)}",
        kind=Kind.UNSUPPORTED,
        sender=Sender(),
        sent_at=at,
        public=Public(Place.MENTION, mention, parent_id=media_id),
    )
