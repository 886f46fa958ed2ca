"""How the conformance suite speaks as a telephone exchange: posts about calls, signed over the body."""

import json
from typing import Any

from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.pbx.adapter import SECRET, SIGNATURE, PbxAdapter, sign
from rumahrakyat.channels.pbx.options import Options

CODE = "pbx"
INGRESS = "webhook"
SECRETS = ("rahasia-sentral-baru-2026", "rahasia-sentral-lama-2025")
JSON = dict[str, Any]
PEOPLE = ("+6281322904471", "+6281575500128", "+6285640017733")

_NO_MESSAGES = "an exchange tells of calls only: no message comes in this way, so none can be counted"
_NOTHING_OUT = "nothing written can be sent through a telephone exchange"
_NO_FILES = "the exchange's events name no files"
_CALLS = "the events are those of calls; that repeated and reordered ones make one call is tested in test_calls.py"
DOES_NOT_APPLY: dict[str, str] = {
    "two_messages_in_one_batch": _CALLS,
    "the_same_request_five_times_at_once": _CALLS,
    "the_same_request_again_and_a_week_later": _CALLS,
    "a_message_without_the_usual_sender": "a caller who withholds the number is tested with the calls",
    "an_unknown_kind_of_message": "an event of an unknown name is a notice for the operator, not a message",
    "signs_a_database_cannot_store": _NO_MESSAGES,
    "ten_thousand_signs_and_none": _NO_MESSAGES,
    "an_old_request_with_its_old_signature": "the exchange signs no time; a repeated event changes nothing",
    "the_database_is_away": "the front door answers 503 for every channel alike; what is then handed on is no message",
    "a_status_before_we_wrote_the_message_down": _NOTHING_OUT,
    "read_before_delivered": _NOTHING_OUT,
    "a_status_of_an_unknown_message": _NOTHING_OUT,
    "a_file_whose_link_has_expired": _NO_FILES,
    "a_file_on_a_private_address": _NO_FILES,
    "a_file_that_is_too_large": _NO_FILES,
    "too_many_requests": _NOTHING_OUT,
    "a_passing_fault": _NOTHING_OUT,
    "the_window_closed_while_we_waited": _NOTHING_OUT,
    "the_window_is_closed_and_no_template_fits": _NOTHING_OUT,
    "somebody_who_cannot_be_reached": _NOTHING_OUT,
    "somebody_who_blocked_us": _NOTHING_OUT,
    "a_dead_token": _NOTHING_OUT,
    "an_empty_message_id": _NO_MESSAGES,
    "a_repeated_message_id": _NO_MESSAGES,
    "one_message_to_two_of_our_addresses": _NO_MESSAGES,
    "a_number_from_a_stranger": _NO_MESSAGES,
    "an_automatic_answer": _NO_MESSAGES,
    "an_incomplete_multipart_message": _NO_MESSAGES,
    "ten_thousand_messages_from_one_sender": _NO_MESSAGES,
    "killed_before_and_after_the_commit": _CALLS,
}


def adapter(api: str = "") -> PbxAdapter:
    return PbxAdapter(Options(SECRETS))


def text(name: str, *, words: str = "", who: int = 0, at: int = 1_795_248_000) -> JSON:
    """A new call: the nearest that an exchange has to a message."""
    return {"event": "newCall", "direction": "in", "from": PEOPLE[who], "to": "1500", "callId": name, "time": at}


def unknown(name: str) -> JSON:
    return {**text(name), "event": "parked"}


def without_usual_sender(name: str) -> JSON:
    return {**text(name), "from": "anonymous"}


def picture(name: str, *, ref: str = "") -> JSON:
    return text(name)


def status(external_id: str, status: Status, *, at: int = 0, permanent: bool = True) -> JSON:
    return text(external_id)


def requests(*items: JSON) -> list[Request]:
    return [signed(json.dumps(list(items)).encode())]


def signed(body: bytes, *, secret: str = SECRETS[0]) -> Request:
    return Request("POST", {SIGNATURE: sign(secret, body), "content-type": "application/json"}, {}, body)


def forged(request: Request) -> Request:
    return signed(request.body, secret="rahasia orang lain")


def unsigned(request: Request) -> Request:
    kept = {name: value for name, value in request.headers.items() if name not in {SIGNATURE, SECRET}}
    return Request("POST", kept, {}, request.body)


def rewritten(request: Request) -> Request:
    return Request("POST", request.headers, {}, json.dumps(json.loads(request.body), indent=1).encode())


def citizen() -> Address:
    return Address("tel", PEOPLE[0])


def nonsense() -> Request:
    return signed(b"{")
