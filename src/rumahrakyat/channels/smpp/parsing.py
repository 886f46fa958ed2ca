"""Stored units into events: what citizens write, and receipts for what we sent."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rumahrakyat.channels.base import Event, Inbound, Kind, MalformedPayload, Notice, Status, StatusUpdate
from rumahrakyat.channels.gateways.numbers import sender as sender_of
from rumahrakyat.channels.smpp import pdu

CHANNEL = "smpp"
GAP = "…"
_RECEIPT_ID = re.compile(r"\bid:(\S+)")
_RECEIPT_STATE = re.compile(r"\bstat:([A-Za-z]+)")
_RECEIPT_ERROR = re.compile(r"\berr:([0-9A-Za-z]+)")
_STATES = {
    1: Status.SENT,
    2: Status.DELIVERED,
    3: Status.FAILED,
    4: Status.FAILED,
    5: Status.FAILED,
    6: Status.SENT,
    7: Status.SENT,
    8: Status.FAILED,
}
_WORDS = {
    "ENROUTE": 1,
    "DELIVRD": 2,
    "EXPIRED": 3,
    "DELETED": 4,
    "UNDELIV": 5,
    "ACCEPTD": 6,
    "UNKNOWN": 7,
    "REJECTD": 8,
}
_FAILURES = {
    3: "the telephone could not be reached in time",
    4: "the message was deleted on its way",
    5: "the network could not deliver it",
    8: "the network refused it",
}
EXPIRED = 3
UCS2 = 8


def decode(raw: bytes) -> tuple[str, int, list[pdu.Frame]]:
    """Key, number of parts, and the units of an item. Raises MalformedPayload."""
    try:
        found: Any = json.loads(raw)
        key, total, units = found["key"], found["total"], found["pdus"]
        if not (isinstance(key, str) and key and isinstance(total, int) and isinstance(units, list) and units):
            raise MalformedPayload
        return key, total, [pdu.Frame(bytes.fromhex(unit)) for unit in units]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise MalformedPayload from error


def events(raw: bytes, *, at: datetime, decimal_ids: bool = False) -> list[Event]:
    """The one event of an item. A unit that cannot be read is an unsupported message of nobody's."""
    key, total, frames = decode(raw)
    try:
        messages = [pdu.delivered(frame) for frame in frames]
    except pdu.Unreadable:
        return [Inbound(CHANNEL, key, Kind.UNSUPPORTED, sender_of(""), at)]
    if messages[0].is_receipt:
        return [_receipt(messages[0], key, at, decimal_ids=decimal_ids)]
    return [_inbound(messages, key, total, at)]


def _inbound(messages: Sequence[pdu.Delivered], key: str, total: int, at: datetime) -> Inbound:
    first = messages[0]
    sender = sender_of(first.source)
    texts = [message.text for message in messages]
    readable = all(text is not None for text in texts)
    kind = Kind.AUTOMATIC if not sender.addresses else Kind.TEXT if readable else Kind.UNSUPPORTED
    return Inbound(
        channel=CHANNEL,
        message_id=key,
        kind=kind,
        sender=sender,
        sent_at=at,
        text=_joined(messages),
        line=first.destination,
        truncated=len(messages) < total,
    )


def _joined(messages: Sequence[pdu.Delivered]) -> str:
    """The parts in order, with a sign where one is missing in between. An emoji may be cut between two parts, so
    those in 16-bit units are joined before they are read."""
    if len(messages) > 1 and _numbers(messages) == list(range(1, len(messages) + 1)):
        first = messages[0]
        if all(message.coding == first.coding for message in messages):
            whole = b"".join(message.payload for message in messages)
            joined = pdu.Delivered(first.source, first.destination, first.esm_class, first.coding, whole)
            return joined.text or ""
    words = ""
    before = 0
    for message, number in zip(messages, _numbers(messages), strict=True):
        words += (GAP if before and number > before + 1 else "") + (message.text or "")
        before = number
    return words


def _numbers(messages: Sequence[pdu.Delivered]) -> list[int]:
    return [message.part.number if message.part else 1 for message in messages]


def _receipt(message: pdu.Delivered, key: str, at: datetime, *, decimal_ids: bool) -> Event:
    """By the options when the centre fills them in, otherwise by the words of the text."""
    words = message.text if message.coding == UCS2 and message.text else message.payload.decode("latin-1")
    named = message.options.get(pdu.RECEIPTED_MESSAGE_ID, b"").split(b"\x00", 1)[0].decode("latin-1")
    in_text = _RECEIPT_ID.search(words)
    external_id = named or (in_text.group(1) if in_text else "")
    state = _state(message, words)
    if not external_id or state is None:
        return Notice(CHANNEL, key, "a delivery receipt that names no message or no state", at)
    if decimal_ids and not named and external_id.isascii() and external_id.isdigit():
        external_id = f"{int(external_id):x}"
    failure = _FAILURES.get(state, "")
    code = _RECEIPT_ERROR.search(words)
    detail = f" ({code.group(1)})" if failure and code and code.group(1).strip("0") else ""
    return StatusUpdate(
        CHANNEL, known_as(external_id), _STATES[state], at, error=f"{failure}{detail}", permanent=state != EXPIRED
    )


def _state(message: pdu.Delivered, words: str) -> int | None:
    told = int.from_bytes(message.options.get(pdu.MESSAGE_STATE, b""))
    if told in _STATES:
        return told
    word = _RECEIPT_STATE.search(words)
    return _WORDS.get(word.group(1).upper()[:7]) if word else None


def known_as(external_id: str) -> str:
    """Ids are written with and without leading noughts, in small letters and large, by one and the same centre."""
    return external_id.strip().lower().lstrip("0") or "0"
