"""How the conformance suite speaks as Kannel: its requests, and the answers of its `sendsms`."""

from typing import Any
from urllib.parse import parse_qs, quote_plus
from uuid import NAMESPACE_OID, uuid5

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.gateways.callers import Doorkeeper
from rumahrakyat.channels.kannel.adapter import KannelAdapter
from rumahrakyat.channels.kannel.options import Options
from rumahrakyat.channels.kannel.parsing import WORD
from rumahrakyat.channels.models import Outbox

CODE = "kannel"
INGRESS = "webhook"
TELLS_READ = False
SHORTEST_WAIT = 30
SECRETS = ("kata-bersama-baru-uji", "kata-bersama-lama-uji")
WEBHOOK = f"https://lapor.example.go.id/kanal/{CODE}/"
PEOPLE = ("+6281322904471", "+6281300000002", "+6281300000003")
_CODES = {Status.SENT: "8", Status.DELIVERED: "1", Status.FAILED: "2"}

_NO_FILES = "an SMS brings no files with it"
_NO_WINDOW = "an SMS may be sent at any time"
DOES_NOT_APPLY = {
    "a_body_written_anew_under_the_old_signature": "Kannel signs nothing: a shared secret says who asks, not what",
    "one_message_to_two_of_our_addresses": "an SMS has one receiver",
    "a_file_whose_link_has_expired": _NO_FILES,
    "a_file_on_a_private_address": _NO_FILES,
    "a_file_that_is_too_large": _NO_FILES,
    "the_window_closed_while_we_waited": _NO_WINDOW,
    "the_window_is_closed_and_no_template_fits": _NO_WINDOW,
}
Item = dict[str, bytes]


def adapter(api: str = "http://127.0.0.1:9") -> KannelAdapter:
    return KannelAdapter(
        Options(
            sendsms=f"{api}/cgi-bin/sendsms",
            username="rumahrakyat",
            password="sandi-uji",
            number="3636",
            webhook=WEBHOOK,
            status=f"{api}/status.xml",
            door=Doorkeeper(SECRETS),
        )
    )


def text(name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000) -> Item:
    wide = smstext.coding_of(words) == "ucs2"
    return {
        "from": PEOPLE[who].encode(),
        "to": b"3636",
        "text": words.encode("utf-16-be", "surrogatepass") if wide else words.encode(),
        "id": str(uuid5(NAMESPACE_OID, name)).encode() if name else b"",
        "time": str(at).encode(),
        "smsc": b"uji",
        "coding": b"2" if wide else b"0",
        "charset": b"UTF-16BE" if wide else b"UTF-8",
        "udh": b"",
    }


def unknown(name: str) -> Item:
    return {**text(name), "coding": b"1", "charset": b"binary", "text": bytes(range(40))}


def without_usual_sender(name: str) -> Item:
    return {**text(name), "from": b""}


def automatic(name: str) -> Item:
    return {**text(name), "from": b"TELKOMSEL"}


def names_a_number(name: str, number: str) -> Item:
    return text(name, words=f"STATUS {number}")


def incomplete(name: str) -> Item:
    return {**text(name), "udh": b"\x05\x00\x03\x2a\x03\x02"}


def status(external_id: str, status: Status, *, at: int = 1_795_248_100, permanent: bool = True) -> Item:
    """A report. Kannel names no id of its own but the key we sent with, so that of the waiting message is told."""
    token = Outbox.objects.values_list("token", flat=True).first()
    key = str(token) if token and external_id.startswith("ext-") else external_id
    return {"key": key.encode(), "dlr": _CODES[status].encode(), "time": str(at).encode(), "smsc": b"uji"}


def requests(*items: Item) -> list[Request]:
    return [_request(item, SECRETS[0]) for item in items]


def _request(item: Item, secret: str) -> Request:
    carried = {WORD: secret.encode(), **item} if secret else item
    query = "&".join(f"{name}={quote_plus(value)}" for name, value in carried.items())
    return Request("GET", {}, {WORD: secret} if secret else {}, b"", f"{WEBHOOK}?{query}")


def forged(request: Request) -> Request:
    url = request.url.replace(SECRETS[0], "kata-orang-lain-sama-sekali")
    return Request("GET", {}, {WORD: "kata-orang-lain-sama-sekali"}, b"", url)


def unsigned(request: Request) -> Request:
    return Request("GET", {}, {}, b"", request.url.replace(f"{WORD}={SECRETS[0]}&", ""))


def nonsense() -> Request:
    return _request({"halo": b"1"}, SECRETS[0])


def citizen() -> Address:
    return Address("tel", PEOPLE[0])


def accepts(peer: Peer, external_id: str) -> None:
    peer.says(Answer(202, b"0: Accepted for delivery"))


def throttles(peer: Peer, seconds: int) -> None:
    peer.says(Answer(503, b"Temporal failure, try again later."))


def refuses_for_good(peer: Peer) -> None:
    peer.says(Answer(400, b"Missing receiver number, rejected"))


def has_blocked_us(peer: Peer) -> None:
    peer.says(Answer(400, b"Number(s) has/have been denied by white- and/or black-lists."))


def token_is_dead(peer: Peer) -> None:
    peer.says(Answer(403, b"Authorization failed for sendsms"))


def breaks(peer: Peer) -> None:
    peer.says(Answer(500, b"<html>"))


def sent(peer: Peer) -> list[Any]:
    """The fields of every message it was asked to send."""
    asked = [parse_qs(asked.path.partition("?")[2]) for asked in peer.asked if "/sendsms?" in asked.path]
    return [{name: values[0] for name, values in fields.items()} for fields in asked]
