"""What X brings (an event of the Activity API) and what we fetch (a page of mentions or of messages) into events.

Written from X's documentation. A post may come both ways: its id is the key, so it is one event. What our own account
wrote comes back as well and is passed over; everything else becomes an event.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from rumahrakyat.channels.base import (
    Address,
    Event,
    Inbound,
    Kind,
    Location,
    MediaRef,
    Notice,
    Place,
    Public,
    Sender,
)
from rumahrakyat.channels.payload import mapping, number, objects, text
from rumahrakyat.channels.x import reading
from rumahrakyat.channels.x.reading import People

CHANNEL = "x"
JSON = dict[str, Any]
# A private message may follow a public one for as long as the case is likely to be talked about; X sets no limit.
PRIVATE_FOR = timedelta(days=30)


def events(body: JSON, *, us: str, at: datetime) -> list[Event]:
    """Every item of the body, in its order. `us` is the number of our account; `at` stands in for a missing time."""
    event = mapping(body, "data") if text(body, "data", "event_type") else body
    if text(event, "event_type"):
        return list(_of_activity(event, us, at))
    if isinstance(body.get("data"), list) or ("data" not in body and mapping(body, "meta")):
        return list(_of_page(body, us, at))
    return [_unread(body, at)]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


def _unread(item: JSON, at: datetime) -> Inbound:
    return Inbound(CHANNEL, f"event:{_digest(item)}", Kind.UNSUPPORTED, Sender(), at)


# Fetched


def _of_page(body: JSON, us: str, at: datetime) -> Iterator[Event]:
    """X lists the newest first."""
    includes = mapping(body, "includes")
    for item in reversed(objects(body, "data")):
        read = _message if text(item, "event_type") else _post
        yield from read(item, includes, us, at)


# Brought


def _of_activity(event: JSON, us: str, at: datetime) -> Iterator[Event]:
    kind, payload, includes = text(event, "event_type"), mapping(event, "payload"), mapping(event, "includes")
    if kind in {"post.mention.create", "post.reply.create", "post.create"}:
        yield from _post(payload, includes, us, at)
    elif kind in {"dm.received", "dm.sent"}:
        yield from _messages(payload, includes, us, at)
    elif kind == "chat.received":
        yield _sealed(payload, includes, at)
    elif "revoke" in kind:
        yield Notice(CHANNEL, f"event:{_digest(event)}", "our account's permission was taken back", at)
    else:
        yield _unread(event, at)


def _messages(payload: JSON, includes: JSON, us: str, at: datetime) -> Iterator[Inbound]:
    """One message in X's newer form, or several in its older one."""
    older = objects(payload, "direct_message_events")
    if not older:
        yield from _message(payload, includes, us, at)
    for item in older:
        yield from _older_message(item, mapping(payload, "users"), us, at)


def _sealed(payload: JSON, includes: JSON, at: datetime) -> Inbound:
    """A message of the encrypted chat, whose words reach nobody but its members."""
    sender = text(payload, "sender_id")
    key = text(payload, "id") or _digest(payload)
    return Inbound(CHANNEL, f"chat:{key}", Kind.UNSUPPORTED, _sender(sender, reading.people(includes)), at)


# Items


def _post(item: JSON, includes: JSON, us: str, at: datetime) -> Iterator[Inbound]:
    """A post; of an edited one also the first version, with the words of now. Whoever asks sees only the last version,
    so the first may never have been seen; when it has, its key makes it known and only the edit is news."""
    author = text(item, "author_id")
    if author and author == us:
        return
    key = text(item, "id")
    people = reading.people(includes)
    media = reading.files(item, includes, place=f"post:{key}")
    sent_at = reading.moment(item, "created_at", otherwise=at)
    original = _original(item)
    first = Inbound(
        channel=CHANNEL,
        message_id=original or key or f"post:{_digest(item)}",
        kind=_kind(item, media),
        sender=_sender(author, people),
        sent_at=sent_at,
        text=reading.words(item),
        media=media,
        location=_location(item),
        quoted_id=text(item, "in_reply_to_tweet_id") or _referenced(item, "replied_to"),
        forwarded=bool(_referenced(item, "retweeted")),
        public=_public(item, people, sent_at),
        language=reading.language(item),
    )
    yield first
    if original:
        yield replace(first, message_id=key or f"{original}:edit", kind=Kind.EDITED, quoted_id=original)


def _kind(item: JSON, media: tuple[MediaRef, ...]) -> Kind:
    return reading.kind_of(media) if "text" in item or media else Kind.UNSUPPORTED


def _original(item: JSON) -> str:
    """The id under which an edited post first appeared; "" for a post as it was written."""
    history = item.get("edit_history_tweet_ids")
    first = history[0] if isinstance(history, list) and len(history) > 1 else ""
    return first if isinstance(first, str) and first != text(item, "id") else ""


def _referenced(item: JSON, how: str) -> str:
    return next((text(one, "id") for one in objects(item, "referenced_tweets") if text(one, "type") == how), "")


def _public(item: JSON, people: People, sent_at: datetime) -> Public:
    key, author = text(item, "id"), text(item, "author_id")
    handle = people.handle(author)
    open_to_us = people.of(author).get("receives_your_dm") is True
    return Public(
        place=Place.MENTION,
        post_id=key,
        parent_id=text(item, "in_reply_to_tweet_id") or _referenced(item, "replied_to"),
        link=f"https://x.com/{handle or 'i'}/status/{key}" if key else "",
        author=f"@{handle}" if handle else "",
        private_until=sent_at + PRIVATE_FOR if open_to_us else None,
    )


def _location(item: JSON) -> Location | None:
    """The point where a post was written, when its author shares it: longitude first, as GeoJSON wants."""
    pair = mapping(item, "geo", "coordinates").get("coordinates")
    if not isinstance(pair, list) or len(pair) != 2:
        return None
    point = {"longitude": pair[0], "latitude": pair[1]}
    longitude, latitude = number(point, "longitude"), number(point, "latitude")
    if longitude is None or latitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Location(latitude, longitude)


def _message(item: JSON, includes: JSON, us: str, at: datetime) -> Iterator[Inbound]:
    sender = text(item, "sender_id")
    if sender and sender == us:
        return
    key = text(item, "id")
    media = reading.files(item, includes, place=f"dm:{key}")
    written = text(item, "event_type") in {"", "MessageCreate"} and ("text" in item or media)
    yield Inbound(
        channel=CHANNEL,
        message_id=f"dm:{key or _digest(item)}",
        kind=reading.kind_of(media) if written else Kind.UNSUPPORTED,
        sender=_sender(sender, reading.people(includes)),
        sent_at=reading.moment(item, "created_at", otherwise=at),
        text=reading.words(item),
        media=media,
        forwarded=bool(objects(item, "referenced_tweets")),
    )


def _older_message(item: JSON, users: JSON, us: str, at: datetime) -> Iterator[Inbound]:
    told = mapping(item, "message_create")
    sender = text(told, "sender_id")
    if sender and sender == us:
        return
    data, key = mapping(told, "message_data"), text(item, "id")
    user = mapping(users, sender)
    attached = mapping(data, "attachment", "media")
    link = text(attached, "media_url_https")
    media = (MediaRef(link[: reading.LONGEST_REF], Kind.IMAGE.value, "image/jpeg"),) if link else ()
    addresses = (Address(CHANNEL, sender),) if sender else ()
    yield Inbound(
        channel=CHANNEL,
        message_id=f"dm:{key or _digest(item)}",
        kind=reading.kind_of(media) if "text" in data or media else Kind.UNSUPPORTED,
        sender=Sender(addresses, (text(user, "name") or text(user, "screen_name"))[:120]),
        sent_at=reading.milliseconds(item, "created_timestamp", otherwise=at),
        text=reading.words(data, without=text(attached, "url")),
        media=media,
    )


def _sender(user_id: str, people: People) -> Sender:
    return Sender((Address(CHANNEL, user_id),), people.name(user_id)) if user_id else Sender()
