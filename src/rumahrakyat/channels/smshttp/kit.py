"""How the conformance suite speaks as a gateway: the one of `examples/query.toml`."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.smshttp.adapter import SmsHttpAdapter
from rumahrakyat.channels.smshttp.configuration import PREFIX, from_text
from rumahrakyat.channels.smshttp.options import HOME

CODE = "smshttp"
INGRESS = "webhook"
TELLS_READ = False
SECRETS = ("kata-bersama-baru-uji", "kata-bersama-lama-uji")
WEBHOOK = f"https://lapor.example.go.id/kanal/{CODE}/"
EXAMPLES = Path(__file__).parent / "examples"
PEOPLE = ("6281322904471", "6281300000002", "6281300000003")
_STATUSES = {Status.SENT: "ACCEPTD", Status.DELIVERED: "DELIVRD", Status.FAILED: "UNDELIV"}

_NO_FILES = "an SMS brings no files with it"
_NO_WINDOW = "an SMS may be sent at any time"
DOES_NOT_APPLY = {
    "a_body_written_anew_under_the_old_signature": "gateways sign nothing: a shared secret says who asks, not what",
    "one_message_to_two_of_our_addresses": "an SMS has one receiver",
    "an_incomplete_multipart_message": "the gateway puts long messages together and tells of no missing part",
    "a_file_whose_link_has_expired": _NO_FILES,
    "a_file_on_a_private_address": _NO_FILES,
    "a_file_that_is_too_large": _NO_FILES,
    "the_window_closed_while_we_waited": _NO_WINDOW,
    "the_window_is_closed_and_no_template_fits": _NO_WINDOW,
}
Item = dict[str, str]


def adapter(api: str = "http://127.0.0.1:9", *, example: str = "query") -> SmsHttpAdapter:
    """The adapter with the settings of an example, but with the gateway at `api`."""
    environ = {f"{PREFIX}{name}": "sandi-uji" for name in ("PASSWORD", "TOKEN")}
    environ[f"{PREFIX}SECRETS"] = " ".join(SECRETS)
    text = (EXAMPLES / f"{example}.toml").read_text(encoding="utf-8")
    options = from_text(text, environ, webhook=WEBHOOK)
    url = f"{api}{urlsplit(options.out.url).path}"
    return SmsHttpAdapter(replace(options, out=replace(options.out, url=url)))


def _local(at: int) -> str:
    """The time as the gateway writes it: Jakarta's clock."""
    return datetime.fromtimestamp(at, UTC).astimezone(HOME).strftime("%Y-%m-%d %H:%M:%S")


def text(name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000) -> Item:
    return {"msgid": name, "msisdn": PEOPLE[who], "to": "3636", "message": words, "submitTime": _local(at)}


def unknown(name: str) -> Item:
    return {"msgid": name, "type": "mms", "submitTime": _local(1_795_248_000)}


def without_usual_sender(name: str) -> Item:
    return {**text(name), "msisdn": ""}


def automatic(name: str) -> Item:
    return {**text(name), "msisdn": "TELKOMSEL"}


def names_a_number(name: str, number: str) -> Item:
    return text(name, words=f"STATUS {number}")


def status(external_id: str, status: Status, *, at: int = 1_795_248_100, permanent: bool = True) -> Item:
    word = "EXPIRED" if status is Status.FAILED and not permanent else _STATUSES[status]
    return {"msgid": external_id, "msisdn": PEOPLE[0], "status": word, "reportTime": _local(at)}


def requests(*items: Item) -> list[Request]:
    return [_request(item, SECRETS[0]) for item in items]


def _request(item: Item, secret: str) -> Request:
    query = {"secret": secret, **item} if secret else item
    return Request("GET", {}, query, b"", f"{WEBHOOK}?{urlencode(query, errors='replace')}")


def forged(request: Request) -> Request:
    return _request(_item(request), "kata-orang-lain-sama-sekali")


def unsigned(request: Request) -> Request:
    return _request(_item(request), "")


def _item(request: Request) -> Item:
    return {name: value for name, value in request.query.items() if name != "secret"}


def nonsense() -> Request:
    return _request({"halo": "1"}, SECRETS[0])


def citizen() -> Address:
    return Address("tel", f"+{PEOPLE[0]}")


def _says(peer: Peer, status: int, answer: dict[str, str], **headers: str) -> None:
    peer.says(Answer(status, json.dumps(answer).encode(), headers))


def accepts(peer: Peer, external_id: str) -> None:
    _says(peer, 200, {"status": "OK", "msgid": external_id})


def throttles(peer: Peer, seconds: int) -> None:
    _says(peer, 429, {"status": "LIMIT"}, **{"Retry-After": str(seconds)})


def refuses_for_good(peer: Peer) -> None:
    _says(peer, 400, {"status": "INVALID_MSISDN"})


def has_blocked_us(peer: Peer) -> None:
    _says(peer, 200, {"status": "BLACKLISTED"})


def token_is_dead(peer: Peer) -> None:
    _says(peer, 200, {"status": "AUTH"})


def breaks(peer: Peer) -> None:
    peer.says(Answer(500, b"<html>"))


def sent(peer: Peer) -> list[Any]:
    """The fields of every message it was asked to send."""
    asked = [parse_qs(asked.path.partition("?")[2]) for asked in peer.asked if "/send?" in asked.path]
    return [{name: values[0] for name, values in fields.items()} for fields in asked]
