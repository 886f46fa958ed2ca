"""How the conformance suite speaks as the provider of Facebook and Instagram; each channel's kit adds its own."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from rumahrakyat.channels.base import Status
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.metagraph.options import Options
from rumahrakyat.channels.metagraph.webhooks import SIGNATURE, sign

DOES_NOT_APPLY = {
    "one_message_to_two_of_our_addresses": "a message is sent to one account of ours, and its id is unique",
    "a_number_from_a_stranger": "there is no subject line; a number in the words only asks for a public status",
    "an_automatic_answer": "nothing in the payload tells an automatic answer from a person's",
    "an_incomplete_multipart_message": "a message is never split",
}
PEOPLE = ("24680000000000001", "24680000000000002", "24680000000000003")
SECRETS = ("rahasia-baru", "rahasia-lama")
APP_ID = "905000000000009"
JSON = dict[str, Any]


def options(prefix: str, account_name: str, account_id: str, api: str) -> Options:
    return Options(
        prefix=prefix,
        account_name=account_name,
        account_id=account_id,
        token="token-uji",
        app_id=APP_ID,
        app_secrets=SECRETS,
        verify_token="kata-uji",
        api=api,
        in_house=True,
    )


@dataclass
class Provider:
    """The provider of one account. `api`: the peer last asked for, where the links of files lead."""

    name: str
    account_id: str
    api: str = field(default="http://127.0.0.1:9")

    def item(self, *, who: int = 0, at: int = 1_795_248_000, **more: Any) -> JSON:
        parties = {"sender": {"id": PEOPLE[who]}, "recipient": {"id": self.account_id}}
        return {**parties, "timestamp": at * 1000, **more}

    def text(self, name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000) -> JSON:
        mid = {"mid": name} if name else {}
        return self.item(who=who, at=at, message={**mid, "text": words})

    def unknown(self, name: str) -> JSON:
        return self.item(message={"mid": name, "attachments": [{"type": "hologram", "payload": {}}]})

    def without_usual_sender(self, name: str) -> JSON:
        return {
            "recipient": {"id": self.account_id},
            "timestamp": 1_795_248_000_000,
            "message": {"mid": name, "text": "a"},
        }

    def picture(self, name: str, *, ref: str = "9001") -> JSON:
        attachment = {"type": "image", "payload": {"url": f"{self.api}/berkas/{ref}.jpg"}}
        return self.item(message={"mid": name, "attachments": [attachment]})

    def echo(self, name: str, *, app_id: str = APP_ID, at: int = 1_795_248_100) -> JSON:
        parties = {"sender": {"id": self.account_id}, "recipient": {"id": PEOPLE[0]}}
        app = {"app_id": int(app_id)} if app_id else {}
        return {**parties, "timestamp": at * 1000, "message": {"mid": name, "is_echo": True, "text": "halo", **app}}

    def status(
        self, external_id: str, status: str | Status, *, at: int = 1_795_248_100, permanent: bool = True
    ) -> JSON:
        """What the provider tells of our message; it never tells of a failure afterwards."""
        del permanent
        if status == Status.SENT:
            return self.echo(external_id, at=at)
        if status == Status.READ:
            return self.item(at=at, read={"mid": external_id})
        return self.item(at=at, delivery={"mids": [external_id] if status == Status.DELIVERED else []})

    def body(self, *items: JSON) -> bytes:
        entry = {"id": self.account_id, "time": 1_795_248_000_000, "messaging": list(items)}
        return json.dumps({"object": self.name, "entry": [entry]}).encode()

    def changes(self, *changes: JSON, time: int = 1_795_248_000) -> bytes:
        entry = {"id": self.account_id, "time": time, "changes": list(changes)}
        return json.dumps({"object": self.name, "entry": [entry]}).encode()

    def requests(self, *items: JSON) -> list[Request]:
        return [signed(self.body(*items))]


def signed(raw: bytes, *, secret: str = SECRETS[0]) -> Request:
    return Request("POST", {SIGNATURE: sign(secret, raw), "content-type": "application/json"}, {}, raw)


def forged(request: Request) -> Request:
    return signed(request.body, secret="bukan kita")


def unsigned(request: Request) -> Request:
    return replace(request, headers={})


def rewritten(request: Request) -> Request:
    return replace(request, body=json.dumps(json.loads(request.body), separators=(",", ":")).encode())


def nonsense() -> Request:
    return signed(b"[" * 50_000)


def refuses(
    peer: Peer, code: int, subcode: int = 0, *, status: int = 400, headers: dict[str, str] | None = None
) -> None:
    error: JSON = {"message": "no", "type": "OAuthException", "code": code}
    if subcode:
        error["error_subcode"] = subcode
    peer.says(Answer(status, json.dumps({"error": error}).encode(), headers or {}))


def accepts(peer: Peer, external_id: str) -> None:
    peer.says(Answer(content=json.dumps({"recipient_id": PEOPLE[0], "message_id": external_id}).encode()))


def throttles(peer: Peer, seconds: int) -> None:
    refuses(peer, 613, headers={"Retry-After": str(seconds)})


def refuses_for_good(peer: Peer) -> None:
    refuses(peer, 100, 2018001)


def has_blocked_us(peer: Peer) -> None:
    refuses(peer, 551, 1545041)


def says_window_closed(peer: Peer) -> None:
    refuses(peer, 10, 2018278)


def token_is_dead(peer: Peer) -> None:
    refuses(peer, 190, status=401)


def breaks(peer: Peer) -> None:
    refuses(peer, 2, status=500)


def serves_file(peer: Peer, content: bytes) -> None:
    peer.says(Answer(content=content, headers={"Content-Type": "image/jpeg"}))


def file_is_gone(peer: Peer) -> None:
    peer.says(Answer(403, b"URL signature expired"))


def file_at(peer: Peer, url: str) -> None:
    peer.says(Answer(302, headers={"Location": url}))


def sent(peer: Peer) -> list[Any]:
    return [asked.json() for asked in peer.asked if asked.method == "POST"]
