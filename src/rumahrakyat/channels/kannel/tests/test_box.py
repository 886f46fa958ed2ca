"""A real Kannel: bearerbox, smsbox and the fake SMS centre, our web server, nothing between."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from django.db import OperationalError

from rumahrakyat.channels import handing, inbox, registry, sending, unpack
from rumahrakyat.channels.base import Inbound, Kind
from rumahrakyat.channels.gateways.callers import Doorkeeper
from rumahrakyat.channels.kannel.adapter import KannelAdapter
from rumahrakyat.channels.kannel.options import Options
from rumahrakyat.channels.kannel.tests import box as kannel
from rumahrakyat.channels.models import InboundEvent, Message
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.lib import clock
from rumahrakyat.people.operations import contact_point

pytestmark = [
    pytest.mark.peer(kannel.BEARERBOX, "kannel"),
    pytest.mark.peer(kannel.SMSBOX, "kannel"),
    pytest.mark.peer(kannel.FAKESMSC, "kannel-extras"),
    pytest.mark.django_db(transaction=True),
]
SECRET = "kata-bersama-uji-kannel"
ANI, BUDI = "+6281322904471", "+6281300000002"
# How long a last message is waited for that a restart may have cost.
SPARED = 5.0
Making = Callable[..., kannel.Box]


@pytest.fixture
def make(live_server: object, tmp_path: Path, channels_under_test: registry.Registry) -> Iterator[Making]:
    """Starts a Kannel that speaks with our server, and registers the adapter that speaks with it."""
    webhook = f"{live_server}/kanal/kannel/"
    started: list[kannel.Box] = []

    def starting(*, post: bool = False) -> kannel.Box:
        box = kannel.Box(tmp_path, webhook=webhook, secret=SECRET, post=post)
        started.append(box)
        box.start()
        options = Options(
            sendsms=box.sendsms,
            username=kannel.USER,
            password=kannel.PASSWORD,
            number="3636",
            webhook=webhook,
            status=box.status,
            status_password=kannel.STATUS_PASSWORD,
            door=Doorkeeper((SECRET,)),
        )
        channels_under_test.add(KannelAdapter(options))
        return box

    yield starting
    for box in started:
        box.stop()


def arrived(received: list[Inbound], count: int, *, seconds: float = kannel.SECONDS) -> list[Inbound]:
    """What was handed on, when it is as much as was sent; patient as long as more arrives."""

    def another() -> bool:
        unpack.unpack(clock.now)
        handing.hand_on(clock.now)
        return len(received) > before

    while (before := len(received)) < count:
        kannel.until(another, f"message {before + 1} of {count}", seconds=seconds)
    return received


def tell(words: str) -> Message:
    contact = contact_point(scheme="tel", value=ANI, at=clock.now())
    message = enqueue(channel="kannel", contact_point=contact, body=words, key=words[:20], at=clock.now())
    sending.send_due(clock.now)
    return message


def reported(message: Message) -> str:
    def delivered() -> bool:
        unpack.unpack(clock.now)
        handing.hand_on(clock.now)
        message.refresh_from_db()
        return message.status == Message.Status.DELIVERED

    kannel.until(delivered, "a report of the delivery")
    return message.status


def test_what_the_fake_centre_sends_is_handed_on_and_answered_with_nothing(
    make: Making, received: list[Inbound]
) -> None:
    box = make()
    phone = box.fakesmsc("6281322904471 3636 text jalan rusak & lubang % 100 + di pasar")
    try:
        (inbound,) = arrived(received, 1)
    finally:
        phone.terminate()
        phone.wait()
    assert inbound.text == "jalan rusak & lubang % 100 + di pasar"
    assert (inbound.sender.addresses[0].value, inbound.line, inbound.kind) == (ANI, "3636", Kind.TEXT)
    assert "Got message" not in (box.folder / "fakesmsc.log").read_text()


@pytest.mark.parametrize("post", [False, True], ids=["get-url", "post-url"])
def test_every_alphabet_arrives_by_either_way(make: Making, received: list[Inbound], *, post: bool) -> None:
    phones = make(post=post).phones()
    phones.say(ANI, "3636", "harga € [naik] é & 100%")
    phones.say_ucs2(BUDI, "3636", "terima kasih 🙏 & é")
    phones.say("TELKOMSEL", "3636", "promo")
    found = {inbound.text: inbound.kind for inbound in arrived(received, 3)}
    phones.close()
    assert found == {
        "harga € [naik] é & 100%": Kind.TEXT,
        "terima kasih 🙏 & é": Kind.TEXT,
        "promo": Kind.AUTOMATIC,
    }


def test_a_long_message_arrives_whole(make: Making, received: list[Inbound]) -> None:
    phones = make().phones()
    for number, words in enumerate(("jalan rusak di depan pasar, ", "lampunya juga mati"), start=1):
        phones.say_part(ANI, "3636", bytes([5, 0, 3, 42, 2, number]), words)
    (inbound,) = arrived(received, 1)
    phones.close()
    assert (inbound.text, inbound.truncated) == ("jalan rusak di depan pasar, lampunya juga mati", False)


def test_what_we_send_comes_out_of_the_centre_and_its_report_comes_back(make: Making) -> None:
    phones = make().phones()
    message = tell("Laporan Anda kami terima, Bapak & Ibu: 100%")
    assert reported(message) == "delivered"
    assert phones.heard() == [f"3636 {ANI} text Laporan Anda kami terima, Bapak & Ibu: 100%"]
    phones.close()


def test_a_long_answer_comes_out_whole_in_parts(make: Making) -> None:
    phones = make().phones()
    reported(tell("Terima kasih 🙏 " * 40))
    kannel.until(lambda: len(phones.heard()) == 10, "ten parts")
    parts = [line.split(" data ", 1)[1].replace("+", "%20") for line in phones.heard()]
    phones.close()
    octets = b"".join(unquote_to_bytes(part) for part in parts)
    assert octets.decode("utf-16-be").strip() == ("Terima kasih 🙏 " * 40).strip()


def test_a_message_that_we_could_not_store_at_first_is_sent_again(
    make: Making, received: list[Inbound], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = inbox._insert, [2]

    def away(values: object) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise OperationalError
        real(values)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "_insert", away)
    phones = make().phones()
    phones.say(ANI, "3636", "tetap sampai")
    assert [inbound.text for inbound in arrived(received, 1)] == ["tetap sampai"]
    phones.close()
    assert left[0] < 0


def said_while_smsbox_restarts(box: kannel.Box, *, kill: bool) -> list[str]:
    phones = box.phones()
    said = [f"pesan {number:02}" for number in range(60)]
    for number, words in enumerate(said):
        phones.say(ANI, "3636", words)
        if number == 30:
            box.restart_smsbox(kill=kill)
    phones.close()
    return said


@pytest.mark.parametrize("kill", [False, True], ids=["ended", "killed"])
def test_a_restart_of_smsbox_at_work_doubles_none_and_loses_at_most_the_message_on_its_way(
    make: Making, received: list[Inbound], *, kill: bool
) -> None:
    said = said_while_smsbox_restarts(make(), kill=kill)
    arrived(received, len(said) - 1)
    with suppress(kannel.NotReady):
        arrived(received, len(said), seconds=SPARED)
    found = sorted(inbound.text for inbound in received)
    assert found == sorted(set(found))
    assert len(set(said) - set(found)) <= 1
    assert InboundEvent.objects.count() == len(found)


def test_the_status_page_of_a_real_kannel_is_understood(make: Making) -> None:
    box = make()
    adapter = registry.get("kannel")
    assert isinstance(adapter, KannelAdapter)
    assert any("“uji”" in problem for problem in adapter.probe(at=clock.now()).problems)
    phones = box.phones()
    assert adapter.probe(at=clock.now()).problems == []
    phones.close()
