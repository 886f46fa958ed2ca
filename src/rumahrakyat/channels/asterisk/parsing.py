"""ARI's events, into events of calls; a finished recording is a message of the caller besides.

Only `StasisStart` says who called. `Inbound.group` names the call, from which the caller is known.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from rumahrakyat.channels.base import Call, CallPhase, Event, Inbound, Kind, MalformedPayload, MediaRef, Sender
from rumahrakyat.channels.payload import decode as _object
from rumahrakyat.channels.payload import mapping, number, text
from rumahrakyat.channels.voice.numbers import caller

CHANNEL = "asterisk"
AUDIO = "audio/wav"
PREFIX: Final = "rr-"  # names of our recordings begin with it; others in the exchange are none of our business
# What is worth keeping: it tells of a call. The rest (keys pressed, sentences played) is about the conversation.
KEPT: Final = frozenset(
    {"StasisStart", "StasisEnd", "ChannelDestroyed", "ChannelHangupRequest", "Dial", "RecordingFinished"}
)
JSON = dict[str, Any]


def decode(raw: bytes) -> JSON:
    """Raises MalformedPayload when it is no event of ARI."""
    found = _object(raw)
    if not text(found, "type"):
        raise MalformedPayload
    return found


def events(event: JSON, *, at: datetime) -> list[Event]:
    """What the event tells of its call; nothing when it tells of the conversation only."""
    moment = instant(event, at)
    match text(event, "type"):
        case "StasisStart":
            return _call(event, CallPhase.RINGING, moment)
        case "ChannelDestroyed":
            return _call(event, CallPhase.ENDED, moment)
        case "Dial" if text(event, "dialstatus") == "ANSWER":
            return _call(event, CallPhase.ANSWERED, moment, "caller")
        case "RecordingFinished":
            return _recorded(event, moment)
    return []


def channel_of(event: JSON) -> str:
    """The id of the call that the event is about, "" when it is about none."""
    target = text(event, "recording", "target_uri") or text(event, "playback", "target_uri")
    return text(event, "channel", "id") or target.removeprefix("channel:")


def spoken_seconds(event: JSON) -> int:
    """How long somebody spoke in a finished recording; 0 when there was only silence."""
    recording = mapping(event, "recording")
    talking = number(recording, "talking_duration")
    length = number(recording, "duration") or 0
    return int(length if talking is None else min(talking, length or talking))


def instant(event: JSON, at: datetime) -> datetime:
    """The exchange's own time; `at` when it tells none."""
    try:
        found = datetime.fromisoformat(text(event, "timestamp"))
        return found.astimezone(UTC) if found.tzinfo else at
    except (ValueError, OverflowError):
        return at


def _call(event: JSON, phase: CallPhase, at: datetime, name: str = "channel") -> list[Event]:
    call_id = text(event, name, "id")
    if not call_id:
        return []
    peer = text(event, "peer", "caller", "number") or text(event, "peer", "name")
    ended = phase is CallPhase.ENDED
    return [
        Call(
            CHANNEL,
            call_id,
            phase,
            at,
            other=caller(text(event, name, "caller", "number")),
            line=text(event, name, "dialplan", "exten")[:40],
            agent=peer[:80] if phase is CallPhase.ANSWERED else "",
            cause=(text(event, "cause_txt") or text(event, "cause"))[:60] if ended else "",
        )
    ]


def _recorded(event: JSON, at: datetime) -> list[Event]:
    """A recording in which somebody spoke: the message, the call's recording, and that the caller was served."""
    name, call_id = text(event, "recording", "name"), channel_of(event)
    length = spoken_seconds(event)
    if not (name.startswith(PREFIX) and call_id and length):
        return []
    recording = MediaRef(name, kind="audio", mime_type=AUDIO)
    spoken = Inbound(
        CHANNEL, name, Kind.AUDIO, Sender(), at - timedelta(seconds=length), media=(recording,), group=call_id
    )
    kept = Call(CHANNEL, call_id, CallPhase.RECORDED, at, recording=recording)
    return [spoken, kept, Call(CHANNEL, call_id, CallPhase.ANSWERED, at)]
