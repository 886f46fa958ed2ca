"""A demo's mailbox, over real sockets in both directions."""

import pytest

from rumahrakyat.channels.base import Body, Inbound, Kind
from rumahrakyat.channels.email.standin.options import ADDRESS
from rumahrakyat.channels.models import DeliveryTask, InboundMedia, Message, Outbox
from rumahrakyat.channels.standins import registry
from rumahrakyat.channels.standins.tests.hands import Citizen, demo, opens, photo, tell, work
from rumahrakyat.lib import clock

__all__ = ["demo"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.standins.tests.urls"),
    pytest.mark.usefixtures("demo"),
]
NUMBER = "RR-482-135"


@pytest.fixture
def citizen() -> Citizen:
    return opens("email", name="Wening Astuti", typed="Wening@Example.org")


@pytest.fixture
def answered(citizen: Citizen, received: list[Inbound]) -> Citizen:
    """Somebody who wrote and was answered."""
    citizen.says(text="Jalan rusak.", subject="Jalan")
    work()
    tell("email", Body("Laporan Anda kami terima.", subject="Tanda terima", about=NUMBER))
    work()
    received.clear()
    return citizen


def our_mail() -> str:
    """The key of our last mail in the mailbox."""
    (mail,) = registry.get("email").store.records("message").filter(data__direction="out")
    return mail.key


def does(citizen: Citizen, trick: str) -> None:
    standin = registry.get("email")
    person = standin.store.person(citizen.key)
    assert person is not None
    standin.do(person, trick, at=clock.now())  # type: ignore[attr-defined]
    work()


def test_a_mail_with_a_photo_arrives(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text="Ini fotonya.", subject="Lubang di jalan", file=photo())
    work()
    (found,) = received
    assert (found.text, found.subject, found.line) == ("Ini fotonya.", "Lubang di jalan", ADDRESS)
    assert [file.kind for file in found.media] == ["image"]
    assert InboundMedia.objects.get().state == "done"


def test_an_answer_to_our_mail_proves_its_case_and_leaves_the_quotation_behind(
    answered: Citizen, received: list[Inbound]
) -> None:
    answered.says(text="Belum beres.", subject="Re: Tanda terima", under=our_mail())
    work()
    (found,) = received
    assert (found.text, found.quoted_id) == ("Belum beres.", Message.objects.get(direction="out").external_id)
    assert found.about is not None
    assert (found.about.number, found.about.proven) == (NUMBER, True)


def test_a_returned_mail_becomes_a_task_for_a_person(answered: Citizen) -> None:
    does(answered, "bounce")
    assert (Message.objects.get(direction="out").status, DeliveryTask.objects.count()) == ("failed", 1)


def test_a_read_receipt_is_noted(answered: Citizen) -> None:
    does(answered, "read")
    assert Message.objects.get(direction="out").status == "read"


def test_an_absence_note_is_automatic(answered: Citizen, received: list[Inbound]) -> None:
    does(answered, "absent")
    assert [found.kind for found in received] == [Kind.AUTOMATIC]


@pytest.mark.parametrize(("trouble", "state"), [("full", "retry"), ("refuse", "failed")])
def test_troubles_of_the_mail_server_are_those_of_a_real_one(answered: Citizen, trouble: str, state: str) -> None:
    registry.get("email").store.switch(trouble, on=True, at=clock.now())
    tell("email", Body("Kabar."), key="k2")
    work()
    assert Outbox.objects.get(key="k2").state == state


def test_somebody_without_a_mailbox_cannot_be_reached(answered: Citizen) -> None:
    registry.get("email").store.forget([answered.key])
    tell("email", Body("Kabar."), key="k2")
    work()
    assert "5.1.1" in Outbox.objects.get(key="k2").error
