"""Against an SMS centre that is not ours."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rumahrakyat.channels import smstext
from rumahrakyat.channels.base import Address, Body, DeliveryError, Event, Inbound, Outgoing, Status, StatusUpdate
from rumahrakyat.channels.contract import NotStored, Raw
from rumahrakyat.channels.smpp import parsing, transmitting
from rumahrakyat.channels.smpp.adapter import SmppAdapter
from rumahrakyat.channels.smpp.options import Options
from rumahrakyat.channels.smpp.receiving import Receiver
from rumahrakyat.channels.smpp.tests import smsc

pytestmark = pytest.mark.peer(smsc.PROGRAM, smsc.PACKAGE)

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
CITIZEN = "6281322904471"
LONG = "Jalan provinsi di depan pasar berlubang dalam, dua motor jatuh pagi ini." * 5


class Memory:
    """A store that keeps what it is given, and refuses as often as it was told."""

    def __init__(self) -> None:
        self.items: list[Raw] = []
        self.cursors: dict[str, str] = {}
        self.refusals = 0
        self.committed_but_unheard = 0

    def cursor(self, name: str) -> str:
        return self.cursors.get(name, "")

    def take(self, items: Sequence[Raw], *, name: str = "", cursor: str = "") -> None:
        if items and self.refusals:
            self.refusals -= 1
            raise NotStored
        self.items += items
        self.cursors[name] = cursor
        if items and self.committed_but_unheard:
            self.committed_but_unheard -= 1
            raise NotStored

    def events(self) -> dict[str, Event]:
        """What the inbox makes of it: each event once."""
        found = [event for raw in self.items for event in parsing.events(raw.body, at=AT)]
        return {event.event_key: event for event in found}

    def texts(self) -> list[str]:
        return sorted(event.text for event in self.events().values() if isinstance(event, Inbound))


@pytest.fixture
def centre() -> Iterator[smsc.Centre]:
    with smsc.running() as running:
        yield running


@pytest.fixture
def options(centre: smsc.Centre) -> Options:
    return Options("127.0.0.1", centre.port, "rumah", "rahasia", source="RUMAHKITA")


@pytest.fixture
def adapter(options: Options) -> Iterator[SmppAdapter]:
    adapter = SmppAdapter(options)
    yield adapter
    adapter.transmitter.close()


@pytest.fixture
def store() -> Memory:
    return Memory()


@contextmanager
def listening(options: Options, store: Memory, *, patience: float = 600.0) -> Iterator[None]:
    """The listener in its thread, started again when it breaks."""
    stopping = threading.Event()

    def keep() -> None:
        while not stopping.is_set():
            try:
                Receiver(options, patience=patience, poll=0.05).listen(store, stopping)
            except Exception:  # noqa: BLE001 -- as the process that listens does
                stopping.wait(0.1)

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(smsc.PATIENCE_SECONDS)
    assert not thread.is_alive()


def eventually(look: Callable[[], object]) -> None:
    end = time.monotonic() + smsc.PATIENCE_SECONDS
    while not look():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_what_citizens_write_arrives_with_every_sign(centre: smsc.Centre, options: Options, store: Memory) -> None:
    with listening(options, store):
        bound = centre.waits_for("bound")
        centre.delivers(CITIZEN, "Lampu mati [di] Pucanggading €5")
        centre.delivers(CITIZEN, "Matur nuwun 🙏")
        centre.orders("deliver", source="TELKOMSEL", ton=5, coding=0, hex=b"Promo".hex())
        centre.orders("deliver", source=CITIZEN, coding=8, payload=1, hex=("panjang " * 60).encode("utf-16-be").hex())
        for _ in range(4):
            assert centre.waits_for("answered")["status"] == 0
    assert (bound["as"], bound["system_id"]) == ("receiver", "rumah")
    words = ["Lampu mati [di] Pucanggading €5", "Matur nuwun 🙏", "Promo", "panjang " * 60]
    assert store.texts() == sorted(words)
    senders = {event.text: event.sender for event in store.events().values() if isinstance(event, Inbound)}
    assert senders["Matur nuwun 🙏"].addresses == (Address("tel", f"+{CITIZEN}"),)
    assert senders["Promo"].addresses == ()


@pytest.mark.parametrize("text", [LONG, "🙏 Lubang di jalan provinsi, mohon segera ditambal. " * 4])
def test_the_parts_of_a_long_message_become_one(
    centre: smsc.Centre, options: Options, store: Memory, text: str
) -> None:
    with listening(options, store):
        centre.delivers(CITIZEN, text)
        for _ in smstext.parts(text).parts:
            centre.waits_for("answered", status=0)
        eventually(store.texts)
    assert store.texts() == [text]
    assert store.cursors == {"smpp.receiver": ""}


def test_parts_survive_the_end_of_the_process_that_took_them(
    centre: smsc.Centre, options: Options, store: Memory
) -> None:
    for number in (2, 1, 3):
        with listening(options, store):
            centre.delivers(CITIZEN, LONG, only=number)
            centre.waits_for("answered", status=0)
    assert store.texts() == [LONG]
    assert "Jalan" not in "".join(store.cursors.values())


def test_a_part_that_never_comes_does_not_hold_back_the_others(
    centre: smsc.Centre, options: Options, store: Memory
) -> None:
    with listening(options, store, patience=0.5):
        centre.delivers(CITIZEN, LONG, only=1)
        centre.delivers(CITIZEN, LONG, only=3)
        eventually(lambda: store.items)
    (event,) = store.events().values()
    assert isinstance(event, Inbound)
    assert (event.truncated, event.text) == (True, f"{LONG[:153]}…{LONG[306:]}")


def test_the_centre_keeps_what_we_could_not_store_and_it_arrives_once(
    centre: smsc.Centre, options: Options, store: Memory
) -> None:
    store.refusals = 2
    with listening(options, store):
        centre.delivers(CITIZEN, "Jembatan retak")
        statuses = [centre.waits_for("answered")["status"] for _ in range(3)]
    assert statuses == [0x64, 0x64, 0]
    assert (store.texts(), len(store.items)) == (["Jembatan retak"], 1)


def test_a_commit_whose_answer_was_lost_is_not_a_second_message(
    centre: smsc.Centre, options: Options, store: Memory
) -> None:
    store.committed_but_unheard = 1
    with listening(options, store):
        centre.delivers(CITIZEN, "Jembatan retak")
        centre.waits_for("answered", status=0)
    assert (store.texts(), len(store.items)) == (["Jembatan retak"], 1)


def test_an_answer_that_the_centre_never_got_is_not_a_second_message(
    centre: smsc.Centre, options: Options, store: Memory
) -> None:
    with listening(options, store):
        centre.waits_for("bound")
        centre.orders("unanswered")
        centre.delivers(CITIZEN, "Jembatan retak")
        centre.waits_for("closed")
        centre.waits_for("answered", status=0)
    assert store.texts() == ["Jembatan retak"]


def test_two_processes_on_one_account_lose_no_part(centre: smsc.Centre, options: Options, store: Memory) -> None:
    with listening(options, store), listening(options, store):
        for _ in range(2):
            centre.waits_for("bound")
        for number in (3, 1, 2):
            centre.delivers(CITIZEN, LONG, only=number)
            centre.waits_for("answered", status=0)
            centre.orders("switch")
        eventually(store.texts)
    assert store.texts() == [LONG]


def test_the_same_words_twice_are_two_messages(centre: smsc.Centre, options: Options, store: Memory) -> None:
    with listening(options, store):
        for _ in range(3):
            centre.delivers(CITIZEN, "1")
        for _ in range(3):
            centre.waits_for("answered", status=0)
    assert store.texts() == ["1", "1", "1"]


def test_the_session_is_opened_again_when_the_centre_went_away(
    centre: smsc.Centre, options: Options, store: Memory
) -> None:
    with listening(options, store):
        centre.waits_for("bound")
        centre.orders("drop")
        centre.waits_for("bound")
        centre.delivers(CITIZEN, "kami kembali")
        centre.waits_for("answered", status=0)
    assert store.texts() == ["kami kembali"]


def out(text: str = "Halo", key: str = "kunci") -> Outgoing:
    return Outgoing(Address("tel", f"+{CITIZEN}"), Body(text), key)


def test_a_long_answer_goes_in_parts_and_the_last_asks_for_a_receipt(
    centre: smsc.Centre, adapter: SmppAdapter, options: Options, store: Memory
) -> None:
    text = LONG[:400]
    receipt = adapter.send(out(text))
    told = [centre.waits_for("submitted") for _ in range(3)]
    octets = [bytes.fromhex(one["hex"]) for one in told]
    assert [one["report"] for one in told] == [0, 0, 1]
    assert [one["esm"] for one in told] == [0x40] * 3
    assert [octet[:6].hex()[-4:] for octet in octets] == ["0301", "0302", "0303"]
    assert "".join(smstext.decode_gsm(octet[6:]) for octet in octets) == text
    assert {(one["source"], one["source_ton"], one["to"]) for one in told} == {("RUMAHKITA", 5, CITIZEN)}
    words = (
        f"id:{told[-1]['id']} sub:001 dlvrd:001 submit date:2611211500 done date:2611211501 stat:DELIVRD err:000 text:"
    )
    with listening(options, store):
        centre.orders("deliver", source=CITIZEN, esm=4, coding=0, hex=words.encode().hex())
        centre.waits_for("answered", status=0)
    assert statuses(store) == [(receipt.external_id, Status.DELIVERED)]


def statuses(store: Memory) -> list[tuple[str, Status]]:
    return [(one.external_id, one.status) for one in store.events().values() if isinstance(one, StatusUpdate)]


def test_a_receipt_in_options_counts_too(
    centre: smsc.Centre, adapter: SmppAdapter, options: Options, store: Memory
) -> None:
    receipt = adapter.send(out("Matur nuwun 🙏"))
    told = centre.waits_for("submitted")
    assert (told["coding"], bytes.fromhex(told["hex"]).decode("utf-16-be")) == (8, "Matur nuwun 🙏")
    with listening(options, store):
        centre.orders("deliver", source=CITIZEN, esm=4, hex="", receipted=told["id"], state=5)
        centre.waits_for("answered", status=0)
    assert statuses(store) == [(receipt.external_id, Status.FAILED)]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (0x58, {"retry_after": timedelta(seconds=15)}),
        (0x14, {"retry_after": timedelta(minutes=1)}),
        (0x0B, {"permanent": True}),
        (0x0A, {"alarm": True}),
        (0x08, {}),
        (0x45, {}),
    ],
)
def test_refusals_mean_what_the_outbox_knows(
    centre: smsc.Centre, adapter: SmppAdapter, status: int, expected: dict[str, Any]
) -> None:
    centre.orders("answer", status=status)
    with pytest.raises(DeliveryError) as caught:
        adapter.send(out())
    usual = {"permanent": False, "retry_after": None, "window_closed": False, "alarm": False}
    assert {name: getattr(caught.value, name) for name in usual} == {**usual, **expected}
    assert adapter.send(out()).external_id


def test_a_refused_part_fails_the_message_and_the_next_attempt_sends_the_same_parts(
    centre: smsc.Centre, adapter: SmppAdapter
) -> None:
    for status in (0, 0x58):
        centre.orders("answer", status=status)
    with pytest.raises(DeliveryError):
        adapter.send(out(LONG[:300]))
    adapter.send(out(LONG[:300]))
    first, _refused, *again = [centre.waits_for("submitted")["hex"] for _ in range(4)]
    assert (first, len(again)) == (again[0], 2)


def test_a_wrong_password_is_an_alarm_and_over_when_it_is_right(centre: smsc.Centre, adapter: SmppAdapter) -> None:
    centre.orders("refuse", status=0x0E)
    with pytest.raises(DeliveryError) as caught:
        adapter.send(out())
    assert caught.value.alarm
    assert adapter.send(out()).external_id


def test_a_session_that_died_while_idle_costs_no_message(
    centre: smsc.Centre, adapter: SmppAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transmitting, "IDLE_SECONDS", 0.0)
    adapter.send(out())
    centre.orders("drop")
    centre.waits_for("closed")
    assert adapter.send(out()).external_id
