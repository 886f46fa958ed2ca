"""WhatsApp's webhook body into events: every entry, every change, every message and status of a batch.

Written from the provider's manual of the Cloud API. Since 2026 a message may come without a phone number: then the
business-scoped user id (`user_id`, `from_user_id`) is all we know of the sender.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    Status,
    StatusUpdate,
)
from rumahrakyat.channels.metagraph.webhooks import digest
from rumahrakyat.channels.payload import mapping, number, objects, seconds, text
from rumahrakyat.channels.whatsapp import errors

CHANNEL = "whatsapp"
JSON = dict[str, Any]
_STATUSES = {status.value: status for status in Status}
_STATUSES["played"] = Status.READ
_MEDIA = {kind.value: kind for kind in (Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.DOCUMENT, Kind.STICKER)}


@dataclass(frozen=True)
class Content:
    """What a message says, apart from who says it and when."""

    kind: Kind
    text: str = ""
    media: tuple[MediaRef, ...] = ()
    location: Location | None = None
    choice: Choice | None = None
    quoted: str = ""
    changed_to: Address | None = None


def events(body: JSON, *, at: datetime) -> list[Event]:
    """Every item of the body, in its order. `at` stands in for a missing time."""
    return [event for change in _changes(body) for event in _of_change(change, at)]


def _changes(body: JSON) -> Iterator[JSON]:
    for entry in objects(body, "entry"):
        yield from objects(entry, "changes")


def _of_change(change: JSON, at: datetime) -> Iterator[Event]:
    value = mapping(change, "value")
    field = text(change, "field")
    if field != "messages":
        yield Notice(CHANNEL, f"notice:{digest(change)}", _subject(field, value), at)
        return
    people = objects(value, "contacts")
    for message in objects(value, "messages"):
        yield _message(message, people, at)
    for status in objects(value, "statuses"):
        update = _status(status, at)
        if update is not None:
            yield update
    for error in objects(value, "errors"):
        yield Notice(CHANNEL, f"notice:{digest(error)}:{at.isoformat()}", errors.describe(error), at)


def _subject(field: str, value: JSON) -> str:
    """What an account notice is about, without anybody's data: the field and the words the manual gives it."""
    words = [text(value, name) for name in ("event", "message_template_name", "reason")]
    return " ".join([field or "unknown field", *[word for word in words if word]])[:200]


# Messages


def _message(message: JSON, people: list[JSON], at: datetime) -> Inbound:
    content = _content(message)
    return Inbound(
        channel=CHANNEL,
        message_id=text(message, "id") or f"unnamed:{digest(message)}",
        kind=content.kind,
        sender=_sender(message, people),
        sent_at=seconds(message, "timestamp", otherwise=at),
        text=content.text,
        media=content.media,
        location=content.location,
        choice=content.choice,
        quoted_id=content.quoted or text(message, "context", "id"),
        forwarded=mapping(message, "context").get("forwarded") is True,
        changed_to=content.changed_to,
    )


def _sender(message: JSON, people: list[JSON]) -> Sender:
    phone, user = text(message, "from"), text(message, "from_user_id")
    person = _person(phone, user, people)
    phone = phone or text(person, "wa_id")
    user = user or text(person, "user_id")
    addresses = []
    if _is_number(phone):
        addresses.append(Address("tel", f"+{phone.lstrip('+')}"))
    elif phone:
        user = user or phone
    if user:
        addresses.append(Address("wa", user))
    return Sender(tuple(addresses), text(person, "profile", "name")[:120])


def _person(phone: str, user: str, people: list[JSON]) -> JSON:
    """Who of the batch's contacts wrote the message; with a single contact and no other hint, that one."""
    for person in people:
        if (phone and text(person, "wa_id") == phone) or (user and text(person, "user_id") == user):
            return person
    unnamed = not phone and not user
    return people[0] if unnamed and len(people) == 1 else {}


def _is_number(value: str) -> bool:
    digits = value.lstrip("+")
    return digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 15


def _content(message: JSON) -> Content:
    kind = text(message, "type")
    if kind in _MEDIA:
        return _file(message, _MEDIA[kind])
    read = _READERS.get(kind)
    return (read(mapping(message, kind)) if read else None) or Content(Kind.UNSUPPORTED)


def _file(message: JSON, kind: Kind) -> Content:
    part = mapping(message, kind.value)
    ref = text(part, "id")
    caption = text(part, "caption")
    if not ref:
        return Content(Kind.UNSUPPORTED, caption)
    mime_type = text(part, "mime_type").partition(";")[0].strip()
    media = MediaRef(ref, kind.value, mime_type, _sha256(text(part, "sha256")), text(part, "filename")[:200], caption)
    return Content(kind, caption, (media,))


def _sha256(value: str) -> str:
    """The digest in hex; the provider gives it in hex or in base64."""
    from_base64 = errors.hex_of_base64(value)
    return value.lower() if len(value) == 64 else from_base64


def _text(part: JSON) -> Content:
    return Content(Kind.TEXT, text(part, "body"))


def _location(part: JSON) -> Content | None:
    latitude, longitude = number(part, "latitude"), number(part, "longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Content(
        Kind.LOCATION, location=Location(latitude, longitude, text(part, "name")[:200], text(part, "address")[:300])
    )


def _interactive(part: JSON) -> Content | None:
    kind = text(part, "type")
    reply = mapping(part, kind)
    if kind == "nfm_reply":
        return Content(Kind.CHOICE, text(reply, "body"), choice=Choice(text(reply, "name"), text(reply, "body")))
    if kind not in {"button_reply", "list_reply"}:
        return None
    choice = Choice(text(reply, "id"), text(reply, "title"), text(reply, "description"))
    return Content(Kind.CHOICE, choice.title, choice=choice)


def _button(part: JSON) -> Content:
    """The tapped button of a template: `payload` is what we sent with it."""
    choice = Choice(text(part, "payload") or text(part, "text"), text(part, "text"))
    return Content(Kind.CHOICE, choice.title, choice=choice)


def _reaction(part: JSON) -> Content:
    return Content(Kind.REACTION, text(part, "emoji"), quoted=text(part, "message_id"))


def _system(part: JSON) -> Content | None:
    new = text(part, "wa_id") or text(part, "new_wa_id")
    if "changed_number" not in text(part, "type") or not _is_number(new):
        return None
    return Content(Kind.ADDRESS_CHANGED, changed_to=Address("tel", f"+{new.lstrip('+')}"))


_READERS: dict[str, Callable[[JSON], Content | None]] = {
    "text": _text,
    "location": _location,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "system": _system,
    "contacts": lambda _part: Content(Kind.CONTACTS),
}


# Statuses


def _status(status: JSON, at: datetime) -> StatusUpdate | None:
    kind = _STATUSES.get(text(status, "status"))
    external_id = text(status, "id")
    if kind is None or not external_id:
        return None  # "deleted" and whatever comes next say nothing about delivery
    problem = next(iter(objects(status, "errors")), {})
    code = errors.code(problem)
    return StatusUpdate(
        channel=CHANNEL,
        external_id=external_id,
        status=kind,
        at=seconds(status, "timestamp", otherwise=at),
        error=errors.describe(problem) if problem else "",
        permanent=not errors.is_passing(code),
        window_closed=code in errors.WINDOW_CLOSED,
        key=text(status, "biz_opaque_callback_data"),
    )
