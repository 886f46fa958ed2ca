"""What must hold of the stand-in of every channel, over real HTTP, as in a demo."""

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.channels.base import Body, Inbound, Manner
from rumahrakyat.channels.standins import registry
from rumahrakyat.channels.standins.base import Standin
from rumahrakyat.channels.standins.examples import next_example
from rumahrakyat.channels.standins.look import look_of
from rumahrakyat.channels.standins.tests.hands import Citizen, opens, photo, tell, work
from rumahrakyat.lib import clock
from tests.pages import PageClient

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.standins.tests.urls"),
    pytest.mark.usefixtures("demo"),
    pytest.mark.parametrize("standin", registry.build(), ids=lambda standin: standin.code),
]
WORDS = "Lampu jalan di depan Pasar Godong mati sejak Kamis."
ANSWER = "Terima kasih, kami periksa hari ini."


@pytest.fixture
def citizen(standin: Standin, demo: LiveServer) -> Citizen:
    example = next_example(standin)
    return opens(standin.code, name=example.name, typed=example.typed)


def test_what_a_person_writes_arrives_and_our_answer_is_seen(
    standin: Standin, citizen: Citizen, received: list[Inbound]
) -> None:
    public = "" if look_of(standin).private else standin.publics[0]
    assert citizen.says(text=WORDS, subject="Lampu jalan", public=public) == 302
    work()
    assert [(one.channel, one.text) for one in received] == [(standin.code, WORDS)]
    assert received[0].sender.addresses
    manner = Manner.PUBLIC if public else Manner.DIRECT
    tell(standin.code, Body(ANSWER, subject="Laporan Anda", manner=manner, reply_to=received[0].message_id))
    work()
    page = citizen.sees()
    assert WORDS in page
    assert ANSWER in page


def test_what_a_person_writes_in_public_arrives_as_public(
    standin: Standin, citizen: Citizen, received: list[Inbound]
) -> None:
    for kind in standin.publics:
        assert citizen.says(text=f"{WORDS} {kind}", public=kind) == 302
    work()
    # Somebody else's post is another sender's as long as its writer is not known, so their order is not told.
    assert sorted(one.public.place.value for one in received if one.public) == sorted(standin.publics)
    assert citizen.sees().count("bubble--public") == len(standin.publics)


def test_delivered_twice_is_taken_once(standin: Standin, citizen: Citizen, received: list[Inbound]) -> None:
    standin.store.switch("twice", on=True, at=clock.now())
    public = "" if look_of(standin).private else standin.publics[0]
    citizen.says(text=WORDS, subject="Lampu", public=public)
    work()
    assert [one.text for one in received] == [WORDS]


def test_nothing_arrives_while_deliveries_are_held_back(
    standin: Standin, citizen: Citizen, received: list[Inbound]
) -> None:
    public = "" if look_of(standin).private else standin.publics[0]
    standin.store.switch("away", on=True, at=clock.now())
    citizen.says(text=WORDS, subject="Lampu", public=public)
    work()
    assert received == []
    standin.store.switch("away", on=False, at=clock.now())
    work()
    assert [one.text for one in received] == [WORDS]


def test_a_photo_arrives_where_the_channel_takes_files(
    standin: Standin, citizen: Citizen, received: list[Inbound]
) -> None:
    citizen.says(text="ini fotonya", subject="Foto", file=photo())
    work()
    assert any(one.media for one in received) == standin.takes_files
    assert ("lubang.jpg" in citizen.sees() or "<img" in citizen.sees()) == standin.takes_files


def test_a_place_arrives_where_the_channel_takes_places(
    standin: Standin, citizen: Citizen, received: list[Inbound]
) -> None:
    if standin.takes_places:
        assert citizen.says(what="place", place="demak") == 302
        assert "Alun-alun Demak" in citizen.sees()
    work()
    assert [one.location is not None for one in received] == [True] * standin.takes_places


def test_every_trouble_can_be_switched_on_and_off(standin: Standin, citizen: Citizen) -> None:
    names = [name for name, _label in standin.switches]
    Client().post(f"/dev/{standin.code}/gangguan/", dict.fromkeys(names, "on"))
    assert [standin.store.switched_on(name) for name in names] == [True] * len(names)
    assert PageClient().get(f"/dev/{standin.code}/").content.count(b" checked") == len(names)
    Client().post(f"/dev/{standin.code}/gangguan/", {"back": citizen.key})
    assert not any(standin.store.switched_on(name) for name in names)


def test_a_person_that_cannot_be_is_told_so(standin: Standin) -> None:
    answer = PageClient().post(f"/dev/{standin.code}/", {"name": "Bu Siti", "typed": "@ ?"})
    assert (answer.status_code, b'role="alert"' in answer.content) == (400, True)


def test_everything_waits_in_the_database_and_none_is_forgotten(
    standin: Standin, citizen: Citizen, received: list[Inbound]
) -> None:
    public = "" if look_of(standin).private else standin.publics[0]
    for number in range(12):
        citizen.says(text=f"{WORDS} {number}", subject=f"Lampu {number}", public=public)
    work()
    assert len(received) == 12
    assert not standin.store.records("delivery").exists()
