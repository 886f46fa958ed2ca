"""How the conformance suite speaks as Asterisk: events of its stream, and stored recordings over REST.

A message is a finished recording.
"""

import json
from datetime import UTC, datetime
from typing import Any

from rumahrakyat.channels.asterisk.adapter import AsteriskAdapter
from rumahrakyat.channels.asterisk.options import Options
from rumahrakyat.channels.asterisk.parsing import PREFIX
from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.voice.office import Office

CODE = "asterisk"
INGRESS = "listener"
APP = "lapor"
PEOPLE = ("+6281322904471", "+6281575500128", "+6285640017733")
EVENTS_OF_A_MESSAGE = 3  # the recording as a message, as a recording of its call, and that the caller was served
JSON = dict[str, Any]

_NO_WORDS = "What comes in is a recording: it has no words until a person writes them down."
_NOTHING_OUT = "Nothing written can be sent through a telephone call."
_NO_WEBHOOK = "We connect to the exchange and it lets us in by our password; it never asks our front door."
DOES_NOT_APPLY: dict[str, str] = {
    "two_messages_in_one_batch": "The stream brings one event at a time.",
    "an_unknown_kind_of_message": "Events of an unknown type tell of no call; the listener passes over them.",
    "signs_a_database_cannot_store": _NO_WORDS,
    "ten_thousand_signs_and_none": _NO_WORDS,
    "no_signature": _NO_WEBHOOK,
    "a_signature_of_somebody_else": _NO_WEBHOOK,
    "a_body_written_anew_under_the_old_signature": _NO_WEBHOOK,
    "an_old_request_with_its_old_signature": _NO_WEBHOOK,
    "ten_megabytes": "The stream is read with a limit of its own; tested with the listener.",
    "a_body_that_is_no_payload": "What is no event is passed over; tested with the listener.",
    "an_empty_message_id": "A recording without a name is none of ours.",
    "one_message_to_two_of_our_addresses": "A call comes to one number.",
    "a_number_from_a_stranger": _NO_WORDS,
    "an_automatic_answer": "A machine that calls us leaves a recording like anybody else.",
    "an_incomplete_multipart_message": "A recording comes whole or not at all.",
    "ten_thousand_messages_from_one_sender": _NO_WORDS,
    "a_file_on_a_private_address": "The exchange stands in the house; recordings are asked of it alone, by name.",
    "a_status_before_we_wrote_the_message_down": _NOTHING_OUT,
    "read_before_delivered": _NOTHING_OUT,
    "a_status_of_an_unknown_message": _NOTHING_OUT,
    "too_many_requests": _NOTHING_OUT,
    "a_passing_fault": _NOTHING_OUT,
    "the_window_closed_while_we_waited": _NOTHING_OUT,
    "the_window_is_closed_and_no_template_fits": _NOTHING_OUT,
    "somebody_who_cannot_be_reached": _NOTHING_OUT,
    "somebody_who_blocked_us": _NOTHING_OUT,
    "a_dead_token": _NOTHING_OUT,
}


def options(api: str, events: str = "") -> Options:
    return Options(
        url=f"{api}/ari", events=events, user="lapor", password="sandi-uji", app=APP, office=Office("2000@petugas")
    )


def adapter(api: str = "http://127.0.0.1:9") -> AsteriskAdapter:
    return AsteriskAdapter(options(api))


# What the stream brings


def event(kind: str, *, call: str = "1795248000.7", at: int = 1_795_248_000, who: int = 0, **more: Any) -> JSON:
    moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    channel = {
        "id": call,
        "name": "PJSIP/trunk-00000007",
        "state": "Up",
        "caller": {"name": "", "number": PEOPLE[who].removeprefix("+")},
        "connected": {"name": "", "number": ""},
        "dialplan": {"context": "masuk", "exten": "1500", "priority": 2},
        "creationtime": moment,
    }
    return {"type": kind, "application": APP, "timestamp": moment, "channel": channel, **more}


def recorded(name: str, *, call: str = "1795248000.7", at: int = 1_795_248_060, talking: int = 21) -> JSON:
    recording = {"name": f"{PREFIX}{name}", "format": "wav", "state": "done", "target_uri": f"channel:{call}"}
    told = event("RecordingFinished", call=call, at=at)
    told.pop("channel")
    return {**told, "recording": {**recording, "duration": talking + 2, "talking_duration": talking}}


def text(name: str, *, words: str = "", who: int = 0, at: int = 1_795_248_060) -> JSON:
    return recorded(name, at=at)


def unknown(name: str) -> JSON:
    return {**event("ChannelLevitated"), "name": name}


def without_usual_sender(name: str) -> JSON:
    return recorded(name)


def picture(name: str, *, ref: str = "") -> JSON:
    return recorded(name)


def status(external_id: str, status: Status, *, at: int = 0, permanent: bool = True) -> JSON:
    return recorded(external_id)


def requests(*items: JSON) -> list[Request]:
    return [Request("POST", {}, {}, json.dumps(item).encode()) for item in items]


def forged(request: Request) -> Request:
    return request


def unsigned(request: Request) -> Request:
    return request


def rewritten(request: Request) -> Request:
    return request


def nonsense() -> Request:
    return Request("POST", {}, {}, b"{")


def citizen() -> Address:
    return Address("tel", PEOPLE[0])


def serves_file(peer: Peer, content: bytes) -> None:
    peer.says(Answer(200, content, {"Content-Type": "audio/x-wav"}))


def file_is_gone(peer: Peer) -> None:
    peer.says(Answer(404, b'{"message": "Recording not found"}'))


def sent(peer: Peer) -> list[Any]:
    return []
