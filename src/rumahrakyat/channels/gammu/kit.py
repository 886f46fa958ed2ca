"""How the conformance suite speaks as the modem's daemon: through its tables, and with what our feeds read in them."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row

from rumahrakyat.channels.base import Address, Status
from rumahrakyat.channels.contract import Request
from rumahrakyat.channels.gammu.adapter import GammuAdapter
from rumahrakyat.channels.gammu.options import Options
from rumahrakyat.channels.gammu.scratch import Scratch
from rumahrakyat.channels.models import Outbox

CODE = "gammu"
INGRESS = "feed"
TELLS_READ = False
# Numbers of an inbox come again when it is made anew, so another text under a known number is another message.
KEEPS_A_REPEATED_ID = 2
_NO_WEBHOOK = "nothing comes over the network: the modem's daemon writes into its own database and we read there"
_NO_FILES = "an SMS holds no files"
_NO_WINDOW = "an SMS may be sent at any time"
DOES_NOT_APPLY = {
    "no_signature": _NO_WEBHOOK,
    "a_signature_of_somebody_else": _NO_WEBHOOK,
    "a_body_written_anew_under_the_old_signature": _NO_WEBHOOK,
    "an_old_request_with_its_old_signature": _NO_WEBHOOK,
    "ten_megabytes": _NO_WEBHOOK,
    "a_body_that_is_no_payload": _NO_WEBHOOK,
    "a_file_whose_link_has_expired": _NO_FILES,
    "a_file_on_a_private_address": _NO_FILES,
    "a_file_that_is_too_large": _NO_FILES,
    "the_window_closed_while_we_waited": _NO_WINDOW,
    "the_window_is_closed_and_no_template_fits": _NO_WINDOW,
    "too_many_requests": "the daemon's queue takes everything at once and sends it at the modem's pace",
    "somebody_who_cannot_be_reached": "the daemon takes every number; what the network says of it comes as a status",
    "somebody_who_blocked_us": "a network does not tell when somebody blocked us",
    "one_message_to_two_of_our_addresses": "a message is sent to one number",
    "a_number_from_a_stranger": "there is no subject line; a number in the words only asks for a public status",
}
NUMBERS = ("+6281322904471", "+6281300000002", "+6281300000003")
_STATES = {Status.SENT: "SendingOK", Status.DELIVERED: "DeliveryOK", Status.FAILED: "DeliveryFailed"}
JSON = dict[str, Any]


class ScriptedPeer:
    """The daemon's database. It is not there until something has made it, as a database that is away."""

    def __init__(self) -> None:
        self.scratch = Scratch()
        self.url = self.scratch.url


@contextmanager
def peer() -> Iterator[ScriptedPeer]:
    scripted = ScriptedPeer()
    try:
        yield scripted
    finally:
        scripted.scratch.drop()


def adapter(api: str = "postgresql://127.0.0.1:9/smsd") -> GammuAdapter:
    return GammuAdapter(Options(database_url=api, number="+628112773393"))


def text(
    name: str, *, words: str = "halo", who: int = 0, at: int = 1_795_248_000, total: int = 1, only: int = 0
) -> JSON:
    """A row as the feed found it. `name` decides which centre it came through, which makes it another message."""
    digest = int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)
    count = only or total
    parts = [_part(number, total, words if number == 1 else "") for number in range(1, count + 1)]
    row = {
        "id": digest % 100_000,
        "sender": NUMBERS[who],
        "centre": f"+62811{digest}",
        "line": "modem1",
        "coding": "Default_No_Compression",
        "class": -1,
        "written": "2026-11-21 08:00:02",
        "at": at,
        "total": total,
        "parts": parts,
    }
    return {"inbox": row}


def _part(number: int, total: int, words: str) -> JSON:
    return {"number": number, "udh": f"050003A7{total:02X}{number:02X}" if total > 1 else "", "text": words}


def unknown(name: str) -> JSON:
    """A binary message, such as the notice of a picture message."""
    return {"inbox": text(name, words="")["inbox"] | {"coding": "8bit"}}


def without_usual_sender(name: str) -> JSON:
    return {"inbox": text(name)["inbox"] | {"sender": ""}}


def automatic(name: str) -> JSON:
    return {"inbox": text(name, words="Paket data Anda hampir habis")["inbox"] | {"sender": "TELKOMSEL"}}


def incomplete(name: str) -> JSON:
    return text(name, words="bagian pertama", total=3, only=2)


def status(external_id: str, status: Status, *, at: int = 1_795_248_100, permanent: bool = True) -> JSON:
    """The daemon knows a message of ours by our own key: that of the message in the outbox, if there is one."""
    waiting = Outbox.objects.filter(channel=CODE).first()
    state = _STATES[status] if permanent else "SendingError"
    key = str(waiting.token) if waiting else external_id
    return {"report": {"key": key, "total": 1, "states": [[state, -1]], "at": at}}


def requests(*items: JSON) -> list[Request]:
    return [Request("POST", body=json.dumps(item).encode()) for item in items]


def citizen() -> Address:
    return Address("tel", NUMBERS[0])


def accepts(peer: ScriptedPeer, external_id: str) -> None:
    """It names nothing: our own key is the id."""
    peer.scratch.create()


def breaks(peer: ScriptedPeer) -> None:
    peer.scratch.drop()


def token_is_dead(peer: ScriptedPeer) -> None:
    """The database answers, but nothing there is ours to use."""
    peer.scratch.create(tables=False)


def sent(peer: ScriptedPeer) -> list[Any]:
    with psycopg.connect(peer.url, row_factory=dict_row) as database:
        return database.execute('SELECT * FROM outbox ORDER BY "ID"').fetchall()
