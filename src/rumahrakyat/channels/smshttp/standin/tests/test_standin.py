"""The telephone, our adapter and our webhook talk over real HTTP, as they do in a demo."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import Address, Body, DeliveryError, Inbound, Option, Outgoing
from rumahrakyat.channels.models import InboundEvent, Message
from rumahrakyat.channels.smshttp.standin.options import standin_options
from rumahrakyat.channels.standins.tests import hands
from rumahrakyat.channels.standins.tests.hands import Citizen, demo, work

__all__ = ["demo"]  # the fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.standins.tests.urls"),
]
PHONE = "6281322904471"


@pytest.fixture
def ani(demo: LiveServer) -> Citizen:
    return hands.opens("smshttp", name="Bu Ani", typed="0813-2290-4471")


def tell(words: str) -> Message:
    hands.tell("smshttp", Body(words))
    work()
    work()
    return Message.objects.get(direction="out")


def test_the_gateway_of_the_stand_in_is_described_without_a_mistake() -> None:
    assert standin_options().mistakes == ()


def test_an_sms_arrives_with_its_number_and_our_answer_shows_as_delivered(
    ani: Citizen, received: list[Inbound]
) -> None:
    ani.says(text="LAPOR jalan rusak & berlubang 100% 🙏")
    work()
    (inbound,) = received
    assert (inbound.text, inbound.line) == ("LAPOR jalan rusak & berlubang 100% 🙏", "3636")
    assert inbound.sender.addresses == (Address("tel", f"+{PHONE}"),)
    assert tell("Laporan Anda kami terima").status == "delivered"
    assert "Laporan Anda kami terima" in ani.sees()


def test_the_page_shows_how_many_messages_an_answer_takes(ani: Citizen, received: list[Inbound]) -> None:
    ani.says(text="Halo")
    work()
    tell("a" * 161)
    assert "161" in ani.sees()
    assert "2 SMS" in ani.sees()


def test_buttons_are_written_out_because_a_telephone_has_none(ani: Citizen, received: list[Inbound]) -> None:
    ani.says(text="Halo")
    work()
    hands.tell("smshttp", Body("Pilih", options=(Option("a", "Lapor"), Option("b", "Tanya"))))
    work()
    assert "1. Lapor" in ani.sees()


def test_everything_delivered_twice_is_stored_once(ani: Citizen, received: list[Inbound]) -> None:
    Client().post("/dev/smshttp/gangguan/", {"twice": "on"})
    ani.says(text="Halo")
    work()
    assert len(received) == InboundEvent.objects.count() == 1


def test_a_number_that_cannot_be_reached_becomes_a_task(ani: Citizen, received: list[Inbound]) -> None:
    ani.says(text="Halo")
    work()
    Client().post("/dev/smshttp/gangguan/", {"unreachable": "on"})
    assert tell("Halo juga").status == "failed"


@pytest.mark.parametrize(
    ("switch", "expected"), [("throttle", {"retry_after": timedelta(seconds=15)}), ("token_dead", {"alarm": True})]
)
def test_troubles_can_be_switched_on(ani: Citizen, switch: str, expected: dict[str, object]) -> None:
    Client().post("/dev/smshttp/gangguan/", {switch: "on"})
    with pytest.raises(DeliveryError) as caught:
        registry.get("smshttp").send(Outgoing(Address("tel", f"+{PHONE}"), Body("Halo"), "k"))
    assert {name: getattr(caught.value, name) for name in expected} == expected


@pytest.mark.parametrize("text", ["", "🙏" * 900])
def test_the_gateway_refuses_what_no_telephone_could_show(ani: Citizen, text: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        registry.get("smshttp").send(Outgoing(Address("tel", f"+{PHONE}"), Body(text), "k"))
    assert caught.value.permanent


@pytest.mark.usefixtures("demo")
def test_a_number_that_is_none_is_refused_with_a_sentence() -> None:
    answer = Client().post("/dev/smshttp/", {"name": "Warga", "typed": "123"})
    assert "0813 2290 4471" in answer.content.decode()


@pytest.mark.usefixtures("demo")
def test_nobody_outside_can_speak_as_the_gateway_or_use_it() -> None:
    assert Client().get("/kanal/smshttp/?msisdn=0813&message=a&msgid=1").status_code == 401
    assert Client().post("/dev/smshttp/api/send", {"msisdn": PHONE, "message": "a", "password": "x"}).status_code == 401
