"""How the conformance suite speaks as an SMS centre: with units of the protocol, made here."""

import hashlib
import json
import struct
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.smpp import errors, pdu
from rumahrakyat.channels.smpp.adapter import SmppAdapter
from rumahrakyat.channels.smpp.options import Options
from rumahrakyat.channels.smpp.scripted import Centre, serving

CODE = "smpp"
INGRESS = "listener"
TELLS_READ = False
# The centre does not say how long to wait, so we do.
SHORTEST_WAIT = 15
peer = serving
_NO_WEBHOOK = "nothing comes over HTTP: the session with the SMS centre is ours, opened by us with our password"
_NO_FILES = "an SMS holds no files"
_NO_WINDOW = "an SMS may be sent at any time"
DOES_NOT_APPLY = {
    "no_signature": _NO_WEBHOOK,
    "a_signature_of_somebody_else": _NO_WEBHOOK,
    "a_body_written_anew_under_the_old_signature": _NO_WEBHOOK,
    "an_old_request_with_its_old_signature": _NO_WEBHOOK,
    "ten_megabytes": "a unit of the protocol that claims to be so long ends the session",
    "a_body_that_is_no_payload": _NO_WEBHOOK,
    "an_empty_message_id": "a delivered message has no id: the listener names it when it comes",
    "a_file_whose_link_has_expired": _NO_FILES,
    "a_file_on_a_private_address": _NO_FILES,
    "a_file_that_is_too_large": _NO_FILES,
    "the_window_closed_while_we_waited": _NO_WINDOW,
    "the_window_is_closed_and_no_template_fits": _NO_WINDOW,
    "somebody_who_blocked_us": "a network does not tell when somebody blocked us",
    "one_message_to_two_of_our_addresses": "a message is sent to one number",
    "a_number_from_a_stranger": "there is no subject line; a number in the words only asks for a public status",
}
NUMBERS = ("6281322904471", "6281300000002", "6281300000003")
LINE = "90500"
RECEIPT = 0x04
_WORDS = {Status.SENT: "ACCEPTD", Status.DELIVERED: "DELIVRD", Status.FAILED: "UNDELIV"}
JSON = dict[str, Any]


def adapter(api: str = "smpp://127.0.0.1:9") -> SmppAdapter:
    at = urlsplit(api)
    return SmppAdapter(
        Options(host=at.hostname or "", port=at.port or 9, system_id="rr", password="rahasia", source=LINE)
    )


def unit(
    payload: bytes,
    *,
    source: str = NUMBERS[0],
    ton: int = 1,
    coding: int = 8,
    esm_class: int = 0,
    options: Sequence[tuple[int, bytes]] = (),
    sequence: int = 1,
    command: int = pdu.Command.DELIVER_SM,
) -> pdu.Frame:
    """A delivered message as the centre writes it; what is too long for the text goes into an option."""
    if len(payload) > 254:
        options, payload = [*options, (pdu.MESSAGE_PAYLOAD, payload)], b""
    body = b"\x00" + bytes([ton, 1]) + source.encode() + b"\x00" + b"\x00\x01" + LINE.encode() + b"\x00"
    body += bytes([esm_class, 0, 0]) + b"\x00\x00" + bytes([0, 0, coding, 0, len(payload)]) + payload
    body += b"".join(struct.pack(">HH", tag, len(value)) + value for tag, value in options)
    return pdu.Frame(struct.pack(">IIII", pdu.HEADER + len(body), command, 0, sequence) + body)


def stored(name: str, *frames: pdu.Frame, total: int = 1) -> JSON:
    """An item as the listener stores it. Its names are for ever: a digest keeps them so here."""
    key = hashlib.sha256(name.encode()).hexdigest()[:16]
    return {"key": key, "total": total, "pdus": [frame.octets.hex() for frame in frames]}


def text(name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000) -> JSON:
    """`at` is not told by the protocol: a message is dated when it comes."""
    return stored(name, unit(words.encode("utf-16-be", "surrogatepass"), source=NUMBERS[who]))


def unknown(name: str) -> JSON:
    return stored(name, unit(b"\x06\x05\x04\x0b\x84\x23\xf0", coding=4))


def without_usual_sender(name: str) -> JSON:
    return stored(name, unit("halo".encode("utf-16-be"), source="", ton=0))


def automatic(name: str) -> JSON:
    return stored(name, unit(b"Kuota Anda habis", source="TELKOMSEL", ton=5, coding=0))


def incomplete(name: str) -> JSON:
    first = smstext.header(7, 3, 1) + b"bagian pertama"
    return stored(name, unit(first, coding=0, esm_class=pdu.HAS_HEADER), total=3)


def status(external_id: str, status: Status, *, at: int = 1_795_248_100, permanent: bool = True) -> JSON:
    word = _WORDS[status] if permanent else "EXPIRED"
    words = f"id:{external_id} sub:001 dlvrd:001 submit date:2611211500 done date:2611211501 stat:{word} err:000 text:"
    return stored(f"{external_id}:{status}", unit(words.encode(), coding=0, esm_class=RECEIPT))


def requests(*items: JSON) -> list[Request]:
    return [Request("POST", body=json.dumps(item).encode()) for item in items]


def citizen() -> Address:
    return Address("tel", f"+{NUMBERS[0]}")


def accepts(peer: Centre, external_id: str) -> None:
    peer.answers.append((0, external_id))


def throttles(peer: Centre, seconds: int) -> None:
    peer.answers.append((errors.THROTTLED, ""))


def refuses_for_good(peer: Centre) -> None:
    peer.answers.append((0x0B, ""))


def token_is_dead(peer: Centre) -> None:
    peer.refusals.append(0x0E)


def breaks(peer: Centre) -> None:
    """It hangs up without an answer."""
    peer.answers.append((-1, ""))


def sent(peer: Centre) -> list[Any]:
    return list(peer.sent)
