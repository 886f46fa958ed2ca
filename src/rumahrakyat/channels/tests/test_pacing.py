"""Sending no faster than providers allow."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rumahrakyat.channels import registry, sending
from rumahrakyat.channels.base import URGENT
from rumahrakyat.channels.conformance.peer import Peer
from rumahrakyat.channels.models import Outbox
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.windows import opened
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.people.operations import contact_point

AT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


class Clock:
    """A clock that only moves when somebody waits."""

    def __init__(self) -> None:
        self.at = AT

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def person(number: int) -> ContactPoint:
    found = contact_point(scheme="tel", value=f"+6281300000{number:03}", at=AT)
    opened(channel="whatsapp", contact_point=found, sent_at=AT, at=AT)
    return found


@pytest.fixture
def limited(channels_under_test: registry.Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    adapter = channels_under_test.get("whatsapp")
    slow = replace(adapter.capabilities, per_second=5, per_contact=timedelta(seconds=2))
    monkeypatch.setattr(adapter, "capabilities", slow, raising=False)


def test_a_channel_sends_no_more_a_second_than_its_provider_takes(limited: None, peer: Peer) -> None:
    clock = Clock()
    for number in range(20):
        enqueue(channel="whatsapp", contact_point=person(number), body="Halo", key=f"k{number}", at=AT)
    sending.send_due(clock.now, sleep=clock.sleep)
    assert len(peer.sent) == 20
    assert timedelta(seconds=2.5) < clock.at - AT < timedelta(seconds=4.5)


def test_one_person_is_not_written_to_twice_within_the_pause(limited: None, peer: Peer) -> None:
    clock = Clock()
    one = person(1)
    for number in range(2):
        enqueue(channel="whatsapp", contact_point=one, body="Halo", key=f"k{number}", at=AT)
    sending.send_due(clock.now, sleep=clock.sleep)
    assert len(peer.sent) == 1
    assert Outbox.objects.get(key="k1").next_at == AT + timedelta(seconds=2)
    clock.sleep(2)
    sending.send_due(clock.now, sleep=clock.sleep)
    assert len(peer.sent) == 2


def test_what_is_urgent_goes_first_when_the_channel_is_full(limited: None, peer: Peer) -> None:
    clock = Clock()
    for number in range(12):
        enqueue(channel="whatsapp", contact_point=person(number), body=f"biasa {number}", key=f"k{number}", at=AT)
    enqueue(channel="whatsapp", contact_point=person(90), body="darurat", key="urgent", at=AT, priority=URGENT)
    sending.send_due(clock.now, sleep=clock.sleep)
    assert peer.sent[0]["text"]["body"] == "darurat"
