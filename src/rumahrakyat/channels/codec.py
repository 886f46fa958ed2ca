"""Events and bodies as JSON, and strings made safe to store: whatever a provider sends, the database can hold it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from rumahrakyat.channels.base import (
    About,
    Address,
    Body,
    Call,
    CallPhase,
    Choice,
    Event,
    Inbound,
    Kind,
    Location,
    Manner,
    MediaRef,
    Notice,
    Option,
    OutgoingFile,
    OutgoingMedia,
    Place,
    Public,
    ReadUntil,
    Sender,
    Status,
    StatusUpdate,
    Template,
)

LONGEST_ID = 255


def storable(text: str) -> str:
    """Without the two things PostgreSQL refuses in a text: NUL and halves of surrogate pairs."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def bounded(identifier: str) -> str:
    """The identifier, or a digest of it when no provider would ever send one so long."""
    clean = storable(identifier)
    if len(clean) <= LONGEST_ID:
        return clean
    return f"sha256:{hashlib.sha256(clean.encode()).hexdigest()}"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_clean(item) for item in value]
    return value


def tidy(event: Event, *, at: datetime) -> Event:
    """The event with identifiers that fit and a time that is not in the future of `at`, when we received it."""
    if isinstance(event, Inbound):
        return replace(
            event,
            message_id=bounded(event.message_id),
            quoted_id=bounded(event.quoted_id),
            group=bounded(event.group),
            sent_at=min(event.sent_at, at),
        )
    if isinstance(event, Call):
        return replace(event, call_id=bounded(event.call_id), at=min(event.at, at))
    if isinstance(event, StatusUpdate):
        return replace(event, external_id=bounded(event.external_id), at=min(event.at, at))
    return replace(event, event_key=bounded(event.event_key), at=min(event.at, at))


def dump(event: Event) -> dict[str, Any]:
    """Plain JSON values; `load` gives back an equal event."""
    cleaned = _clean(asdict(event))
    assert isinstance(cleaned, dict)
    return {"is": type(event).__name__, **cleaned}


def load(data: dict[str, Any]) -> Event:
    """The event that `dump` wrote."""
    values = dict(data)
    name = values.pop("is")
    if name == "Inbound":
        return _inbound(values)
    values["at"] = datetime.fromisoformat(values["at"])
    if name == "StatusUpdate":
        return StatusUpdate(**{**values, "status": Status(values["status"])})
    if name == "Call":
        return _call(values)
    if name == "ReadUntil":
        return ReadUntil(**{**values, "reader": Address(**values["reader"])})
    return Notice(**values)


def _call(values: dict[str, Any]) -> Call:
    return Call(
        **{
            **values,
            "phase": CallPhase(values["phase"]),
            "other": Address(**values["other"]) if values["other"] else None,
            "recording": MediaRef(**values["recording"]) if values["recording"] else None,
        }
    )


def _inbound(values: dict[str, Any]) -> Inbound:
    sender = values["sender"]
    return Inbound(
        **{
            **values,
            "kind": Kind(values["kind"]),
            "sent_at": datetime.fromisoformat(values["sent_at"]),
            "sender": Sender(tuple(Address(**a) for a in sender["addresses"]), sender["display_name"]),
            "media": tuple(MediaRef(**ref) for ref in values["media"]),
            "location": Location(**values["location"]) if values["location"] else None,
            "choice": Choice(**values["choice"]) if values["choice"] else None,
            "changed_to": Address(**values["changed_to"]) if values["changed_to"] else None,
            "about": About(**values["about"]) if values.get("about") else None,
            "public": _public(values.get("public")),
        }
    )


def _public(values: dict[str, Any] | None) -> Public | None:
    if not values:
        return None
    until = values["private_until"]
    return Public(
        **{
            **values,
            "place": Place(values["place"]),
            "private_until": datetime.fromisoformat(until) if until else None,
        }
    )


def dump_body(body: Body) -> dict[str, Any]:
    cleaned = _clean(asdict(body))
    assert isinstance(cleaned, dict)
    return cleaned


def load_body(data: dict[str, Any]) -> Body:
    """The body that `dump_body` wrote."""
    template = data.get("template")
    media = data.get("media")
    return Body(
        **{
            **data,
            "manner": Manner(data.get("manner", Manner.DIRECT)),
            "options": tuple(Option(**option) for option in data.get("options", ())),
            "template": Template(**{**template, "parameters": tuple(template["parameters"])}) if template else None,
            "media": OutgoingMedia(**media) if media else None,
            "files": tuple(OutgoingFile(**file) for file in data.get("files", ())),
        }
    )
