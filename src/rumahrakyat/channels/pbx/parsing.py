"""The events that an exchange posts: newCall, answer, hangup; a form, a JSON object, or a list of such objects."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from rumahrakyat.channels.base import Call, CallPhase, Event, MalformedPayload, Notice
from rumahrakyat.channels.codec import storable
from rumahrakyat.channels.voice.numbers import caller

CHANNEL = "pbx"
LONGEST = 200
PHASES: Final = {"newcall": CallPhase.RINGING, "answer": CallPhase.ANSWERED, "hangup": CallPhase.ENDED}
_LATEST = 32_503_680_000  # the year 3000, in seconds
Item = dict[str, Any]


def decode(raw: bytes) -> list[Item]:
    """The events of a request. Raises MalformedPayload when it holds none in either format."""
    text = raw.decode("utf-8", "replace").strip()
    items = _json(text) if text[:1] in {"{", "["} else [dict(parse_qsl(text, keep_blank_values=True))]
    if not items or not all("event" in item for item in items):
        raise MalformedPayload
    return items


def _json(text: str) -> list[Item]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedPayload from error
    items = found if isinstance(found, list) else [found]
    if not all(isinstance(item, dict) for item in items):
        raise MalformedPayload
    return items


def events(items: list[Item], *, at: datetime) -> list[Event]:
    """Every event of the request; one of an unknown name is a notice for the operator."""
    return [_event(item, at) for item in items]


def _event(item: Item, at: datetime) -> Event:
    phase = PHASES.get(_text(item, "event").lower())
    if phase is None:
        name = _text(item, "event")[:40] or "without a name"
        return Notice(CHANNEL, f"event:{_digest(item)}", f"the exchange sent an event we do not know: {name}", at)
    outbound = _text(item, "direction").lower() in {"out", "outbound"}
    theirs, ours = ("to", "from") if outbound else ("from", "to")
    return Call(
        CHANNEL,
        _text(item, "callId") or f"digest:{_digest(item)}",
        phase,
        _instant(item, at),
        direction="out" if outbound else "in",
        other=caller(_text(item, theirs)),
        line=_text(item, ours)[:40],
        agent=_text(item, "user") or _text(item, "answeringNumber"),
        cause=_text(item, "cause"),
        seconds=_seconds(item),
    )


def _text(item: Item, name: str) -> str:
    found = item.get(name)
    if isinstance(found, list):  # several phones rang: "user[]" of some exchanges
        found = ", ".join(str(one) for one in found[:5])
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return storable(str(found)).strip()[:LONGEST]


def _seconds(item: Item) -> int | None:
    told = _text(item, "duration")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else None


def _instant(item: Item, at: datetime) -> datetime:
    """The exchange's own time (seconds since 1970, or ISO 8601 with an offset), else when we received the event."""
    told = _text(item, "time")
    try:
        if told.replace(".", "", 1).isdigit() and told.isascii():
            seconds = float(told)
            return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else at
        found = datetime.fromisoformat(told)
        return found.astimezone(UTC) if found.tzinfo else at
    except (ValueError, OverflowError):
        return at


def _digest(item: Item) -> str:
    return hashlib.sha256(json.dumps(item, sort_keys=True, default=str).encode()).hexdigest()[:40]
