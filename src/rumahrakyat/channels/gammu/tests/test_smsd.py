"""Against the real daemon: what it writes is what we read, and what we write is what it sends."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from rumahrakyat.channels import feeds as looking
from rumahrakyat.channels import handing, registry, sending, unpack
from rumahrakyat.channels.base import Inbound, Kind
from rumahrakyat.channels.gammu import feeds
from rumahrakyat.channels.gammu.adapter import GammuAdapter
from rumahrakyat.channels.gammu.options import Options
from rumahrakyat.channels.gammu.scratch import Scratch, database
from rumahrakyat.channels.gammu.tests import smsd
from rumahrakyat.channels.models import Message
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.lib import clock
from rumahrakyat.people.operations import contact_point

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peer(smsd.PROGRAM, smsd.PACKAGE)]

LONG = "Jalan provinsi di depan pasar berlubang dalam, dua motor jatuh pagi ini." * 5
WITH_SIGNS = "Terima kasih 🙏 laporan Ibu sudah kami terima dan sedang dikerjakan." * 3


@pytest.fixture
def scratch(db: None) -> Iterator[Scratch]:
    with database() as made:
        yield made


@pytest.fixture
def daemon(scratch: Scratch, tmp_path: Path) -> Iterator[smsd.Daemon]:
    with smsd.running(tmp_path, scratch.url) as running:
        yield running


@pytest.fixture(autouse=True)
def adapter(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> GammuAdapter:
    """The only channel of this installation; it does not wait long for parts, nor minutes between two looks."""
    ours = GammuAdapter(Options(database_url=scratch.url))
    monkeypatch.setattr(feeds, "PATIENCE_SECONDS", 8.0)
    alone = registry.Registry()
    alone.add(ours)
    monkeypatch.setattr(registry, "default", lambda: alone)
    return ours


def take() -> None:
    """One round of the workers, however short the pause since the last."""
    for owner, feed in looking.all_feeds():
        looking._once(owner, feed, clock.now(), again=True)
    unpack.unpack(clock.now)
    handing.hand_on(clock.now)


def arrives(received: list[Inbound], count: int) -> list[Inbound]:
    def enough() -> bool:
        take()
        return len(received) >= count

    smsd.eventually(enough)
    return sorted(received, key=lambda inbound: inbound.text)


def test_what_citizens_write_arrives_once_and_whole(daemon: smsd.Daemon, received: list[Inbound]) -> None:
    daemon.receives("+6281322904471", "Lampu jalan mati 🙏")
    daemon.receives("+6281300000002", LONG)
    daemon.receives("TELKOMSEL", "Promo")
    long, lamp, promo = arrives(received, 3)
    take()
    assert (long.text, long.truncated, long.line) == (LONG, False, "modem1")
    assert (lamp.text, lamp.sender.addresses[0].value) == ("Lampu jalan mati 🙏", "+6281322904471")
    assert (promo.kind, promo.sender.addresses) == (Kind.AUTOMATIC, ())
    assert len(received) == 3
    assert abs(clock.now() - lamp.sent_at) < timedelta(minutes=20)  # less than any two time zones lie apart


def test_a_part_that_never_comes_does_not_hold_back_the_others(daemon: smsd.Daemon, received: list[Inbound]) -> None:
    daemon.receives("+6281322904471", LONG, only=(1, 3))
    (inbound,) = arrives(received, 1)
    assert inbound.truncated
    assert inbound.text == f"{LONG[:153]}…{LONG[306:459]}"


def test_a_message_that_comes_while_the_database_is_away_arrives_once_afterwards(
    daemon: smsd.Daemon, scratch: Scratch, received: list[Inbound]
) -> None:
    daemon.receives("+6281322904471", "sebelum")
    arrives(received, 1)
    with scratch.away():
        daemon.receives("+6281322904471", "selama")
        smsd.eventually(lambda: "Error connecting" in daemon.log)
        take()

    def arrived() -> bool:
        daemon.revive()
        take()
        return len(received) == 2

    smsd.eventually(arrived)
    daemon.receives("+6281322904471", "sesudah")
    assert [inbound.text for inbound in arrives(received, 3)] == ["sebelum", "selama", "sesudah"]
    take()
    assert len(received) == 3


@pytest.mark.parametrize(("text", "parts"), [("Halo, laporan diterima.", 1), (LONG, 3), (WITH_SIGNS, 4)])
def test_an_answer_leaves_in_parts_and_its_delivery_is_told(daemon: smsd.Daemon, text: str, parts: int) -> None:
    citizen = contact_point(scheme="tel", value="+6281322904471", at=clock.now())
    message = enqueue(channel="gammu", contact_point=citizen, body=text, key="k", at=clock.now())
    sending.send_due(clock.now)
    smsd.eventually(lambda: len(daemon.rows("SELECT 1 FROM sentitems")) == parts)
    sent = daemon.rows('SELECT "TextDecoded", "CreatorID", "UDH" FROM sentitems ORDER BY "SequencePosition"')
    message.refresh_from_db()
    assert "".join(row[0] for row in sent) == text
    assert {row[1] for row in sent} == {message.external_id}
    assert [row[2][-4:] for row in sent] == [f"{parts:02X}{n:02X}" for n in range(1, parts + 1)] or parts == 1
    for number in range(1, parts + 1):
        daemon.reports("+6281322904471", at=clock.now())
        smsd.eventually(lambda wanted=number: len(daemon.rows(DELIVERED)) >= wanted)  # type: ignore[misc]

    def told() -> bool:
        take()
        return Message.objects.get(pk=message.pk).status == Message.Status.DELIVERED

    smsd.eventually(told)


DELIVERED = "SELECT 1 FROM sentitems WHERE \"Status\" = 'DeliveryOK'"


def test_the_modem_is_seen_alive(daemon: smsd.Daemon, adapter: GammuAdapter) -> None:
    assert adapter.probe(at=clock.now()).problems == []
