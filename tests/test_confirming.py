"""A head confirms what was told, by WhatsApp and by SMS, through the doors through which citizens write as well."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest

from rumahrakyat.channels import registry, sending
from rumahrakyat.channels.conformance.bench import Bench
from rumahrakyat.channels.conformance.peer import Peer, serving
from rumahrakyat.channels.gammu import kit as sms
from rumahrakyat.channels.models import Message
from rumahrakyat.channels.whatsapp import kit as whatsapp
from rumahrakyat.correspondence.models import Conversation
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.alerts.sweeping import sweep_alerts
from rumahrakyat.duty.models_alerts import Alert
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.organisations import rostering
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Entry, Report
from tests.cast import World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
HEAD = whatsapp.PHONES[0]  # the first person of both kits has the same number


@pytest.fixture
def peer() -> Iterator[Peer]:
    with serving() as provider:
        yield provider


@pytest.fixture(autouse=True)
def both_channels(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    made = registry.Registry()
    made.add(sms.adapter())
    made.add(whatsapp.adapter(peer.url))
    monkeypatch.setattr(registry, "default", lambda: made)


@pytest.fixture
def told(world: World) -> tuple[Report, Alert]:
    """A case at 92 percent of its time; its head was told and must confirm it."""
    Account.objects.filter(username="head").update(phone=f"+{HEAD}")
    report = world.assigned()
    sweep(at=world.at + 22 * HOUR)
    return report, Alert.objects.get(audience="head")


def by_sms(world: World, words: str, *, who: int = 0, name: str = "s1") -> list[str]:
    """A short message as the modem's daemon stored it; what is answered."""
    moment = world.at + 22 * HOUR + MINUTE
    before = set(Message.objects.values_list("pk", flat=True))
    Bench(sms, None).arrives(sms.text(name, words=words, who=who, at=int(moment.timestamp())), at=moment)
    answers = Message.objects.filter(direction="out").exclude(pk__in=before).order_by("pk")
    return [message.text for message in answers]


def by_whatsapp(world: World, peer: Peer, item: Mapping[str, object]) -> list[str]:
    """A message through the webhook with the provider's signature; what is answered."""
    moment = world.at + 22 * HOUR + MINUTE
    before = set(Message.objects.values_list("pk", flat=True))
    bench = Bench(whatsapp, peer)
    for request in whatsapp.requests({**item, "timestamp": str(int(moment.timestamp()))}):
        assert bench.post(request) == 200
    bench.works_later(moment)
    answers = Message.objects.filter(direction="out").exclude(pk__in=before).order_by("pk")
    return [message.text for message in answers]


def confirmed(report: Report, alert: Alert, by: Account, how: str) -> None:
    alert = Alert.objects.get(pk=alert.pk)
    assert (alert.state, alert.acknowledged_by, alert.how) == (Alert.State.ACKNOWLEDGED, by, how)
    assert alert.step is not None
    assert alert.step.acknowledged_by == by
    entry = Entry.objects.get(report=report, type="acknowledged")
    assert (entry.account, entry.data["how"]) == (by, how)
    assert not Conversation.objects.exists()
    assert Report.objects.count() == 1


def test_a_whatsapp_reply_through_the_signed_webhook_confirms(
    world: World, peer: Peer, told: tuple[Report, Alert]
) -> None:
    report, alert = told
    (answer,) = by_whatsapp(world, peer, whatsapp.text("wamid.ok", words=f"Oke {alert.code}."))
    assert report.number in answer
    confirmed(report, alert, world.accounts["head"], "whatsapp")
    sweep_alerts(at=world.at + 23 * HOUR)
    assert alert.attempts.filter(message__isnull=False).count() == 1


def test_the_button_confirms(world: World, peer: Peer, told: tuple[Report, Alert]) -> None:
    report, alert = told
    pressed = {
        "id": "wamid.button",
        "from": HEAD,
        "type": "interactive",
        "interactive": {"type": "button_reply", "button_reply": {"id": f"terima:{alert.code}", "title": "Terima"}},
    }
    by_whatsapp(world, peer, pressed)
    confirmed(report, alert, world.accounts["head"], "whatsapp")


@pytest.mark.parametrize("words", ["OK {}", "ok{}", "oke {}.", "{}", "Siap, {}!", "OK: {}\n\n-- \nKepala Dinas"])
def test_an_sms_reply_confirms_however_it_is_typed(words: str, world: World, told: tuple[Report, Alert]) -> None:
    report, alert = told
    (answer,) = by_sms(world, words.format(alert.code))
    assert report.number in answer
    confirmed(report, alert, world.accounts["head"], "gammu")


def test_a_wrong_code_is_answered_and_confirms_nothing(world: World, told: tuple[Report, Alert]) -> None:
    _report, alert = told
    wrong = "1111" if alert.code != "1111" else "2222"
    (answer,) = by_sms(world, f"OK {wrong}")
    assert wrong in answer
    alert.refresh_from_db()
    assert alert.state == Alert.State.OPEN


def test_the_code_of_somebody_else_is_refused(world: World, told: tuple[Report, Alert]) -> None:
    _report, alert = told
    rostering.add_contact(account=world.accounts["other_head"], scheme="tel", value=sms.NUMBERS[1], at=world.at)
    (answer,) = by_sms(world, f"OK {alert.code}", who=1)
    assert "bukan untuk Anda" in answer
    alert.refresh_from_db()
    assert alert.state == Alert.State.OPEN


def test_what_another_has_confirmed_is_said(world: World, told: tuple[Report, Alert]) -> None:
    _report, alert = told
    alerts.acknowledge(alert_id=alert.pk, account=world.accounts["secretary"], how="link", at=world.at + 22 * HOUR)
    (answer,) = by_sms(world, f"OK {alert.code}")
    assert "sudah diterima Orang Secretary" in answer


def test_the_head_may_complain_like_anybody(world: World, told: tuple[Report, Alert]) -> None:
    by_sms(world, "Lampu jalan di depan rumah saya di Toroh mati sejak tiga hari, gelap sekali.")
    assert Report.objects.count() == 2 or Conversation.objects.exists()
    told[1].refresh_from_db()
    assert told[1].state == Alert.State.OPEN


def test_a_number_of_four_digits_from_a_citizen_stays_a_citizens(world: World, told: tuple[Report, Alert]) -> None:
    by_sms(world, told[1].code, who=2)
    assert Conversation.objects.count() == 1
    told[1].refresh_from_db()
    assert told[1].state == Alert.State.OPEN


def test_outside_the_reply_window_the_template_is_sent(world: World, peer: Peer, told: tuple[Report, Alert]) -> None:
    _report, alert = told
    sweep_alerts(at=world.at + 22 * HOUR + 16 * MINUTE)  # the modem's message was not confirmed: WhatsApp is next
    message = alert.attempts.get(channel="whatsapp").message
    assert message is not None
    assert message.content["template"]["name"] == "petugas_terima"
    sending.send_due(lambda: world.at + 22 * HOUR + 16 * MINUTE)
    assert any(sent.get("type") == "template" for sent in peer.sent)
