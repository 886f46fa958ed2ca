"""A Telegram update into events.

Written from the manual of the Bot API. Only private chats are conversations: what is said in a group or a channel is
kept without its words and never answered. A message's id is unique within its chat and bot, so ours is all three.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from rumahrakyat.channels.base import (
    Address,
    Choice,
    Event,
    Inbound,
    Kind,
    Location,
    MediaRef,
    Notice,
    Sender,
)
from rumahrakyat.channels.payload import mapping, number, objects, seconds, text
from rumahrakyat.lib.ids import WrongNumber, parse_tracking_number

CHANNEL = "telegram"
LARGEST_FILE = 20 * 1024 * 1024
JSON = dict[str, Any]

_COMMAND = re.compile(r"/([A-Za-z]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
# What a command says in words that every channel understands.
_WORDS: Final = {
    "help": "BANTUAN",
    "bantuan": "BANTUAN",
    "lapor": "LAPOR",
    "status": "STATUS",
    "balas": "BALAS",
    "stop": "STOP",
    "berhenti": "STOP",
}
_GREETING = "halo"
_FILES: Final = (
    # Telegram names the file of an animation twice, as animation and as document: the first that is found counts.
    ("animation", Kind.VIDEO, "video/mp4"),
    ("document", Kind.DOCUMENT, ""),
    ("voice", Kind.AUDIO, "audio/ogg"),
    ("audio", Kind.AUDIO, "audio/mpeg"),
    ("video", Kind.VIDEO, "video/mp4"),
    ("video_note", Kind.VIDEO, "video/mp4"),
    ("sticker", Kind.STICKER, ""),
)


@dataclass(frozen=True)
class Content:
    """What a message says, apart from who says it and when. `phone` is the sender's own number, proven by Telegram."""

    kind: Kind
    text: str = ""
    media: tuple[MediaRef, ...] = ()
    location: Location | None = None
    phone: str = ""


def events(update: JSON, *, bot: str, at: datetime) -> list[Event]:
    """What the update tells. `at` stands in for a missing time.

    The later points of a moving location tell nothing that helps and come every few seconds: they alone are left out.
    """
    if mapping(update, "message"):
        return [_message(update, mapping(update, "message"), bot, at)]
    edited = mapping(update, "edited_message")
    if edited:
        return [] if mapping(edited, "location") else [_edited(update, edited, bot, at)]
    if mapping(update, "callback_query"):
        return [_tap(mapping(update, "callback_query"), update, bot, at)]
    if mapping(update, "my_chat_member"):
        return [_membership(update, bot, at)]
    return [_unread(update, bot, at)]


def is_private(chat: JSON) -> bool:
    return text(chat, "type") == "private" and bool(text(chat, "id"))


def _update_key(update: JSON, bot: str) -> str:
    """Unique for ever: Telegram may begin to count its updates anew, so the content has a part in it."""
    digest = hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()
    return f"{bot}:update:{text(update, 'update_id')}:{digest[:16]}"


def message_key(bot: str, chat: str, message: str) -> str:
    """The id under which we know a message, theirs and ours alike."""
    return f"{bot}:{chat}:{message}"


def _unread(update: JSON, bot: str, at: datetime) -> Inbound:
    return Inbound(CHANNEL, _update_key(update, bot), Kind.UNSUPPORTED, Sender(), at)


# Messages


def _message(update: JSON, message: JSON, bot: str, at: datetime) -> Inbound:
    chat = mapping(message, "chat")
    sent_at = seconds(message, "date", otherwise=at)
    if not is_private(chat):
        return replace(_unread(update, bot, at), sent_at=sent_at)
    content = _content(message)
    number_there, album = text(message, "message_id"), text(message, "media_group_id")
    quoted = text(message, "reply_to_message", "message_id")
    return Inbound(
        channel=CHANNEL,
        message_id=message_key(bot, text(chat, "id"), number_there) if number_there else _update_key(update, bot),
        kind=Kind.AUTOMATIC if mapping(message, "from").get("is_bot") is True else content.kind,
        sender=_sender(mapping(message, "from"), chat, content.phone),
        sent_at=sent_at,
        text=content.text,
        media=content.media,
        location=content.location,
        quoted_id=message_key(bot, text(chat, "id"), quoted) if quoted else "",
        forwarded=bool(mapping(message, "forward_origin")) or "forward_date" in message,
        group=message_key(bot, text(chat, "id"), album) if album else "",
        language=text(message, "from", "language_code")[:10],
    )


def _edited(update: JSON, message: JSON, bot: str, at: datetime) -> Inbound:
    """News of an earlier message, with a key of its own: one message may be edited many times."""
    found = _message(update, message, bot, at)
    if not found.sender.addresses:
        return found
    key = f"{found.message_id}:edit:{text(message, 'edit_date')}:{text(update, 'update_id')}"
    edited_at = seconds(message, "edit_date", otherwise=at)
    return replace(found, message_id=key, kind=Kind.EDITED, quoted_id=found.message_id, sent_at=edited_at)


def _sender(user: JSON, chat: JSON, phone: str = "") -> Sender:
    addresses = [Address("telegram", text(chat, "id"))]
    if phone:
        addresses.append(Address("tel", phone))
    known = user or chat
    name = " ".join(filter(None, (text(known, "first_name"), text(known, "last_name"))))
    return Sender(tuple(addresses), name[:120])


def _content(message: JSON) -> Content:
    if "text" in message:
        return Content(Kind.TEXT, _in_words(text(message, "text")))
    file = _photo(message) or _file(message)
    if file is not None:
        return file
    for part, read in _READERS.items():
        if part in message:
            return read(message) or Content(Kind.UNSUPPORTED)
    return Content(Kind.UNSUPPORTED, text(message, "caption"))


def _in_words(said: str) -> str:
    """A command as the words it stands for; a link to the bot may carry the number of a case."""
    match = _COMMAND.fullmatch(said.strip())
    if match is None:
        return said
    name, rest = match.group(1).lower(), (match.group(2) or "").strip()
    if name == "start":
        return _greeting_or_number(rest)
    return f"{_WORDS[name]} {rest}".strip() if name in _WORDS else said


def _greeting_or_number(rest: str) -> str:
    try:
        return f"STATUS {parse_tracking_number(rest)}"
    except WrongNumber:
        return _GREETING


def _photo(message: JSON) -> Content | None:
    """The largest size that a bot may fetch."""
    sizes = [size for size in objects(message, "photo") if text(size, "file_id")]
    small_enough = [size for size in sizes if (number(size, "file_size") or 0) <= LARGEST_FILE]
    if not small_enough:
        return None
    best = max(small_enough, key=lambda size: (number(size, "width") or 0) * (number(size, "height") or 0))
    caption = text(message, "caption")
    ref = MediaRef(text(best, "file_id"), Kind.IMAGE.value, "image/jpeg", caption=caption, size=_size(best))
    return Content(Kind.IMAGE, caption, (ref,))


def _file(message: JSON) -> Content | None:
    for part, kind, usual_type in _FILES:
        found = mapping(message, part)
        if text(found, "file_id"):
            caption = text(message, "caption")
            ref = MediaRef(
                text(found, "file_id"),
                kind.value,
                text(found, "mime_type").partition(";")[0].strip() or usual_type,
                filename=text(found, "file_name")[:200],
                caption=caption,
                size=_size(found),
            )
            return Content(kind, caption, (ref,))
    return None


def _size(file: JSON) -> int:
    return int(max(number(file, "file_size") or 0, 0))


def _location(message: JSON) -> Content | None:
    return _place(mapping(message, "location"), "", "")


def _venue(message: JSON) -> Content | None:
    venue = mapping(message, "venue")
    return _place(mapping(venue, "location"), text(venue, "title")[:200], text(venue, "address")[:300])


def _place(point: JSON, name: str, address: str) -> Content | None:
    latitude, longitude = number(point, "latitude"), number(point, "longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Content(Kind.LOCATION, location=Location(latitude, longitude, name, address))


def _contact(message: JSON) -> Content:
    """Telegram names the account that a shared number belongs to: when it is the sender's own, the number is theirs."""
    contact = mapping(message, "contact")
    digits = text(contact, "phone_number").lstrip("+")
    own = text(contact, "user_id") and text(contact, "user_id") == text(message, "from", "id")
    valid = digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 15
    return Content(Kind.CONTACTS, phone=f"+{digits}" if own and valid else "")


# A venue also comes as a location, so it is asked for first.
_READERS: dict[str, Callable[[JSON], Content | None]] = {"venue": _venue, "location": _location, "contact": _contact}


# Buttons and membership


def _tap(query: JSON, update: JSON, bot: str, at: datetime) -> Inbound:
    """A tapped button. Telegram tells what we sent with it; its title stands in the message it belongs to."""
    message, user = mapping(query, "message"), mapping(query, "from")
    chat = mapping(message, "chat") or {"id": text(user, "id"), "type": "private"}
    if not is_private(chat) or not text(query, "id"):
        return _unread(update, bot, at)
    data = text(query, "data")
    choice = Choice(data, _title(message, data))
    tapped = text(message, "message_id")
    return Inbound(
        channel=CHANNEL,
        message_id=f"{bot}:{text(chat, 'id')}:tap:{text(query, 'id')}",
        kind=Kind.CHOICE if data else Kind.UNSUPPORTED,
        sender=_sender(user, chat),
        sent_at=at,
        text=choice.title,
        choice=choice if data else None,
        quoted_id=message_key(bot, text(chat, "id"), tapped) if tapped else "",
        language=text(user, "language_code")[:10],
    )


def _title(message: JSON, data: str) -> str:
    rows = mapping(message, "reply_markup").get("inline_keyboard")
    buttons = [button for row in rows if isinstance(row, list) for button in row] if isinstance(rows, list) else []
    return next((text(button, "text") for button in buttons if text(button, "callback_data") == data), "")


def _membership(update: JSON, bot: str, at: datetime) -> Notice:
    """Whether we may still write to somebody: the next message to them finds out by itself, so nothing is done."""
    change = mapping(update, "my_chat_member")
    gone = text(change, "new_chat_member", "status") in {"kicked", "left"}
    if is_private(mapping(change, "chat")):
        subject = "a person has blocked the bot" if gone else "a person has let the bot in again"
    else:
        subject = "the bot has left a group" if gone else "the bot was added to a group, which it leaves by itself"
    return Notice(CHANNEL, _update_key(update, bot), subject, seconds(change, "date", otherwise=at))
