"""The stand-in, our adapter and our webhook talk over real HTTP, as they do in a demo."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.channels import media, registry
from rumahrakyat.channels.base import Address, Body, DeliveryError, Inbound, Kind, Option, Outgoing, Template
from rumahrakyat.channels.models import InboundMedia, Message, Outbox
from rumahrakyat.channels.standins.tests import hands
from rumahrakyat.channels.standins.tests.hands import Citizen, demo, work
from rumahrakyat.channels.whatsapp.standin.api import store

__all__ = ["demo"]  # the fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.standins.tests.urls"),
]
PHONE = "6281322904471"


@pytest.fixture
def siti(demo: LiveServer) -> Citizen:
    return hands.opens("whatsapp", name="Bu Siti", typed=f"+{PHONE}")


def tell(body: Body) -> None:
    hands.tell("whatsapp", body)


def test_a_number_typed_in_any_way_is_one_person(siti: Citizen) -> None:
    assert hands.opens("whatsapp", name="Bu Siti", typed="0813 2290-4471").key == siti.key == PHONE
    assert "0813 2290 4471" in siti.sees()


def test_our_answer_is_read_when_somebody_looks(siti: Citizen, received: list[Inbound]) -> None:
    siti.says(text="Halo")
    work()
    tell(Body("Apa yang *terjadi*?", options=(Option("a", "Lapor"), Option("b", "Tanya"))))
    work()
    work()
    assert Message.objects.get(direction="out").status == "delivered"
    assert "Apa yang <strong>terjadi</strong>?" in siti.sees()
    work()
    assert Message.objects.get(direction="out").status == "read"


@pytest.mark.parametrize("count", [2, 5])
def test_a_tapped_button_or_row_comes_back_with_the_id_we_sent(
    siti: Citizen, received: list[Inbound], count: int
) -> None:
    siti.says(text="Halo")
    work()
    tell(Body("Pilih", options=tuple(Option(f"o{n}", f"Pilihan {n}") for n in range(count)), list_label="Pilih"))
    work()
    ours = Message.objects.get(direction="out").external_id
    siti.says(what="tap", under=ours, choice="o1")
    work()
    assert (received[-1].choice and received[-1].choice.id, received[-1].quoted_id) == ("o1", ours)


def test_an_answer_names_the_message_it_answers(siti: Citizen, received: list[Inbound]) -> None:
    siti.says(text="Halo")
    work()
    tell(Body("Di mana?"))
    work()
    ours = Message.objects.get(direction="out").external_id
    siti.says(text="Di Demak", under=ours)
    work()
    assert received[-1].quoted_id == ours
    assert '<p class="quoted">Di mana?</p>' in siti.sees()


def test_a_photo_travels_in_two_steps(siti: Citizen, received: list[Inbound]) -> None:
    siti.says(text="ini fotonya", file=hands.photo())
    work()
    assert (received[0].kind, received[0].text) == (Kind.IMAGE, "ini fotonya")
    assert media.blobs().get(InboundMedia.objects.get().digest) == b"\xff\xd8\xff foto"


def test_a_place_and_a_strange_message_arrive(siti: Citizen, received: list[Inbound]) -> None:
    siti.says(what="place", place="demak")
    Client().post(siti.address, {"trick": "strange"})
    work()
    assert [inbound.kind for inbound in received] == [Kind.LOCATION, Kind.UNSUPPORTED]
    assert received[0].location is not None


@pytest.mark.usefixtures("demo")
def test_who_hides_the_number_is_answered_by_user_id(received: list[Inbound]) -> None:
    hidden = hands.opens("whatsapp", name="Warga", typed="+6281300000009", hides_phone="on")
    hidden.says(text="Halo")
    work()
    assert [address.scheme for address in received[0].sender.addresses] == ["wa"]
    tell(Body("Halo juga"))
    work()
    assert "Halo juga" in hidden.sees()


def test_outside_the_window_only_a_template_passes(siti: Citizen, received: list[Inbound]) -> None:
    siti.says(text="Halo")
    work()
    Client().post(siti.address, {"trick": "age"})
    assert "24 jam" in siti.sees()
    tell(Body("Sudah beres", template=Template("laporan_expired", ("RR-482-137",))))
    work()
    assert Outbox.objects.get().used_template
    assert "RR-482-137" in siti.sees()


@pytest.mark.parametrize(
    ("switch", "expected"), [("throttle", {"retry_after": timedelta(seconds=15)}), ("token_dead", {"alarm": True})]
)
def test_troubles_can_be_switched_on(siti: Citizen, switch: str, expected: dict[str, object]) -> None:
    Client().post("/dev/whatsapp/gangguan/", {switch: "on"})
    with pytest.raises(DeliveryError) as caught:
        registry.get("whatsapp").send(Outgoing(Address("tel", f"+{PHONE}"), Body("Halo"), "k"))
    assert {name: getattr(caught.value, name) for name in expected} == expected


def test_a_number_without_whatsapp_fails_afterwards(siti: Citizen, received: list[Inbound]) -> None:
    siti.says(text="Halo")
    work()
    store.forget([PHONE])
    tell(Body("Halo", template=Template("kabar")))
    work()
    work()
    assert Message.objects.get(direction="out").status == "failed"
