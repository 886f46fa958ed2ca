"""How the conformance suite speaks as Twilio: signed forms, and the answers of its API."""

import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.conf import settings

from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.twilio.adapter import TwilioAdapter
from rumahrakyat.channels.twilio.options import Options
from rumahrakyat.channels.twilio.signature import HEADER, sign

CODE = "twilio"
INGRESS = "webhook"
ACCOUNT = "AC00000000000000000000000000000001"
TOKENS = ("token-baru-uji", "token-lama-uji")
PEOPLE = ("+6281322904471", "+6281300000002", "+6281300000003")
LINE = "+6285574670012"
_WORDS = {
    Status.SENT: "sent",
    Status.DELIVERED: "delivered",
    Status.READ: "read",
    Status.FAILED: "undelivered",
}

_NO_WINDOW = "an SMS may be sent at any time"
DOES_NOT_APPLY = {
    "a_body_written_anew_under_the_old_signature": (
        "the signature covers the fields, not the bytes: the same fields written anew are the same request, and a "
        "changed field is forged (tests/test_signature.py)"
    ),
    "one_message_to_two_of_our_addresses": "an SMS has one receiver",
    "an_incomplete_multipart_message": "Twilio puts long messages together and tells of no missing part",
    "the_window_closed_while_we_waited": _NO_WINDOW,
    "the_window_is_closed_and_no_template_fits": _NO_WINDOW,
}
Item = dict[str, str]


def adapter(api: str = "http://127.0.0.1:9") -> TwilioAdapter:
    return TwilioAdapter(Options(ACCOUNT, TOKENS, LINE, webhook=webhook(), api=api, in_house=True))


def webhook() -> str:
    return f"{settings.PUBLIC_URL}/kanal/{CODE}/"


def _sid(prefix: str, name: str) -> str:
    """An id as Twilio makes them, always the same for one name."""
    return f"{prefix}{hashlib.sha256(name.encode()).hexdigest()[:32]}" if name else ""


def text(name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000) -> Item:
    """Twilio tells no time, so `at` is not in it."""
    del at
    return {
        "ToCountry": "ID",
        "SmsMessageSid": _sid("SM", name),
        "NumMedia": "0",
        "SmsSid": _sid("SM", name),
        "SmsStatus": "received",
        "Body": words,
        "To": LINE,
        "NumSegments": "1",
        "MessageSid": _sid("SM", name),
        "AccountSid": ACCOUNT,
        "From": PEOPLE[who],
        "ApiVersion": "2010-04-01",
    }


def unknown(name: str) -> Item:
    return {**{field: value for field, value in text(name).items() if field != "Body"}, "MessageType": "hologram"}


def without_usual_sender(name: str) -> Item:
    return {**text(name), "From": ""}


def automatic(name: str) -> Item:
    return {**text(name), "From": "TELKOMSEL"}


def names_a_number(name: str, number: str) -> Item:
    return text(name, words=f"STATUS {number}")


def picture(name: str, *, ref: str = "9001") -> Item:
    place = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{_sid('MM', name)}/Media/ME{ref}"
    file = {"NumMedia": "1", "MediaContentType0": "image/jpeg", "MediaUrl0": f"https://api.twilio.com{place}"}
    return {**text(name, words=""), **file}


def status(external_id: str, status: Status, *, at: int = 1_795_248_100, permanent: bool = True) -> Item:
    """Nor does it tell the time of a status."""
    del at
    told = {"MessageSid": external_id, "SmsSid": external_id, "MessageStatus": _WORDS[status], "To": PEOPLE[0]}
    code = {"ErrorCode": "30005" if permanent else "30003"} if status is Status.FAILED else {}
    return {**told, "From": LINE, "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", **code}


def requests(*items: Item) -> list[Request]:
    return [_request(item, TOKENS[0]) for item in items]


def _request(item: Item, token: str) -> Request:
    body = urlencode(item, errors="replace").encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return Request("POST", {**headers, HEADER: sign(token, webhook(), body)}, {}, body, webhook())


def forged(request: Request) -> Request:
    headers = {**request.headers, HEADER: sign("token-orang-lain", request.url, request.body)}
    return Request("POST", headers, {}, request.body, request.url)


def unsigned(request: Request) -> Request:
    headers = {name: value for name, value in request.headers.items() if name != HEADER}
    return Request("POST", headers, {}, request.body, request.url)


def nonsense() -> Request:
    return _request({"halo": "1"}, TOKENS[0])


def citizen() -> Address:
    return Address("tel", PEOPLE[0])


def _says(peer: Peer, status: int, answer: dict[str, Any], **headers: str) -> None:
    peer.says(Answer(status, json.dumps(answer).encode(), headers))


def accepts(peer: Peer, external_id: str) -> None:
    _says(peer, 201, {"sid": external_id, "status": "queued", "error_code": None})


def throttles(peer: Peer, seconds: int) -> None:
    _says(peer, 429, {"code": 20429, "message": "Too Many Requests"}, **{"Retry-After": str(seconds)})


def refuses_for_good(peer: Peer) -> None:
    _says(peer, 400, {"code": 21211, "message": "Invalid 'To' Phone Number"})


def has_blocked_us(peer: Peer) -> None:
    _says(peer, 400, {"code": 21610, "message": "Attempt to send to unsubscribed recipient"})


def token_is_dead(peer: Peer) -> None:
    _says(peer, 401, {"code": 20003, "message": "Authenticate"})


def breaks(peer: Peer) -> None:
    _says(peer, 500, {"code": 20500, "message": "Internal Server Error"})


def serves_file(peer: Peer, content: bytes) -> None:
    peer.says(Answer(200, content, {"Content-Type": "image/jpeg"}))


def file_is_gone(peer: Peer) -> None:
    _says(peer, 404, {"code": 20404, "message": "not found"})


def file_at(peer: Peer, url: str) -> None:
    peer.says(*[Answer(307, b"", {"Location": url})] * 12)


def sent(peer: Peer) -> list[Any]:
    """The fields of every message it was asked to send."""
    asked = [parse_qs(asked.body.decode()) for asked in peer.asked if asked.path.endswith("/Messages.json")]
    return [{name: values[0] for name, values in fields.items()} for fields in asked]
