"""The stand-in as Telegram: what a person does there reaches us, what we send is refused as Telegram would."""

import json

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.channels import registry as adapters
from rumahrakyat.channels.base import Address, Body, DeliveryError, Inbound, Kind, Option, Outgoing
from rumahrakyat.channels.models import DeliveryTask, InboundEvent, Outbox
from rumahrakyat.channels.standins.tests.hands import Citizen, opens, tell, work
from rumahrakyat.channels.telegram.standin.options import standin_options
from rumahrakyat.lib import clock

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.standins.tests.urls"),
    pytest.mark.usefixtures("demo"),
]


@pytest.fixture
def citizen(demo: LiveServer) -> Citizen:
    return opens("telegram", name="Bu Siti", typed="@bu_siti")


def does(citizen: Citizen, trick: str) -> None:
    Client().post(citizen.address, {"trick": trick})
    work()


def test_a_tap_comes_back_as_the_choice_it_was(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text="halo")
    work()
    tell("telegram", Body("Sudah *benar*?", (Option("send", "Kirim"), Option("cancel", "Batal"))))
    work()
    asked = citizen.standin.store.thread(citizen.key)[-1]
    Client().post(citizen.address, {"what": "tap", "under": asked.key, "choice": "cancel"})
    work()
    assert asked.data["text"] == "Sudah *benar*?"
    assert received[-1].choice is not None
    assert (received[-1].choice.id, received[-1].choice.title) == ("cancel", "Batal")


def test_an_edit_is_news_of_the_first_message(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text="Jalan rusak")
    work()
    does(citizen, "edit")
    assert [one.kind for one in received] == [Kind.TEXT, Kind.EDITED]
    assert received[1].quoted_id == received[0].message_id


def test_a_shared_phone_number_is_an_address_of_the_person(citizen: Citizen, received: list[Inbound]) -> None:
    does(citizen, "phone")
    assert [address.scheme for address in received[0].sender.addresses] == ["telegram", "tel"]


def test_whoever_blocked_the_bot_is_not_reached_and_a_person_is_told(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text="halo")
    work()
    does(citizen, "block")
    tell("telegram", Body("Halo"))
    work()
    assert Outbox.objects.get().state == "failed"
    assert DeliveryTask.objects.filter(done_at=None).count() == 1
    does(citizen, "unblock")
    assert InboundEvent.objects.filter(kind="notice", state="done").count() == 2


def test_a_throttle_is_kept_and_the_message_goes_later(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text="halo")
    work()
    citizen.standin.store.switch("throttle", on=True, at=clock.now())
    tell("telegram", Body("Halo"))
    work()
    assert Outbox.objects.get().state == "retry"


@pytest.mark.parametrize(
    ("chat", "body", "words"),
    [
        ("1", Body("Halo"), "never written"),
        ("", Body("x" * 4097), "too long"),
        ("", Body(" "), "empty"),
    ],
)
def test_it_refuses_what_telegram_refuses(citizen: Citizen, chat: str, body: Body, words: str) -> None:
    with pytest.raises(DeliveryError, match=words) as caught:
        adapters.get("telegram").send(Outgoing(Address("telegram", chat or citizen.key), body, "kunci"))
    assert caught.value.permanent


def test_nobody_without_the_token_is_answered(citizen: Citizen) -> None:
    answer = Client().post("/dev/telegram/api/bot1:x/getMe", "{}", content_type="application/json")
    assert (answer.status_code, json.loads(answer.content)["ok"]) == (401, False)
    right = f"/dev/telegram/api/bot{standin_options().token}/"
    assert Client().post(f"{right}getMe", "{}", content_type="application/json").status_code == 200
    assert Client().post(f"{right}getGold", "{}", content_type="application/json").status_code == 404
