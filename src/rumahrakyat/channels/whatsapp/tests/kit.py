"""How the conformance suite speaks as WhatsApp's provider: signed requests made here, nothing else."""

import json
from typing import Any

from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.tests.peer import Answer, Peer
from rumahrakyat.channels.whatsapp.adapter import SIGNATURE, WhatsAppAdapter, sign
from rumahrakyat.channels.whatsapp.options import Options

CODE = "whatsapp"
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


def text(message_id: str, *, words: str = "halo", phone: str = "6281322904471", at: int = 1_795_248_000) -> JSON:
    return {"id": message_id, "from": phone, "timestamp": str(at), "type": "text", "text": {"body": words}}


def unknown(message_id: str) -> JSON:
    return {"id": message_id, "from": "6281322904471", "timestamp": "1795248000", "type": "hologram", "hologram": {}}


def without_phone(message_id: str) -> JSON:
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


def status(external_id: str, state: str, *, at: int = 1_795_248_100, code: int = 0, key: str = "") -> JSON:
    more: JSON = {"errors": [{"code": code, "title": "error"}]} if code else {}
    if key:
        more["biz_opaque_callback_data"] = key
    return {"id": external_id, "status": state, "timestamp": str(at), "recipient_id": "6281322904471", **more}


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
