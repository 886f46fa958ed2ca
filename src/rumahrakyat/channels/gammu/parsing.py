"""What the feeds stored into events. The shape is our own, so only what the daemon wrote into it is doubted."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from rumahrakyat.channels.base import Event, Inbound, Kind, MalformedPayload, Status, StatusUpdate
from rumahrakyat.channels.gateways.numbers import sender as sender_of
from rumahrakyat.channels.payload import decode as _object

CHANNEL = "gammu"
USSD = 127
GAP = "…"
# A network keeps a message for some days while our modem is off; what is older comes from a modem without a clock.
OLDEST = timedelta(days=14)
_FAILED = {
    "DeliveryFailed": ("the network could not deliver it", True),
    "SendingError": ("the modem could not send it", False),
    "Error": ("the modem's daemon could not send it", False),
}
_SENT = {"SendingOK", "SendingOKNoReport", "DeliveryOK", "DeliveryPending", "DeliveryUnknown"}


def decode(raw: bytes) -> dict[str, Any]:
    """Raises MalformedPayload."""
    found = _object(raw)
    if not isinstance(found.get("inbox", found.get("report")), dict):
        raise MalformedPayload
    return found


def events(raw: bytes, *, at: datetime) -> list[Event]:
    """The one event of a stored item; none for a report while not all parts have left. Raises MalformedPayload."""
    found = decode(raw)
    try:
        if "inbox" in found:
            return [_inbound(found["inbox"], at)]
        report = _report(found["report"])
    except (LookupError, TypeError, ValueError, OverflowError, OSError) as error:
        raise MalformedPayload from error
    return [report] if report else []


def _as_written(row: dict[str, Any]) -> None:
    """Raises TypeError when a text of the row is none."""
    texts = [row[name] for name in ("sender", "centre", "line", "coding", "written")]
    texts += [part[name] for part in row["parts"] for name in ("udh", "text")]
    numbers = [row["total"], *(part["number"] for part in row["parts"])]
    if not (all(isinstance(text, str) for text in texts) and all(isinstance(number, int) for number in numbers)):
        raise TypeError


def _inbound(row: dict[str, Any], at: datetime) -> Inbound:
    _as_written(row)
    sender = sender_of(row["sender"])
    sent_at = _sent_at(row, at)
    return Inbound(
        channel=CHANNEL,
        message_id=_name(row, believed=sent_at is not None),
        kind=_kind(row, known=bool(sender.addresses)),
        sender=sender,
        sent_at=sent_at or at,
        text=_text(row["parts"]),
        line=row["line"],
        truncated=len(row["parts"]) < row["total"],
    )


def _kind(row: dict[str, Any], *, known: bool) -> Kind:
    if not known or row["class"] == USSD:
        return Kind.AUTOMATIC
    return Kind.UNSUPPORTED if row["coding"] == "8bit" else Kind.TEXT


def _sent_at(row: dict[str, Any], at: datetime) -> datetime | None:
    written = datetime.fromtimestamp(row["at"], UTC)
    return written if at - OLDEST < written < at + OLDEST else None


def _name(row: dict[str, Any], *, believed: bool) -> str:
    """What no other message has. Not the row's number: a new inbox counts from one again, and a daemon that lost its
    database while storing a message stores it a second time. Only where the time cannot be believed, the number and
    the time of the row must tell two equal messages apart."""
    first = row["parts"][0]
    marks = [row["sender"], row["centre"], row["line"], row["coding"], row["at"], first["udh"], first["text"]]
    if not believed:
        marks += [row["id"], row["written"]]
    return hashlib.sha256(json.dumps(marks).encode()).hexdigest()[:40]


def _text(parts: Sequence[dict[str, Any]]) -> str:
    """The parts in order, with a sign where one is missing in between. The daemon puts the whole text of a complete
    message into its first part and leaves the others empty."""
    words = ""
    before = 0
    for part in parts:
        if part["text"]:
            gap = GAP if before and part["number"] > before + 1 else ""
            words += gap + part["text"]
        before = part["number"]
    return words


def _report(report: dict[str, Any]) -> StatusUpdate | None:
    states = [(state, error) for state, error in report["states"]]
    if not isinstance(report["key"], str):
        raise TypeError
    moment = datetime.fromtimestamp(report["at"], UTC)
    bad = [(state, error) for state, error in states if state in _FAILED]
    if bad:
        state, code = bad[0]
        words, permanent = _FAILED[state]
        error = f"{words} ({code})" if code >= 0 else words
        return StatusUpdate(
            CHANNEL, report["key"], Status.FAILED, moment, error=error, permanent=permanent, key=report["key"]
        )
    if len(states) < report["total"] or not all(state in _SENT for state, _ in states):
        return None
    reached = Status.DELIVERED if all(state == "DeliveryOK" for state, _ in states) else Status.SENT
    return StatusUpdate(CHANNEL, report["key"], reached, moment, key=report["key"])
