"""One citizen begins with an SMS, goes on by WhatsApp, and both stand in one case. The modem daemon is real."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from rumahrakyat.channels import feeds, handing, registry, sending, unpack
from rumahrakyat.channels.conformance.bench import Bench
from rumahrakyat.channels.conformance.peer import Peer, serving
from rumahrakyat.channels.gammu.adapter import GammuAdapter
from rumahrakyat.channels.gammu.options import Options
from rumahrakyat.channels.gammu.scratch import database
from rumahrakyat.channels.gammu.tests import smsd
from rumahrakyat.channels.models import Message
from rumahrakyat.channels.whatsapp import kit
from rumahrakyat.correspondence.models import CaseMessage
from rumahrakyat.lib import clock
from rumahrakyat.reports import effects
from rumahrakyat.reports.models import Entry, Report
from tests.cast import World
from tests.pages import PageClient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peer(smsd.PROGRAM, smsd.PACKAGE)]
SENT = """SELECT "TextDecoded" FROM sentitems WHERE "Status" <> 'Error'"""
NUMBER = f"+{kit.PHONES[0]}"


@pytest.fixture
def modem(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[smsd.Daemon, Peer]]:
    with database() as scratch, smsd.running(tmp_path, scratch.url) as daemon, serving() as provider:
        both = registry.Registry()
        both.add(GammuAdapter(Options(database_url=scratch.url)))
        both.add(kit.adapter(provider.url))
        monkeypatch.setattr(registry, "default", lambda: both)
        yield daemon, provider


def work() -> None:
    """One round of what the workers do."""
    for owner, feed in feeds.all_feeds():
        feeds._once(owner, feed, clock.now(), again=True)
    unpack.unpack(clock.now)
    handing.hand_on(clock.now)
    while effects.run_one(at=clock.now()):
        pass
    sending.send_due(clock.now)


def filed() -> Report | None:
    work()
    return Report.objects.first()


def test_an_sms_and_a_whatsapp_message_of_one_person_are_one_case(
    world: World, modem: tuple[smsd.Daemon, Peer], client: Client
) -> None:
    daemon, provider = modem
    daemon.receives(NUMBER, "Jalan di depan pasar berlubang dalam sejak hujan kemarin, dua motor jatuh pagi ini.")
    report = smsd.eventually(filed)
    assert report is not None
    assert report.channel == "sms"
    told = smsd.eventually(
        lambda: work() or daemon.rows('SELECT "TextDecoded" FROM sentitems WHERE "Status" <> \'Error\'')
    )
    assert any(report.number in text for (text,) in told)

    bench = Bench(kit, provider)
    words = f"BALAS {report.number} sekarang lubangnya makin lebar"
    for request in kit.requests(kit.text("wamid.2", words=words, at=int(clock.now().timestamp()))):
        assert bench.post(request) == 200
    work()

    assert Report.objects.count() == 1
    replied = Entry.objects.get(report=report, type="replied")
    assert (replied.data["channel"], "makin lebar" in replied.text) == ("whatsapp", True)
    assert set(CaseMessage.objects.filter(report=report).values_list("message__channel", flat=True)) >= {
        "gammu", "whatsapp",
    }  # fmt: skip
    answers = Message.objects.filter(direction="out").values_list("channel", flat=True)
    assert set(answers) == {"gammu", "whatsapp"}
    assert report.number in provider.sent[-1]["text"]["body"]
    officer = PageClient()
    officer.force_login(world.accounts["verifier"])
    page = officer.get(f"/kerja/{report.number}/").content.decode()
    assert "SMS" in page
    assert "WhatsApp" in page
    assert "makin lebar" in page
