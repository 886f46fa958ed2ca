"""Kannel's requests into events: a message by get-url or post-url, or a delivery report by dlr-url.

Written from the user's guide of Kannel 1.4.5 and from what its smsbox really sends. The names of the fields are ours:
the address that we give Kannel pairs them with its own codes (`from=%p`). Signs that are not of the GSM alphabet come
as UTF-16 although the address is percent-encoded, so a value is read as bytes and decoded by its `charset`.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl, quote_plus, urlencode
from uuid import UUID

from rumahrakyat.channels.base import Event, Inbound, Kind, MalformedPayload, Status, StatusUpdate
from rumahrakyat.channels.codec import storable
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.gateways.numbers import is_machine, sender

CHANNEL = "kannel"
WORD = "secret"
WORD_HEADER = "x-kannel-secret"
# Delivered, failed, waiting at the centre, taken by the centre, refused by the centre.
STATUSES: Final = {"1": Status.DELIVERED, "2": Status.FAILED, "4": Status.SENT, "8": Status.SENT, "16": Status.FAILED}
_REASONS: Final = {"2": "the network could not deliver the message", "16": "the SMS centre refused the message"}
_HEADERS: Final = {"from": "x-kannel-from", "to": "x-kannel-to", "smsc": "x-kannel-smsc", "coding": "x-kannel-coding"}
_PART_OF_SEVERAL = re.compile(rb"\x05\x00\x03...|\x06\x08\x04....", re.DOTALL)
_LATEST: Final = 32_503_680_000  # the year 3000, in seconds
Fields = Mapping[str, bytes]


def raw(request: Request) -> bytes:
    """The request as one form, without the secret: what stood in the address, and what was posted as its text."""
    query = request.url.partition("?")[2] or urlencode(request.query)
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0] != WORD]
    if request.method == "POST":
        kept = [pair for pair in kept if pair.partition("=")[0] not in {"text", "charset"}]
        kept += [_posted(request), *_headers(request, {pair.partition("=")[0] for pair in kept})]
    return "&".join(kept).encode("utf-8", "replace")


def _posted(request: Request) -> str:
    charset = re.search(r'charset="?([\w.-]+)', request.headers.get("content-type", ""))
    return f"text={quote_plus(request.body)}&charset={charset[1] if charset else 'UTF-8'}"


def _headers(request: Request, present: set[str]) -> list[str]:
    """What post-url tells in headers where the address does not say it."""
    told = {name: request.headers.get(header, "") for name, header in _HEADERS.items()}
    return [urlencode({name: value}) for name, value in told.items() if value and name not in present]


def fields(form: bytes) -> Fields:
    """The first value of every field. Raises MalformedPayload when it is no message and no report."""
    pairs = parse_qsl(form.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    found: dict[str, bytes] = {}
    for name, value in pairs:
        found.setdefault(name, value.encode("latin-1"))
    if not (found.get("dlr") and found.get("key")) and not (found.get("from") or found.get("text")):
        raise MalformedPayload
    return found


def events(found: Fields, *, at: datetime) -> list[Event]:
    """The message, or the report; nothing for a report that says nothing about delivery."""
    if found.get("dlr") and found.get("key"):
        return _report(found, at)
    return [_message(found, at)]


def _report(found: Fields, at: datetime) -> list[Event]:
    code = _text(found, "dlr")
    status = STATUSES.get(code)
    if status is None:
        return []
    key = _text(found, "key")
    return [StatusUpdate(CHANNEL, key, status, _when(found, at), _REASONS.get(code, ""), permanent=True, key=key)]


def _message(found: Fields, at: datetime) -> Inbound:
    who = sender(_text(found, "from"))
    words = _words(found)
    readable = Kind.TEXT if _text(found, "coding") != "1" else Kind.UNSUPPORTED
    return Inbound(
        channel=CHANNEL,
        message_id=_id(found),
        kind=Kind.AUTOMATIC if is_machine(who) else readable,
        sender=who,
        sent_at=_when(found, at),
        text=words if readable is Kind.TEXT else "",
        line=_text(found, "to")[:40],
        truncated=bool(_PART_OF_SEVERAL.match(found.get("udh", b""))),
    )


def _id(found: Fields) -> str:
    """Kannel's own id of the message, which is random and never comes again; otherwise a digest of all it says."""
    told = _text(found, "id")
    try:
        return str(UUID(told))
    except ValueError:
        said = b"&".join(name.encode("utf-8", "replace") + b"=" + value for name, value in sorted(found.items()))
        return f"unnamed:{hashlib.sha256(said).hexdigest()}"


def _words(found: Fields) -> str:
    content = found.get("text", b"")
    wide = _text(found, "coding") == "2"
    charset = _text(found, "charset") or ("UTF-16BE" if wide else "UTF-8")
    try:
        return storable(content.decode(charset, "replace"))
    except (LookupError, UnicodeError):
        return storable(content.decode("utf-8", "replace"))


def _when(found: Fields, otherwise: datetime) -> datetime:
    told = _text(found, "time")
    if not (told.isascii() and told.isdigit() and 0 < int(told[:12]) < _LATEST):
        return otherwise
    return datetime.fromtimestamp(int(told[:12]), UTC)


def _text(found: Fields, name: str) -> str:
    return storable(found.get(name, b"").decode("utf-8", "replace"))
