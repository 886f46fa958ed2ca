"""A gateway's requests into events, by the names that the settings give its fields.

What comes in an address or a form is kept as one form without the secret, what comes as JSON as it is. A value is read
as bytes first: some gateways write UTF-16 into a form.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any, Final
from urllib.parse import parse_qsl, unquote_plus, urlencode

from rumahrakyat.channels.base import Event, Inbound, Kind, MalformedPayload, Notice, StatusUpdate
from rumahrakyat.channels.codec import storable
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.gateways.numbers import is_machine, sender
from rumahrakyat.channels.smshttp.options import Incoming, Wide
from rumahrakyat.channels.smshttp.paths import at_path

CHANNEL: Final = "smshttp"
LONGEST_TEXT: Final = 20_000
_LATEST: Final = 32_503_680_000  # the year 3000, in seconds


@dataclass(frozen=True)
class Item:
    """One message or report: a form's first values as bytes, or an object of JSON."""

    values: Any

    def octets(self, name: str) -> bytes:
        """The value called `name`, empty when there is none or it is no plain value."""
        if not name or not isinstance(self.values, dict | list):
            return b""
        value = self.values.get(name) if isinstance(self.values, dict) and name in self.values else None
        value = at_path(self.values, name) if value is None else value
        if isinstance(value, bytes):
            return value
        plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        return str(value).encode("utf-8", "replace") if plain else b""

    def text(self, name: str) -> str:
        return storable(self.octets(name).decode("utf-8", "replace"))


def raw(request: Request, incoming: Incoming) -> bytes:
    """What is stored of the request."""
    if _is_json(request.body):
        return request.body
    query = request.url.partition("?")[2] or urlencode(request.query)
    pairs = [*query.split("&"), *request.body.decode("latin-1").split("&")]
    hidden = incoming.carried if incoming.carrier != "header" else ""
    kept = [pair for pair in pairs if pair and not (hidden and unquote_plus(pair.partition("=")[0]) == hidden)]
    return "&".join(kept).encode("latin-1", "replace")


def carried(request: Request, incoming: Incoming) -> str:
    """The secret in the body."""
    try:
        items = _decoded(request.body)
    except MalformedPayload:
        return ""
    return Item(items).text(incoming.carried)


def check(form: bytes, incoming: Incoming) -> None:
    """Raises MalformedPayload when nothing in it is a message or a report."""
    items = _items(form, incoming)
    known = (incoming.sender, incoming.text, incoming.id)
    if items and not any(_is_report(item, incoming) or any(map(item.octets, known)) for item in items):
        raise MalformedPayload


def events(form: bytes, incoming: Incoming, *, at: datetime) -> list[Event]:
    """Every item, in its order; nothing for a report that repeats what needs no saying."""
    return [
        _report(item, incoming, at) if _is_report(item, incoming) else _message(item, incoming, at)
        for item in _items(form, incoming)
    ]


def _is_json(body: bytes) -> bool:
    return body.lstrip()[:1] in {b"{", b"["}


def _decoded(form: bytes) -> Any:
    if _is_json(form):
        try:
            return json.loads(form)
        except (ValueError, RecursionError):
            raise MalformedPayload from None
    pairs = parse_qsl(form.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    return {name: value.encode("latin-1") for name, value in reversed(pairs)}


def _items(form: bytes, incoming: Incoming) -> list[Item]:
    """The items of a batch; one when the settings name no list, or it is not there."""
    decoded = _decoded(form)
    listed = decoded if isinstance(decoded, list) else at_path(decoded, incoming.items) if incoming.items else None
    return [Item(value) for value in listed] if isinstance(listed, list) else [Item(decoded)]


def _is_report(item: Item, incoming: Incoming) -> bool:
    report = incoming.report
    return bool(item.octets(report.status) and (item.octets(report.id) or item.octets(report.key)))


def _is_message(item: Item, incoming: Incoming) -> bool:
    return bool(item.octets(incoming.sender) or item.octets(incoming.text))


def _report(item: Item, incoming: Incoming, at: datetime) -> Event:
    report = incoming.report
    told = item.text(report.status).strip()[:60]
    when = _when(item.text(report.time), incoming, at)
    key = item.text(report.key)
    for pattern, status, final in report.values:
        if fnmatchcase(told.lower(), pattern):
            error = f"the gateway says {told}" if status == "failed" and told.isascii() and told.isprintable() else ""
            return StatusUpdate(CHANNEL, key or item.text(report.id), status, when, error, permanent=final, key=key)
    return Notice(CHANNEL, f"notice:status:{told}", f"a delivery status that is not in the settings: {told}", at)


def _message(item: Item, incoming: Incoming, at: datetime) -> Inbound:
    told = item.text(incoming.sender).strip()
    who = sender(told)
    words = _words(item, incoming)
    known = Kind.TEXT if _is_message(item, incoming) else Kind.UNSUPPORTED
    return Inbound(
        channel=CHANNEL,
        message_id=_id(item, incoming, words=words, at=at),
        kind=Kind.AUTOMATIC if is_machine(who) else known,
        sender=who,
        sent_at=_when(item.text(incoming.time), incoming, at),
        text=words,
        line=item.text(incoming.line)[:40],
    )


def _id(item: Item, incoming: Incoming, *, words: str, at: datetime) -> str:
    """The gateway's id; without one, or where its ids come again, a digest of sender, words and time.

    Without a time the hour in which we heard it stands in: a repetition by the gateway comes within minutes, and a
    citizen may well write the same words again another day.
    """
    told = item.text(incoming.id).strip()
    if told and not incoming.ids_come_again:
        return told
    when = item.text(incoming.time) or at.astimezone(UTC).strftime("%Y-%m-%dT%H")
    said = [told, item.text(incoming.sender), item.text(incoming.line), when, words]
    if not _is_message(item, incoming):
        said.append(repr(item.values))
    return f"unnamed:{hashlib.sha256(json.dumps(said).encode()).hexdigest()}"


def _words(item: Item, incoming: Incoming) -> str:
    wide = incoming.wide
    if wide.field and item.text(wide.field).strip() in wide.values:
        octets = item.octets(wide.text or incoming.text)
        return storable(_widely(octets, wide.encoding))[:LONGEST_TEXT]
    return item.text(incoming.text)[:LONGEST_TEXT]


def _widely(octets: bytes, encoding: Wide) -> str:
    if encoding == "hex":
        try:
            octets = bytes.fromhex(octets.decode("ascii"))
        except (ValueError, UnicodeDecodeError):
            return octets.decode("utf-8", "replace")
    return octets.decode("utf-8" if encoding == "utf-8" else "utf-16-be", "replace")


def _when(told: str, incoming: Incoming, otherwise: datetime) -> datetime:
    """The time in UTC; a time without a zone is in the zone of the settings."""
    try:
        found = _parsed(told.strip(), incoming.time_format)
        aware = found if found.tzinfo else found.replace(tzinfo=incoming.zone)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return otherwise


def _parsed(told: str, form: str) -> datetime:
    """Raises ValueError when `told` is no time in this form."""
    if form == "iso":
        return datetime.fromisoformat(told)
    if form not in {"unix", "unix_ms"}:
        return datetime.strptime(told, form)  # noqa: DTZ007 -- who asks adds the zone where none is told
    seconds = float(told) / (1000 if form == "unix_ms" else 1)
    if not 0 < seconds < _LATEST:
        raise ValueError(form)
    return datetime.fromtimestamp(seconds, UTC)
