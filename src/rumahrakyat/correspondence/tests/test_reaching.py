"""Which way people are reached: their own choice, the way they came, and another when that fails for good."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from unittest import mock

import pytest

from rumahrakyat.channels import registry, sending
from rumahrakyat.channels.base import Body, Capabilities, DeliveryError, Outgoing, Receipt
from rumahrakyat.channels.models import DeliveryTask, Message
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.web.adapter import WebAdapter
from rumahrakyat.correspondence import reaching
from rumahrakyat.correspondence.models import Listener
from rumahrakyat.people import operations as people
from rumahrakyat.people.models import ContactPoint
from tests.cast import World

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Carrier(WebAdapter):
    """A channel that takes every message, or none."""

    def __init__(self, code: str, medium: str, scheme: str, *, works: bool = True) -> None:
        self.code, self.medium, self.label = code, medium, code.upper()
        self.capabilities = replace(Capabilities(), schemes=(scheme,))
        self.works = works
        self.sent: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> Receipt:
        if not self.works:
            raise DeliveryError("nobody there", permanent=True)
        self.sent.append(outgoing)
        return Receipt(f"{self.code}:{len(self.sent)}")


@pytest.fixture
def carriers() -> Iterator[dict[str, Carrier]]:
    made = {
        "chat": Carrier("chat", "whatsapp", "tel", works=False),
        "modem": Carrier("modem", "sms", "tel"),
        "post": Carrier("post", "email", "email"),
    }
    fresh = registry.Registry()
    for adapter in [WebAdapter(), *made.values()]:
        fresh.add(adapter)
    with mock.patch.object(registry, "default", return_value=fresh):
        yield made


@pytest.fixture
def citizen() -> ContactPoint:
    return people.contact_point(scheme="tel", value="+6281322904471", at=AT)


def allow(citizen: ContactPoint) -> None:
    people.prefer(reporter=citizen.reporter, contact=None, channel="", fallback=True, at=AT)


def fail(citizen: ContactPoint, body: Body | str = "Ada kabar") -> Message:
    message = enqueue(channel="chat", contact_point=citizen, body=body, key="k1", at=AT)
    for _attempt in range(2):
        sending.send_due(lambda: AT)
    return message


def test_a_message_that_cannot_be_delivered_goes_another_way_when_the_person_allowed_it(
    carriers: dict[str, Carrier], citizen: ContactPoint
) -> None:
    allow(citizen)
    fail(citizen)
    assert [outgoing.body.text for outgoing in carriers["modem"].sent] == ["Ada kabar"]
    assert DeliveryTask.objects.get().outcome == "sent by MODEM instead"


def test_without_consent_a_person_of_ours_decides(carriers: dict[str, Carrier], citizen: ContactPoint) -> None:
    fail(citizen)
    assert carriers["modem"].sent == []
    assert DeliveryTask.objects.filter(done_at=None).count() == 1


def test_the_other_way_is_tried_once_and_not_round_in_circles(
    carriers: dict[str, Carrier], citizen: ContactPoint
) -> None:
    allow(citizen)
    carriers["modem"].works = False
    people.link_contact(reporter=citizen.reporter, scheme="email", value="siti@contoh.example", at=AT)
    fail(citizen)
    assert Message.objects.filter(direction="out").count() == 2
    assert DeliveryTask.objects.filter(done_at=None).count() == 1


def test_an_address_that_asked_for_silence_is_not_the_other_way(
    carriers: dict[str, Carrier], citizen: ContactPoint
) -> None:
    allow(citizen)
    carriers["modem"].works = False
    mail = people.link_contact(reporter=citizen.reporter, scheme="email", value="siti@contoh.example", at=AT)
    people.stop_messages(contact=mail, at=AT)
    fail(citizen)
    assert carriers["post"].sent == []


@pytest.mark.parametrize(("channel", "expected"), [("chat", "chat"), ("phone", "modem"), ("web", "modem")])
def test_who_came_where_nothing_can_be_pushed_is_answered_by_text(
    carriers: dict[str, Carrier], citizen: ContactPoint, channel: str, expected: str
) -> None:
    assert reaching.channel_for(contact=citizen, channel=channel) == expected


def test_news_go_where_the_person_asked_to_hear_from_us(
    carriers: dict[str, Carrier], citizen: ContactPoint, world: World
) -> None:
    listener = Listener(report=world.report(), contact_point=citizen, channel="chat", since=AT)
    assert reaching.way_to(listener) == ("chat", citizen)
    mail = people.link_contact(reporter=citizen.reporter, scheme="email", value="siti@contoh.example", at=AT)
    people.prefer(reporter=citizen.reporter, contact=mail, channel="post", fallback=False, at=AT)
    citizen.refresh_from_db()
    assert reaching.way_to(Listener(contact_point=citizen, channel="chat")) == ("post", mail)
    people.stop_messages(contact=mail, at=AT)
    citizen.refresh_from_db()
    assert reaching.way_to(Listener(contact_point=citizen, channel="chat")) == ("chat", citizen)
