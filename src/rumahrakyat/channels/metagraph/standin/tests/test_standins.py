"""The stand-ins refuse what the provider refuses: our adapters talk to them over real HTTP."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from rumahrakyat.channels import media, registry
from rumahrakyat.channels.base import Address, Body, DeliveryError, Inbound, Kind, Manner, Option, Outgoing, Place
from rumahrakyat.channels.contract import Probed
from rumahrakyat.channels.models import InboundMedia, Message, StandinRecord
from rumahrakyat.channels.standins import registry as standins
from rumahrakyat.channels.standins.base import Said, Tricky
from rumahrakyat.channels.standins.tests.hands import Citizen, opens, tell, work
from rumahrakyat.lib import clock

CODES = ("facebook", "instagram")
KEY = "3f0c7c1e-55d1-4a1e-9e5e-0d8f0c2a7b11"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.standins.tests.urls"),
    pytest.mark.usefixtures("demo"),
]


@pytest.fixture(params=CODES)
def citizen(request: pytest.FixtureRequest) -> Citizen:
    return opens(request.param, name="Bu Siti", typed="siti.demak")


def send(citizen: Citizen, body: Body, *, by_person: bool = False) -> str:
    """Straight to the provider, as the sender would."""
    adapter = registry.get(citizen.standin.code)
    address = Address(citizen.standin.code, citizen.key)
    return adapter.send(Outgoing(address, body, KEY, by_person=by_person)).external_id


def refused(step: Callable[[], object]) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        step()
    return caught.value


def does(citizen: Citizen, trick: str) -> None:
    person = citizen.standin.store.person(citizen.key)
    assert person is not None
    assert isinstance(citizen.standin, Tricky)
    citizen.standin.do(person, trick, at=clock.now())


def writes(citizen: Citizen, public: str, *, days_ago: int = 0) -> StandinRecord:
    person = citizen.standin.store.person(citizen.key)
    assert person is not None
    citizen.standin.say(person, Said(text="Lampu mati", public=public), at=clock.now() - timedelta(days=days_ago))
    return citizen.standin.store.thread(citizen.key)[-1]


def test_the_window_stays_shut_until_the_person_writes_and_closes_in_two_steps(citizen: Citizen) -> None:
    assert refused(lambda: send(citizen, Body("Halo"))).window_closed
    citizen.says(text="halo")
    assert send(citizen, Body("Halo"))
    does(citizen, "age")
    assert refused(lambda: send(citizen, Body("Halo"))).window_closed
    assert send(citizen, Body("Halo, ini petugas"), by_person=True)
    does(citizen, "week")
    assert refused(lambda: send(citizen, Body("Halo"), by_person=True)).window_closed


def test_one_comment_is_answered_in_private_once_and_within_a_week(citizen: Citizen) -> None:
    fresh, old = writes(citizen, "comment"), writes(citizen, "comment", days_ago=8)
    answer = Body("Di mana tepatnya?", manner=Manner.PRIVATE_REPLY, reply_to=fresh.key)
    assert send(citizen, answer)
    assert refused(lambda: send(citizen, answer)).permanent
    late = Body("Di mana tepatnya?", manner=Manner.PRIVATE_REPLY, reply_to=old.key)
    assert refused(lambda: send(citizen, late)).permanent


def test_a_public_answer_stands_under_the_comment_and_is_not_read_back(
    citizen: Citizen, received: list[Inbound]
) -> None:
    comment = writes(citizen, "comment")
    key = send(citizen, Body("Nomor laporan Anda RR-482-135", manner=Manner.PUBLIC, reply_to=comment.key))
    ours = citizen.standin.store.message(key)
    assert ours is not None
    assert (ours.data["under"], ours.data["public"]) == (comment.key, "comment")
    work()
    assert [inbound.text for inbound in received] == ["Lampu mati"]


def test_a_mention_is_completed_and_answered(citizen: Citizen, received: list[Inbound]) -> None:
    written = writes(citizen, "mention")
    work()
    (inbound,) = received
    assert (inbound.kind, inbound.text) == (Kind.TEXT, "Lampu mati")
    assert inbound.public is not None
    assert inbound.public.author
    assert inbound.public.link
    key = send(citizen, Body("Terima kasih", manner=Manner.PUBLIC, reply_to=inbound.public.post_id))
    ours = citizen.standin.store.message(key)
    assert ours is not None
    assert ours.data["under"] == written.key


def test_a_mention_in_a_story_brings_its_picture_and_is_answered_as_a_message(received: list[Inbound]) -> None:
    citizen = opens("instagram", name="Bu Siti", typed="siti.demak")
    writes(citizen, "story")
    work()
    media.fetch_due(clock.now)
    (inbound,) = received
    assert inbound.public is not None
    assert (inbound.public.place, InboundMedia.objects.get().state) == (Place.STORY, "done")
    assert send(citizen, Body("Di mana?", manner=Manner.PRIVATE_REPLY, reply_to=inbound.public.post_id))


def test_who_has_blocked_us_and_who_never_was_cannot_be_reached(citizen: Citizen) -> None:
    citizen.says(text="halo")
    does(citizen, "block")
    assert refused(lambda: send(citizen, Body("Halo"))).permanent
    stranger = Citizen(citizen.standin, "999")
    assert refused(lambda: send(stranger, Body("Halo"))).permanent


def test_what_is_too_long_is_refused(citizen: Citizen) -> None:
    citizen.says(text="halo")
    assert refused(lambda: send(citizen, Body("🙏" * 2001))).permanent
    assert refused(lambda: send(citizen, Body(""))).permanent


def test_a_dead_token_is_an_alarm_and_a_throttle_names_its_wait(citizen: Citizen) -> None:
    citizen.says(text="halo")
    citizen.standin.store.switch("throttle", on=True, at=clock.now())
    assert refused(lambda: send(citizen, Body("Halo"))).retry_after == timedelta(minutes=1)
    citizen.standin.store.switch("token_dead", on=True, at=clock.now())
    assert refused(lambda: send(citizen, Body("Halo"))).alarm


def test_our_message_is_told_back_and_read(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text="halo")
    work()
    tell(citizen.standin.code, Body("Pilih", (Option("a", "Ya"), Option("b", "Tidak"))))
    work()
    work()
    assert "Ya" in citizen.sees()
    work()
    citizen.says(what="tap", under=Message.objects.get(direction="out").external_id, choice="b")
    work()
    told = Message.objects.get(direction="out")
    assert told.status == "read"
    assert [inbound.choice.id for inbound in received if inbound.choice] == ["b"]


def test_changes_of_what_was_written_arrive_as_changes(citizen: Citizen, received: list[Inbound]) -> None:
    citizen.says(text="Lampu mati")
    does(citizen, "edit")
    does(citizen, "remove")
    work()
    kinds = [inbound.kind for inbound in received]
    assert kinds == [Kind.TEXT, Kind.EDITED, Kind.REMOVED]
    assert {inbound.quoted_id for inbound in received[1:]} == {received[0].message_id}


def test_what_staff_write_elsewhere_is_nobody_s_message(citizen: Citizen, received: list[Inbound]) -> None:
    does(citizen, "staff")
    does(citizen, "strange")
    work()
    assert [inbound.kind for inbound in received] == [Kind.UNSUPPORTED]


def test_the_probe_finds_nothing_wrong(citizen: Citizen) -> None:
    adapter = registry.get(citizen.standin.code)
    assert isinstance(adapter, Probed)
    assert list(adapter.probe(at=clock.now()).problems) == []


def test_nobody_without_the_key_of_this_installation_can_sign(citizen: Citizen) -> None:
    sides = [standins.get(code) for code in CODES]
    secrets = {side.requests([])[0][2]["x-hub-signature-256"] for side in sides}
    assert len(secrets) == len(CODES)
