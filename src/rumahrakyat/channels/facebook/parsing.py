"""Facebook's webhook body into events: messages to the page, comments and posts on it, and posts that mention it.

Written from the provider's manual. What our page itself wrote, likes, and what moderators do (hide, block) are passed
over: nobody of them asks us anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rumahrakyat.channels.base import Event, Inbound, Kind, MediaRef, Notice, Place, Public
from rumahrakyat.channels.metagraph import messaging
from rumahrakyat.channels.metagraph.account import PRIVATE_ANSWER
from rumahrakyat.channels.metagraph.messaging import Account, instant
from rumahrakyat.channels.metagraph.webhooks import digest
from rumahrakyat.channels.payload import mapping, objects, text

CHANNEL = "facebook"
SITE = "https://www.facebook.com/"
JSON = dict[str, Any]
_LIKES = {"like", "reaction"}
_MODERATION = {"hide", "unhide", "block", "unblock", "mute", "unmute", "lock", "unlock"}
_CHANGES = {"edit": Kind.EDITED, "edited": Kind.EDITED, "remove": Kind.REMOVED, "delete": Kind.REMOVED}
_POSTS = {"post", "status", "photo", "video", "share", "link", "note", "album"}


@dataclass(frozen=True)
class Where:
    """Which of our pages a change came to, and when."""

    account: Account
    page_id: str
    at: datetime


def events(body: JSON, account: Account, *, at: datetime) -> Iterator[Event]:
    """Every item of the body, in its order. `at` stands in for a missing time."""
    for entry in objects(body, "entry"):
        where = Where(account, text(entry, "id"), instant(entry, "time", otherwise=at))
        for name in ("messaging", "standby"):
            for item in objects(entry, name):
                yield from messaging.events(item, account, entry_id=where.page_id, at=where.at)
        for change in objects(entry, "changes"):
            yield from _of_change(change, where)


def _of_change(change: JSON, where: Where) -> Iterator[Event]:
    value = mapping(change, "value")
    field = text(change, "field")
    if messaging.is_conversation(value):
        yield from messaging.events(value, where.account, entry_id=where.page_id, at=where.at)
    elif field == "feed":
        yield from _feed(value, where)
    elif field == "mention":
        yield from _mention(value, where)
    else:
        yield Notice(CHANNEL, f"notice:{digest(change)}", (field or "unknown field")[:200], where.at)


def _feed(value: JSON, where: Where) -> Iterator[Inbound]:
    verb = text(value, "verb")
    item = text(value, "item")
    if item in _LIKES or verb in _MODERATION or where.account.is_us(text(value, "from", "id"), where.page_id):
        return
    is_comment = item == "comment"
    public_id = text(value, "comment_id") if is_comment else text(value, "post_id")
    known = bool(public_id) and (is_comment or item in _POSTS)
    changed = _CHANGES.get(verb)
    sent_at = where.at if changed else instant(value, "created_time", otherwise=where.at)
    media = () if changed else _media(value)
    place = Place.COMMENT if is_comment else Place.POST
    yield Inbound(
        channel=CHANNEL,
        message_id=_key(value, public_id if known else "", changed),
        kind=(changed or (media and Kind(media[0].kind)) or Kind.TEXT) if known else Kind.UNSUPPORTED,
        sender=where.account.sender(text(value, "from", "id"), text(value, "from", "name")),
        sent_at=sent_at,
        text=text(value, "message"),
        media=media if known else (),
        quoted_id=public_id if changed else "",
        public=Public(
            place,
            public_id,
            parent_id=text(value, "parent_id"),
            link=_link(public_id),
            author=text(value, "from", "name")[:120],
            private_until=instant(value, "created_time", otherwise=where.at) + PRIVATE_ANSWER if known else None,
        ),
    )


def _key(value: JSON, public_id: str, changed: Kind | None) -> str:
    if not public_id:
        return f"unnamed:{digest(value)}"
    if changed is Kind.EDITED:
        return f"edited:{public_id}:{digest(value)}"
    return f"removed:{public_id}" if changed else public_id


def _media(value: JSON) -> tuple[MediaRef, ...]:
    """The pictures and the film of a comment or a visitor's post."""
    photos = value.get("photos")
    links = [text({"url": url}, "url") for url in photos] if isinstance(photos, list) else []
    if text(value, "item") == "photo":
        links = links or [text(value, "link")]
    links = links or [text(value, "photo")]
    found = [MediaRef(url, Kind.IMAGE.value) for url in links if url]
    if text(value, "video"):
        found.append(MediaRef(text(value, "video"), Kind.VIDEO.value))
    return tuple(ref for ref in found if ref.ref.startswith(("https://", "http://")))


def _mention(value: JSON, where: Where) -> Iterator[Inbound]:
    """Somebody named our page in a post or comment of their own; the words must often still be fetched."""
    writer = text(value, "from", "id") or text(value, "sender_id")
    name = text(value, "from", "name") or text(value, "sender_name")
    public_id = text(value, "comment_id") or text(value, "post_id")
    if where.account.is_us(writer, where.page_id):
        return
    changed = _CHANGES.get(text(value, "verb"))
    words = text(value, "message")
    yield Inbound(
        channel=CHANNEL,
        message_id=_key(value, public_id, changed),
        kind=changed or (Kind.TEXT if words else Kind.UNSUPPORTED),
        sender=where.account.sender(writer, name),
        sent_at=where.at if changed else instant(value, "created_time", otherwise=where.at),
        text=words,
        quoted_id=public_id if changed else "",
        public=Public(Place.MENTION, public_id, link=_link(public_id), author=name[:120]),
    )


def _link(public_id: str) -> str:
    return f"{SITE}{public_id}" if public_id else ""
