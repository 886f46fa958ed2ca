"""The listener, the database and the workers together, with an SMS centre that is not ours."""

import threading
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from rumahrakyat.channels import handing, inbox, listening, registry, sending, unpack
from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import InboundEvent, Message, RawInbound
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.smpp.adapter import SmppAdapter
from rumahrakyat.channels.smpp.options import Options
from rumahrakyat.channels.smpp.tests import smsc
from rumahrakyat.lib import clock
from rumahrakyat.people.operations import contact_point

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.peer(smsc.PROGRAM, smsc.PACKAGE)]

CITIZEN = "6281322904471"


@pytest.fixture
def centre() -> Iterator[smsc.Centre]:
    with smsc.running() as running:
        yield running


@pytest.fixture
def adapter(centre: smsc.Centre, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmppAdapter]:
    ours = SmppAdapter(Options("127.0.0.1", centre.port, "rumah", "rahasia", source="90500"))
    alone = registry.Registry()
    alone.add(ours)
    monkeypatch.setattr(registry, "default", lambda: alone)
    yield ours
    ours.transmitter.close()


@pytest.fixture
def process(adapter: SmppAdapter) -> Iterator[None]:
    """What `rumahrakyat listen` runs."""
    stopping = threading.Event()
    thread = threading.Thread(target=listening.run, args=(stopping,), daemon=True)
    thread.start()
    yield
    stopping.set()
    thread.join(smsc.PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_a_message_is_answered_when_it_is_committed_and_a_database_that_is_away_costs_nothing(
    centre: smsc.Centre, process: None, received: list[Inbound], monkeypatch: pytest.MonkeyPatch
) -> None:
    centre.delivers(CITIZEN, "Lampu mati 🙏")
    centre.waits_for("answered", status=0)
    assert RawInbound.objects.count() == 1
    with monkeypatch.context() as away:
        away.setattr(inbox, "_insert", _is_away)
        centre.delivers(CITIZEN, "Jembatan retak")
        centre.waits_for("answered", status=0x64)
    centre.waits_for("answered", status=0)
    unpack.unpack(clock.now)
    handing.hand_on(clock.now)
    assert [inbound.text for inbound in received] == ["Lampu mati 🙏", "Jembatan retak"]
    assert InboundEvent.objects.count() == 2


def _is_away(*_values: object) -> None:
    raise OperationalError


def test_an_answer_is_delivered_when_the_centre_says_so(centre: smsc.Centre, process: None) -> None:
    citizen = contact_point(scheme="tel", value=f"+{CITIZEN}", at=clock.now())
    message = enqueue(channel="smpp", contact_point=citizen, body="Laporan diterima.", key="k", at=clock.now())
    sending.send_due(clock.now)
    told = centre.waits_for("submitted")
    message.refresh_from_db()
    assert message.status == Message.Status.SENT
    centre.orders("deliver", source=CITIZEN, esm=4, hex="", receipted=told["id"], state=2)
    centre.waits_for("answered", status=0)
    unpack.unpack(clock.now)
    handing.hand_on(clock.now)
    message.refresh_from_db()
    assert message.status == Message.Status.DELIVERED
