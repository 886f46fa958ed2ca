"""How the conformance suite speaks as Twilio about calls: signed forms, and recordings over the REST API.

A message is a recording: the answer to <Record>, with the caller's number.
"""

import hashlib
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.twilio.signature import HEADER, sign
from rumahrakyat.channels.twiliovoice.adapter import TwilioVoiceAdapter, webhook
from rumahrakyat.channels.twiliovoice.options import Options
from rumahrakyat.channels.voice.office import Office

CODE = "twiliovoice"
INGRESS = "webhook"
ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKENS = ("token-baru", "token-lama")
NUMBER = "+62243501500"
AGENT = "+62243501501"
PEOPLE = ("+6281322904471", "+6281575500128", "+6285640017733")
EVENTS_OF_A_MESSAGE = 3  # the recording as a message, as a recording of its call, and that the caller was served
Form = dict[str, str]

_NO_WORDS = "What comes in is a recording: it has no words until a person writes them down."
_NOTHING_OUT = "Nothing written can be sent through a telephone call."
DOES_NOT_APPLY: dict[str, str] = {
    "two_messages_in_one_batch": "Twilio sends one form at a time.",
    "an_unknown_kind_of_message": "A call status of an unknown name is a notice for the operator, not a message.",
    "signs_a_database_cannot_store": _NO_WORDS,
    "ten_thousand_signs_and_none": _NO_WORDS,
    "an_empty_message_id": "A form without the id of a recording is about the call alone.",
    "one_message_to_two_of_our_addresses": "A call comes to one number.",
    "a_number_from_a_stranger": _NO_WORDS,
    "an_automatic_answer": "A machine that calls us leaves a recording like anybody else.",
    "an_incomplete_multipart_message": "A recording comes whole or not at all.",
    "ten_thousand_messages_from_one_sender": _NO_WORDS,
    "a_file_on_a_private_address": "The address of a recording is made from its id; the one a form names is not asked.",
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


def adapter(api: str = "http://127.0.0.1:9") -> TwilioVoiceAdapter:
    return TwilioVoiceAdapter(Options(ACCOUNT, TOKENS, NUMBER, Office(AGENT), api=api, in_house=True))


def _id(prefix: str, name: str) -> str:
    return prefix + hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


# What an item is: a form


def call(name: str, *, who: int = 0, status: str = "ringing", **more: str) -> Form:
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": _id("CA", name),
        "CallStatus": status,
        "Direction": "inbound",
        "From": PEOPLE[who],
        "To": NUMBER,
        **more,
    }


def text(name: str, *, words: str = "", who: int = 0, at: int = 0) -> Form:
    sid = _id("RE", name)
    url = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Recordings/{sid}"
    recording = {"RecordingSid": sid, "RecordingUrl": url, "RecordingDuration": "21", "Digits": "#"}
    return call(name, who=who, status="in-progress", **recording)


def unknown(name: str) -> Form:
    return call(name, status="levitating")


def without_usual_sender(name: str) -> Form:
    return {**text(name), "From": "+266696687"}


def picture(name: str, *, ref: str = "") -> Form:
    return text(name)


def status(external_id: str, status: Status, *, at: int = 0, permanent: bool = True) -> Form:
    return call(external_id)


# Requests


def requests(*items: Form) -> list[Request]:
    return [signed(urlencode(item).encode()) for item in items]


def signed(body: bytes, *, query: str = "", token: str = TOKENS[0]) -> Request:
    url = webhook() + (f"?{query}" if query else "")
    headers = {HEADER: sign(token, url, body), "content-type": "application/x-www-form-urlencoded"}
    return Request("POST", headers, {}, body, url)


def forged(request: Request) -> Request:
    return replace(request, headers={**request.headers, HEADER: sign("token orang lain", request.url, request.body)})


def unsigned(request: Request) -> Request:
    return replace(request, headers={name: value for name, value in request.headers.items() if name != HEADER})


def rewritten(request: Request) -> Request:
    """The signature covers the fields, not their order: anew means that a field says something else."""
    return replace(request, body=request.body.replace(b"in-progress", b"completed"))


def nonsense() -> Request:
    return signed(b"Body=halo")


def citizen() -> Address:
    return Address("tel", PEOPLE[0])


# The peer's answers about recordings


def serves_file(peer: Peer, content: bytes) -> None:
    peer.says(Answer(200, content, {"Content-Type": "audio/mpeg"}))


def file_is_gone(peer: Peer) -> None:
    peer.says(Answer(404, b'{"code": 20404}'))


def sent(peer: Peer) -> list[Any]:
    return []
