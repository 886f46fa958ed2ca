"""How the conformance suite speaks as WhatsApp's provider: signed requests made here, nothing else."""

import json
from dataclasses import replace
from typing import Any

from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.whatsapp.adapter import SIGNATURE, WhatsAppAdapter, sign
from rumahrakyat.channels.whatsapp.options import Options

CODE = "whatsapp"
INGRESS = "webhook"
DOES_NOT_APPLY = {
    "one_message_to_two_of_our_addresses": "a message is sent to one number, and its id is unique",
    "a_number_from_a_stranger": "there is no subject line; a number in the words only asks for a public status",
    "an_automatic_answer": "nothing in the payload tells an automatic answer from a person's",
    "an_incomplete_multipart_message": "a message is never split",
}
PHONES = ("6281322904471", "6281300000002", "6281300000003")
SECRETS = ("rahasia-baru", "rahasia-lama")
JSON = dict[str, Any]


def adapter(api: str = "http://127.0.0.1:9") -> WhatsAppAdapter:
    return WhatsAppAdapter(
        Options(
            phone_id="100",
            number="+628112773393",
            token="token-uji",
            app_secrets=SECRETS,
            verify_token="kata-uji",
            api=api,
            in_house=True,
        )
    )


def text(message_id: str, *, words: str = "halo", who: int = 0, phone: str = "", at: int = 1_795_248_000) -> JSON:
    return {
        "id": message_id,
        "from": phone or PHONES[who],
        "timestamp": str(at),
        "type": "text",
        "text": {"body": words},
    }


def unknown(message_id: str) -> JSON:
    return {"id": message_id, "from": "6281322904471", "timestamp": "1795248000", "type": "hologram", "hologram": {}}


def without_usual_sender(message_id: str) -> JSON:
    return {
        "id": message_id,
        "from_user_id": "ID.13000000000000001",
        "timestamp": "1795248000",
        "type": "text",
        "text": {"body": "halo"},
    }


def picture(message_id: str, *, ref: str = "9001", sha256: str = "") -> JSON:
    image = {"id": ref, "mime_type": "image/jpeg", "sha256": sha256}
    return {"id": message_id, "from": "6281322904471", "timestamp": "1795248000", "type": "image", "image": image}


def status(external_id: str, state: str | Status, *, at: int = 1_795_248_100, code: int = 0, key: str = "") -> JSON:
    more: JSON = {"errors": [{"code": code, "title": "error"}]} if code else {}
    if key:
        more["biz_opaque_callback_data"] = key
    return {"id": external_id, "status": str(state), "timestamp": str(at), "recipient_id": "6281322904471", **more}


def body(*messages: JSON, statuses: tuple[JSON, ...] = ()) -> bytes:
    value: JSON = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "100"}}
    if messages:
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    change = {"field": "messages", "value": value}
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}).encode()


def signed(raw: bytes, *, secret: str = SECRETS[0]) -> Request:
    return Request("POST", {SIGNATURE: sign(secret, raw), "content-type": "application/json"}, {}, raw)


def link(peer: Peer, url: str = "") -> Answer:
    """The provider's first step for a file: where it can be had."""
    return Answer(content=json.dumps({"url": url or f"{peer.url}/file", "mime_type": "image/jpeg"}).encode())


def throttles(peer: Peer, seconds: int) -> None:
    peer.refuses(130429, status=429, **{"Retry-After": str(seconds)})


def refuses_for_good(peer: Peer) -> None:
    peer.refuses(131026)


def says_window_closed(peer: Peer) -> None:
    peer.refuses(131047)


# What the conformance suite asks of a kit


def requests(*items: JSON) -> list[Request]:
    messages = [item for item in items if "status" not in item]
    return [signed(body(*messages, statuses=tuple(item for item in items if "status" in item)))]


def forged(request: Request) -> Request:
    return signed(request.body, secret="bukan kita")


def unsigned(request: Request) -> Request:
    return replace(request, headers={})


def rewritten(request: Request) -> Request:
    return replace(request, body=json.dumps(json.loads(request.body), separators=(",", ":")).encode())


def nonsense() -> Request:
    return signed(b"[" * 50_000)


def citizen() -> Address:
    return Address("tel", f"+{PHONES[0]}")


def accepts(peer: Peer, external_id: str) -> None:
    peer.says(Answer(content=json.dumps({"messages": [{"id": external_id}]}).encode()))


def sent(peer: Peer) -> list[Any]:
    return peer.sent


def has_blocked_us(peer: Peer) -> None:
    peer.refuses(131026)


def token_is_dead(peer: Peer) -> None:
    peer.refuses(190, status=401)


def breaks(peer: Peer) -> None:
    peer.refuses(131000, status=500)


def serves_file(peer: Peer, content: bytes) -> None:
    peer.says(link(peer), Answer(content=content))


def file_is_gone(peer: Peer) -> None:
    peer.says(link(peer), Answer(404))


def file_at(peer: Peer, url: str) -> None:
    peer.says(link(peer, url))
