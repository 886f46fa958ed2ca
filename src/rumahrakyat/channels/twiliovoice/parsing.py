"""Twilio's forms about calls, into events of the call and, when something was recorded, a message of the caller.

Several forms tell the same thing (the answer to <Record> and the recording's own callback): the ids are the same, so
each is taken once. The callback does not say who called; `Inbound.group` names the call, from which it is known.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from rumahrakyat.channels.base import (
    Address,
    Call,
    CallPhase,
    Event,
    Inbound,
    Kind,
    MalformedPayload,
    MediaRef,
    Notice,
    Sender,
)
from rumahrakyat.channels.codec import storable
from rumahrakyat.channels.twilio.signature import form
from rumahrakyat.channels.voice.ivr import Heard
from rumahrakyat.channels.voice.numbers import caller

CHANNEL = "twiliovoice"
Form = Mapping[str, str]
# What Twilio writes for a number that is hidden, blocked or unknown: letters on the keys of a telephone.
_HIDDEN: Final = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"})
_PHASES: Final = {
    "queued": CallPhase.RINGING,
    "initiated": CallPhase.RINGING,
    "ringing": CallPhase.RINGING,
    "in-progress": CallPhase.RINGING,
    "completed": CallPhase.ENDED,
    "busy": CallPhase.ENDED,
    "failed": CallPhase.ENDED,
    "no-answer": CallPhase.ENDED,
    "canceled": CallPhase.ENDED,
}
_CONNECTED: Final = frozenset({"completed", "answered", "bridged"})
SHORTEST_NUMBER = 6  # digits; a choice of the menu has one
AUDIO = "audio/mpeg"


def decode(raw: bytes) -> Form:
    """The fields of a request. Raises MalformedPayload when it is about no call."""
    fields = {name: storable(value) for name, value in form(raw)}
    if not fields.get("CallSid"):
        raise MalformedPayload
    return fields


def events(fields: Form, *, at: datetime) -> list[Event]:
    """Everything the form tells."""
    found: list[Event] = []
    if _is_recording(fields):
        found += _recorded(fields, at)
    elif (phase := _PHASES.get(fields.get("CallStatus", ""))) is not None:
        found.append(_call(fields, phase, _instant(fields, at)))
    elif not fields.get("RecordingSid"):
        name = fields.get("CallStatus", "")[:40] or "without a name"
        found.append(Notice(CHANNEL, f"{fields['CallSid']}:{name}", f"Twilio sent a call status {name}", at))
    if _served(fields):
        found.append(_call(fields, CallPhase.ANSWERED, at))
    return found


def has_ended(fields: Form) -> bool:
    """Whether nobody listens any more: the call is over, or the form only reports on a recording."""
    return "RecordingStatus" in fields or _PHASES.get(fields.get("CallStatus", "")) is CallPhase.ENDED


def heard(fields: Form) -> Heard:
    """What the caller did, for the menu."""
    digits = fields.get("Digits", "")
    return Heard(
        digits=re.sub(r"\D", "", digits, flags=re.ASCII)[:32],
        recorded=_seconds(fields, "RecordingDuration") or 0,
        connected=_connected(fields),
        known=citizen(fields) is not None,
    )


def citizen(fields: Form) -> Address | None:
    number = fields.get("To" if _outbound(fields) else "From", "")
    return None if number in _HIDDEN else caller(number)


def _outbound(fields: Form) -> bool:
    return fields.get("Direction", "").startswith("outbound")


def _is_recording(fields: Form) -> bool:
    return bool(
        re.fullmatch(r"RE\w{1,64}", fields.get("RecordingSid", ""))
        and fields.get("RecordingStatus", "completed") == "completed"
        and _seconds(fields, "RecordingDuration") != 0
    )


def _connected(fields: Form) -> bool:
    told = fields.get("DialCallStatus") or fields.get("QueueResult") or ""
    return told in _CONNECTED


def _served(fields: Form) -> bool:
    """Whether somebody or something served the caller: a person, the recorder, or the sentence about a case."""
    asked = len(re.sub(r"\D", "", fields.get("Digits", ""), flags=re.ASCII)) >= SHORTEST_NUMBER
    return _is_recording(fields) or _connected(fields) or asked


def _recorded(fields: Form, at: datetime) -> list[Event]:
    length = _seconds(fields, "RecordingDuration") or 1
    recording = MediaRef(fields["RecordingSid"], kind="audio", mime_type=AUDIO)
    address = citizen(fields)
    spoken = Inbound(
        CHANNEL,
        recording.ref,
        Kind.AUDIO,
        Sender((address,) if address else ()),
        at - timedelta(seconds=length),
        media=(recording,),
        group=fields["CallSid"],
        line=fields.get("To", "")[:40],
    )
    return [spoken, _call(fields, CallPhase.RECORDED, at, recording=recording)]


def _call(fields: Form, phase: CallPhase, at: datetime, *, recording: MediaRef | None = None) -> Call:
    ended = phase is CallPhase.ENDED
    outbound = _outbound(fields)
    return Call(
        CHANNEL,
        fields["CallSid"],
        phase,
        at,
        direction="out" if outbound else "in",
        other=citizen(fields),
        line=fields.get("From" if outbound else "To", "")[:40],
        agent=fields.get("DialCallSid", "")[:80] if _connected(fields) else "",
        cause=fields.get("CallStatus", "")[:60] if ended else "",
        seconds=_seconds(fields, "CallDuration") if ended else None,
        recording=recording,
    )


def _seconds(fields: Form, name: str) -> int | None:
    told = fields.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else None


def _instant(fields: Form, at: datetime) -> datetime:
    """The provider's `Timestamp`, else when we received the form."""
    try:
        found = parsedate_to_datetime(fields.get("Timestamp", ""))
        return found.astimezone(UTC) if found.tzinfo else at
    except (ValueError, OverflowError, IndexError):
        return at
