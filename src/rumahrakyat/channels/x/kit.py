"""How the conformance suite speaks as X: signed events of the Activity API, and the API's answers."""

import hashlib
import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from rumahrakyat.channels.base import Address
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.x.adapter import SIGNATURE, XAdapter, sign
from rumahrakyat.channels.x.options import Options

CODE = "x"
INGRESS = "webhook"
US = "1500000000000000001"
SECRETS = ("rahasia-baru", "rahasia-lama")
JSON = dict[str, Any]

_NO_RECEIPTS = "X does not tell whether a message was delivered or read."
_NO_WINDOW = "X sets no time within which a message must be answered."
DOES_NOT_APPLY: dict[str, str] = {
    "a_status_before_we_wrote_the_message_down": _NO_RECEIPTS,
    "read_before_delivered": _NO_RECEIPTS,
    "a_status_of_an_unknown_message": _NO_RECEIPTS,
    "the_window_closed_while_we_waited": _NO_WINDOW,
    "the_window_is_closed_and_no_template_fits": _NO_WINDOW,
    "one_message_to_two_of_our_addresses": "An installation has one account.",
    "an_automatic_answer": "X does not tell posts of machines from those of people; our own are passed over.",
    "an_incomplete_multipart_message": "X never cuts a post or a message into parts.",
}


def adapter(api: str = "http://127.0.0.1:9") -> XAdapter:
    return XAdapter(
        Options(
            user_id=US,
            username="rumah_rakyat",
            consumer_key="kunci-aplikasi",
            consumer_secrets=SECRETS,
            access_token=f"{US}-token",
            access_secret="rahasia-token",
            webhook="https://lapor.contoh.go.id/kanal/x/",
            api=api,
            in_house=True,
        )
    )


# Items: an event each


def text(name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000) -> JSON:
    return mention(name, who=who, at=at, text=words)


def mention(name: str, *, who: int = 0, at: int = 1_795_248_000, **more: Any) -> JSON:
    """The event that somebody named us in a post."""
    post = {"author_id": _person(who), "created_at": _moment(at), "lang": "in", **more}
    users = [{"id": _person(who), "username": f"warga_{who}", "name": f"Warga {who}"}]
    return event("post.mention.create", {"id": number(name), **post} if name else post, {"users": users})


def event(kind: str, payload: JSON, includes: JSON | None = None) -> JSON:
    told = {"event_type": kind, "filter": {"user_id": US}, "payload": payload, "includes": includes or {}}
    return {"data": {"event_uuid": number(json.dumps(payload, sort_keys=True)), **told}}


def page(*posts: JSON, following: str = "") -> JSON:
    """What X lists when it is asked for mentions or messages: the newest first."""
    newest = sorted(posts, key=lambda post: -int(post["id"]))
    meta: JSON = {"result_count": len(newest), **({"newest_id": newest[0]["id"]} if newest else {})}
    return {"data": newest, "meta": {**meta, **({"next_token": following} if following else {})}}


def message(name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000) -> JSON:
    """The event that somebody wrote us a direct message."""
    told = {"id": number(name), "event_type": "MessageCreate", "sender_id": _person(who), "text": words}
    return event("dm.received", {**told, "created_at": _moment(at), "dm_conversation_id": f"{_person(who)}-{US}"})


def unknown(name: str) -> JSON:
    return event("hologram.seen", {"id": number(name), "depth": 3})


def without_usual_sender(name: str) -> JSON:
    item = text(name)
    del item["data"]["payload"]["author_id"], item["data"]["includes"]
    return item


def picture(name: str, *, ref: str = "9001") -> JSON:
    return mention(name, text="ini fotonya", attachments={"media_keys": [f"3_{ref}"]})


def names_a_number(name: str, number: str) -> JSON:
    return text(name, words=f"@rumah_rakyat bagaimana {number}?")


def number(name: str) -> str:
    """The id that a name stands for: the same name, the same id."""
    return str(1_990_000_000_000_000_000 + int(hashlib.sha256(name.encode()).hexdigest()[:12], 16))


def _person(who: int) -> str:
    return str(1_600_000_000_000_000_000 + who)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


# Requests


def requests(*items: JSON) -> list[Request]:
    """X brings one event with each request."""
    return [_signed(json.dumps(item).encode(), SECRETS[0]) for item in items]


def _signed(body: bytes, secret: str) -> Request:
    return Request("POST", {SIGNATURE: sign(secret, body), "content-type": "application/json"}, {}, body)


def nonsense() -> Request:
    return _signed(b"{", SECRETS[0])


def forged(request: Request) -> Request:
    return _signed(request.body, "bukan-rahasia-kita")


def unsigned(request: Request) -> Request:
    return replace(request, headers={"content-type": "application/json"})


def rewritten(request: Request) -> Request:
    return replace(request, body=json.dumps(json.loads(request.body), separators=(",", ":")).encode())


# What the peer says


def citizen() -> Address:
    return Address("x", _person(0))


def accepts(peer: Peer, external_id: str) -> None:
    _says(peer, {"data": {"dm_event_id": external_id, "dm_conversation_id": f"{_person(0)}-{US}"}})


def posts(peer: Peer, external_id: str) -> None:
    """The peer takes a public answer."""
    _says(peer, {"data": {"id": external_id, "text": "…"}})


def throttles(peer: Peer, seconds: int) -> None:
    headers = {"x-rate-limit-limit": "15", "x-rate-limit-remaining": "0"}
    headers["x-rate-limit-reset"] = str(int(time.time()) + seconds + 1)
    peer.says(Answer(429, b'{"title":"Too Many Requests","status":429}', headers))


def refuses_for_good(peer: Peer) -> None:
    refuses(peer, 404, "Not Found Error", "Could not find the user.")


def has_blocked_us(peer: Peer) -> None:
    refuses(peer, 403, "Forbidden", "You do not have permission to DM one or more participants.")


def token_is_dead(peer: Peer) -> None:
    refuses(peer, 401, "Unauthorized", "Unauthorized")


def breaks(peer: Peer) -> None:
    peer.says(Answer(503, b"<html>over capacity"))


def refuses(peer: Peer, status: int, title: str, detail: str = "", kind: str = "about:blank") -> None:
    problem = {"title": title, "detail": detail, "type": kind, "status": status}
    peer.says(Answer(status, json.dumps(problem).encode()))


def serves_file(peer: Peer, content: bytes) -> None:
    file_at(peer, f"{peer.url}/file")
    peer.says(Answer(200, content))


def file_is_gone(peer: Peer) -> None:
    file_at(peer, f"{peer.url}/file")
    peer.says(Answer(404))


def file_at(peer: Peer, url: str) -> None:
    _says(peer, {"data": {}, "includes": {"media": [{"media_key": "3_9001", "type": "photo", "url": url}]}})


def _says(peer: Peer, answer: JSON) -> None:
    peer.says(Answer(200, json.dumps(answer).encode()))


def sent(peer: Peer) -> list[Any]:
    return [asked.json() for asked in peer.asked if asked.method == "POST"]
