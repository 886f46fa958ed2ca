"""Twilio's forms into events: a message to our number, or a status of one of ours.

Written from the provider's manual of Programmable Messaging. A message names no time, so the moment in which we heard
it stands in. Of a file only its place on the API is kept: the host is ours to choose, whatever the form says.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode, urlsplit

from rumahrakyat.channels.base import Event, Inbound, Kind, MalformedPayload, MediaRef, Status, StatusUpdate
from rumahrakyat.channels.codec import storable
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.gateways.numbers import is_machine, sender
from rumahrakyat.channels.twilio import errors
from rumahrakyat.channels.twilio.signature import form

CHANNEL: Final = "twilio"
KEY: Final = "key"
LONGEST_TEXT: Final = 20_000
MOST_FILES: Final = 10
FILE: Final = re.compile(r"/2010-04-01/Accounts/AC[0-9a-zA-Z]{1,64}/Messages/[0-9a-zA-Z]{1,64}/Media/[0-9a-zA-Z]{1,64}")
_STATUSES: Final = {
    "sent": Status.SENT,
    "delivered": Status.DELIVERED,
    "read": Status.READ,
    "undelivered": Status.FAILED,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
}
_KINDS: Final = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
Fields = Mapping[str, str]


def raw(request: Request) -> bytes:
    """The form with what stands in the address: our own key travels there."""
    query = request.url.partition("?")[2] or urlencode(request.query)
    return b"&".join(part for part in (query.encode(), request.body) if part)


def fields(body: bytes) -> Fields:
    """The first value of every field. Raises MalformedPayload when it is neither a message nor a status."""
    found: dict[str, str] = {}
    for name, value in form(body):
        found.setdefault(name, storable(value))
    if not any(found.get(name) for name in ("MessageSid", "SmsSid", "Body", "From")):
        raise MalformedPayload
    return found


def events(found: Fields, *, at: datetime) -> list[Event]:
    """The message, or the status; nothing for one that says nothing about delivery (queued, sending)."""
    if found.get("MessageStatus"):
        update = _status(found, at)
        return [update] if update else []
    return [_message(found, at)]


def _status(found: Fields, at: datetime) -> StatusUpdate | None:
    status = _STATUSES.get(found["MessageStatus"].lower())
    named = _named(found)
    if status is None or not named:
        return None
    code = errors.code_of(found.get("ErrorCode", ""))
    error = (errors.describe(code) if code else "Twilio did not say why") if status is Status.FAILED else ""
    passing = status is Status.FAILED and errors.is_passing(code)
    return StatusUpdate(CHANNEL, named, status, at, error, permanent=not passing, key=found.get(KEY, ""))


def _message(found: Fields, at: datetime) -> Inbound:
    who = sender(found.get("From", ""))
    files = _files(found)
    kind = Kind(files[0].kind) if files else Kind.TEXT if "Body" in found else Kind.UNSUPPORTED
    return Inbound(
        channel=CHANNEL,
        message_id=_named(found) or _digest(found, at),
        kind=Kind.AUTOMATIC if is_machine(who) else kind,
        sender=who,
        sent_at=at,
        text=found.get("Body", "")[:LONGEST_TEXT],
        media=files,
        line=found.get("To", "")[:40],
    )


def _named(found: Fields) -> str:
    return found.get("MessageSid") or found.get("SmsSid") or ""


def _digest(found: Fields, at: datetime) -> str:
    """Stands in for an id. A repetition by the provider comes within minutes, hence the hour."""
    said = [at.astimezone(UTC).strftime("%Y-%m-%dT%H"), *sorted(found.items())]
    return f"unnamed:{hashlib.sha256(json.dumps(said).encode()).hexdigest()}"


def _files(found: Fields) -> tuple[MediaRef, ...]:
    count = min(errors.code_of(found.get("NumMedia", "")), MOST_FILES)
    told = [n for n in range(count) if f"MediaUrl{n}" in found]
    return tuple(_file(found[f"MediaUrl{n}"], found.get(f"MediaContentType{n}", "")) for n in told)


def _file(url: str, mime_type: str) -> MediaRef:
    mime_type = mime_type.partition(";")[0].strip()[:100]
    kind = _KINDS.get(mime_type.partition("/")[0], Kind.DOCUMENT)
    return MediaRef(_place(url), kind, mime_type)


def _place(url: str) -> str:
    """Where the file lies on the API, "" when the address is none of the API's."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    return path if FILE.fullmatch(path) else ""
