"""How the conformance suite speaks as Telegram: updates with the bot's secret, and the Bot API's answers."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from rumahrakyat.channels.base import Address
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.telegram.adapter import SECRET, TelegramAdapter
from rumahrakyat.channels.telegram.options import Options

CODE = "telegram"
INGRESS = "webhook"
TOKEN = "7000000001:token-uji-yang-cukup-panjang-1234567"
SECRETS = ("rahasia-baru", "rahasia-lama")
BOT = "7000000001"
JSON = dict[str, Any]

_NO_RECEIPTS = "Telegram does not tell whether a message was delivered or read."
_NO_WINDOW = "A bot may write at any time to whoever has written to it."
DOES_NOT_APPLY: dict[str, str] = {
    "a_body_written_anew_under_the_old_signature": "The secret proves who asks; Telegram does not sign the bytes.",
    "a_status_before_we_wrote_the_message_down": _NO_RECEIPTS,
    "read_before_delivered": _NO_RECEIPTS,
    "a_status_of_an_unknown_message": _NO_RECEIPTS,
    "the_window_closed_while_we_waited": _NO_WINDOW,
    "the_window_is_closed_and_no_template_fits": _NO_WINDOW,
    "one_message_to_two_of_our_addresses": "An installation has one bot.",
    "an_incomplete_multipart_message": "Telegram never cuts a message into parts.",
}


def adapter(api: str = "http://127.0.0.1:9") -> TelegramAdapter:
    return TelegramAdapter(
        Options(
            token=TOKEN,
            secrets=SECRETS,
            username="uji_bot",
            api=api,
            webhook="https://lapor.contoh.go.id/kanal/telegram/",
            in_house=True,
        )
    )


# Items: an update each


def text(name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000) -> JSON:
    return message(name, who=who, at=at, text=words)


def message(name: str, *, who: int = 0, at: int = 1_795_248_000, **content: Any) -> JSON:
    """An update with a message in a private chat."""
    user = {"id": _person(who), "is_bot": False, "first_name": f"Warga {who}", "language_code": "id"}
    chat = {"id": _person(who), "type": "private", "first_name": f"Warga {who}"}
    told = {"from": user, "chat": chat, "date": at, **content}
    if not name:
        return {"message": told}
    return {"update_id": _number(name), "message": {"message_id": _number(name), **told}}


def unknown(name: str) -> JSON:
    return message(name, hologram={"depth": 3})


def without_usual_sender(name: str) -> JSON:
    update = text(name)
    del update["message"]["from"]
    return update


def picture(name: str, *, ref: str = "9001") -> JSON:
    sizes = [{"file_id": f"{ref}s", "width": 90, "height": 67}, {"file_id": ref, "width": 1280, "height": 960}]
    return message(name, photo=sizes)


def automatic(name: str) -> JSON:
    update = text(name, words="Saya sedang cuti.")
    update["message"]["from"]["is_bot"] = True
    return update


def names_a_number(name: str, number: str) -> JSON:
    return text(name, words=f"/start {number}")


def _person(who: int) -> int:
    return 610_000_000 + who


def _number(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[:7], 16) + 1


# Requests


def requests(*items: JSON) -> list[Request]:
    """Telegram brings one update with each request."""
    return [_request(json.dumps(item).encode(), SECRETS[0]) for item in items]


def _request(body: bytes, secret: str) -> Request:
    return Request("POST", {SECRET: secret, "content-type": "application/json"}, {}, body)


def nonsense() -> Request:
    return _request(b"{", SECRETS[0])


def forged(request: Request) -> Request:
    return _request(request.body, "bukan-rahasia-kita")


def unsigned(request: Request) -> Request:
    return replace(request, headers={"content-type": "application/json"})


def rewritten(request: Request) -> Request:
    return replace(request, body=json.dumps(json.loads(request.body), separators=(",", ":")).encode())


# What the peer says


def citizen() -> Address:
    return Address("telegram", str(_person(0)))


def accepts(peer: Peer, external_id: str) -> None:
    _says(peer, {"message_id": external_id, "chat": {"id": _person(0), "type": "private"}})


def throttles(peer: Peer, seconds: int) -> None:
    _refuses(peer, 429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def refuses_for_good(peer: Peer) -> None:
    _refuses(peer, 400, "Bad Request: chat not found")


def has_blocked_us(peer: Peer) -> None:
    _refuses(peer, 403, "Forbidden: bot was blocked by the user")


def token_is_dead(peer: Peer) -> None:
    _refuses(peer, 401, "Unauthorized")


def breaks(peer: Peer) -> None:
    peer.says(Answer(502, b"<html>bad gateway"))


def serves_file(peer: Peer, content: bytes) -> None:
    _names_file(peer)
    peer.says(Answer(200, content))


def file_is_gone(peer: Peer) -> None:
    _names_file(peer)
    peer.says(Answer(404, b'{"ok":false,"error_code":404,"description":"Not Found"}'))


def file_at(peer: Peer, url: str) -> None:
    """Telegram names a path on its own server; the only way elsewhere is that the server sends us on."""
    _names_file(peer)
    peer.says(Answer(302, b"", {"Location": url}))


def _names_file(peer: Peer) -> None:
    _says(peer, {"file_id": "9001", "file_path": "photos/file_7.jpg"})


def _says(peer: Peer, result: Any) -> None:
    peer.says(Answer(200, json.dumps({"ok": True, "result": result}).encode()))


def _refuses(peer: Peer, code: int, description: str, **parameters: int) -> None:
    problem = {"ok": False, "error_code": code, "description": description}
    peer.says(Answer(code, json.dumps({**problem, "parameters": parameters} if parameters else problem).encode()))


def sent(peer: Peer) -> list[Any]:
    return [asked.json() for asked in peer.asked if "/send" in asked.path]
