"""The stand-in as X: found by asking or brought as an event, and refusing what X refuses."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.channels import feeds
from rumahrakyat.channels import registry as adapters
from rumahrakyat.channels.base import Address, Body, DeliveryError, Inbound, Kind, Manner, Outgoing
from rumahrakyat.channels.contract import Polled, Probed
from rumahrakyat.channels.models import ChannelState, Outbox
from rumahrakyat.channels.standins.tests.hands import Citizen, opens, photo, tell, work
from rumahrakyat.channels.x import reading
from rumahrakyat.lib import clock

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.standins.tests.urls"),
    pytest.mark.usefixtures("demo"),
]
WORDS = "Lampu jalan di depan Pasar Godong mati sejak Kamis."


@pytest.fixture
def citizen(demo: LiveServer) -> Citizen:
    return opens("x", name="Bu Siti", typed="@bu_siti")


@pytest.fixture
def switched(citizen: Citizen) -> Callable[[str], None]:
    return lambda name: citizen.standin.store.switch(name, on=True, at=clock.now())


def ask() -> None:
    """One look at every feed of X, and all that follows from it."""
    adapter = adapters.get("x")
    assert isinstance(adapter, Polled)
    for feed in adapter.feeds():
        feeds._once(adapter, feed, clock.now(), again=True)
    work()


def test_without_events_everything_is_found_by_asking(
    citizen: Citizen, switched: Callable[[str], None], received: list[Inbound]
) -> None:
    switched("poll_only")
    citizen.says(text=WORDS, public="mention")
    citizen.says(text="Apakah sudah diterima?")
    work()
    assert received == []
    ask()
    ask()
    assert [(one.text, one.public is not None) for one in received] == [
        (WORDS, True),
        ("Apakah sudah diterima?", False),
    ]


def test_a_post_that_is_brought_and_found_arrives_once(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text=WORDS, public="mention")
    work()
    ask()
    assert len(received) == 1


def test_more_mentions_than_a_page_holds_are_all_found(
    citizen: Citizen, switched: Callable[[str], None], received: list[Inbound]
) -> None:
    switched("poll_only")
    first = int(reading.id_at(clock.now()))
    for number in range(120):
        citizen.standin.store.add(
            citizen.key,
            key=str(first + number),
            direction="in",
            at=clock.now(),
            public="mention",
            raw={"id": str(first + number), "text": f"@rumah_rakyat {number}", "author_id": "7"},
        )
    ask()
    ask()
    assert len(received) == 120


def test_a_conversation_in_public_stays_under_its_post(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text=WORDS, public="mention")
    work()
    first = received[0]
    assert first.public is not None
    assert (first.public.author, first.public.private_until is not None) == ("@bu_siti", True)
    tell("x", Body("Dicatat: *RR-482-135*. https://a.id/x", manner=Manner.PUBLIC, reply_to=first.message_id))
    work()
    ours = citizen.standin.store.thread(citizen.key)[-1]
    assert (ours.data["text"], ours.data["under"]) == ("Dicatat: RR-482-135.", first.message_id)
    citizen.says(text="Terima kasih", public="mention", under=ours.key)
    work()
    assert received[-1].public is not None
    assert received[-1].public.parent_id == Outbox.objects.get().message.external_id == ours.key


def test_a_photo_in_public_is_fetched_where_it_hangs(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text="ini", public="mention", file=photo())
    work()
    assert received[0].kind is Kind.IMAGE
    assert adapters.get("x").fetch_media(received[0].media[0]).content.endswith(b"foto")


def test_whoever_takes_no_messages_gets_none_and_is_not_offered_one(citizen: Citizen, received: list[Inbound]) -> None:
    Client().post(citizen.address, {"trick": "close"})
    citizen.says(text=WORDS, public="mention")
    work()
    assert received[0].public is not None
    assert received[0].public.private_until is None
    with pytest.raises(DeliveryError, match="no direct messages") as caught:
        adapters.get("x").send(Outgoing(Address("x", citizen.key), Body("Halo"), "kunci"))
    assert caught.value.permanent


@pytest.mark.parametrize("trouble", ["token_dead", "no_credits"])
def test_a_dead_token_or_an_empty_account_is_an_alarm_and_the_message_waits(
    citizen: Citizen, switched: Callable[[str], None], received: list[Inbound], trouble: str
) -> None:
    citizen.says(text="halo")
    work()
    switched(trouble)
    tell("x", Body("Halo"))
    work()
    assert Outbox.objects.get().state == "retry"
    assert ChannelState.objects.get(channel="x").alarm


def test_an_encrypted_message_arrives_as_one_that_cannot_be_read(citizen: Citizen, received: list[Inbound]) -> None:
    Client().post(citizen.address, {"trick": "sealed"})
    work()
    assert [(one.kind, one.sender.key) for one in received] == [(Kind.UNSUPPORTED, f"x:{citizen.key}")]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (Body("Halo", manner=Manner.PUBLIC, reply_to="5"), "gone"),
        (Body(" "), "Invalid"),
        (Body("x" * 10_001), "Invalid"),
    ],
    ids=["a post that is gone", "nothing", "too much"],
)
def test_it_refuses_what_x_refuses(citizen: Citizen, body: Body, words: str) -> None:
    with pytest.raises(DeliveryError, match=words) as caught:
        adapters.get("x").send(Outgoing(Address("x", citizen.key), body, "kunci"))
    assert caught.value.permanent


def test_the_probe_finds_nothing_wrong_and_only_signed_requests_are_answered(citizen: Citizen) -> None:
    adapter = adapters.get("x")
    assert isinstance(adapter, Probed)
    assert list(adapter.probe(at=clock.now()).problems) == []
    assert Client().get("/dev/x/api/2/users/me").status_code == 401
    assert Client().get("/dev/x/api/2/webhooks").status_code == 401
