"""How channels are doing, and who is told when one is in trouble."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from rumahrakyat.channels import health, inbox, registry, watching
from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.contract import Probe, Tally
from rumahrakyat.channels.health import Health
from rumahrakyat.channels.models import ChannelState, Cursor, DeliveryTask, Message, Outbox, ProviderTally
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.channels.whatsapp import kit
from rumahrakyat.channels.whatsapp.adapter import WhatsAppAdapter
from rumahrakyat.people.models import ContactPoint

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def whatsapp(at: datetime = AT) -> Health:
    return next(one for one in health.of_all(at=at) if one.code == "whatsapp")


def came_in(*moments: datetime) -> None:
    Message.objects.bulk_create(
        Message(
            channel="whatsapp", direction="in", external_id=f"m{number}", kind="text", status="received",
            status_at=moment, sent_at=moment, recorded_at=moment,
        )
        for number, moment in enumerate(moments)
    )  # fmt: skip


def test_a_channel_without_traffic_is_well() -> None:
    assert (whatsapp().state, whatsapp().last_in, whatsapp().waiting) == ("well", None, 0)


def test_a_silence_is_a_trouble_only_when_this_hour_is_usually_busy() -> None:
    busy = [AT - timedelta(days=7 * week, minutes=minute) for week in (1, 2, 3, 4) for minute in range(60)]
    came_in(*busy, AT - timedelta(hours=1))
    silent = whatsapp().silence
    assert silent is not None
    assert 50 < silent.expected < 65
    assert "nothing comes in" in " ".join(whatsapp().troubles)
    assert whatsapp(AT - timedelta(minutes=58)).troubles == ()


def test_a_quiet_channel_may_be_silent() -> None:
    came_in(*[AT - timedelta(days=7 * week, minutes=30) for week in (1, 2, 3, 4)], AT - timedelta(hours=1))
    assert whatsapp().state == "well"


def test_messages_that_wait_too_long_are_a_trouble(citizen: ContactPoint) -> None:
    enqueue(channel="whatsapp", contact_point=citizen, body="Halo", key="k1", at=AT - timedelta(minutes=6))
    assert (whatsapp().waiting, whatsapp().waiting_since) == (1, AT - timedelta(minutes=6))
    assert whatsapp().state == "trouble"
    assert whatsapp(AT - timedelta(minutes=2)).state == "well"


def test_what_could_not_be_handled_refused_or_delivered_is_counted(citizen: ContactPoint) -> None:
    inbox.store(kit.adapter(), kit.signed(b"{}"), at=AT)
    inbox.count("whatsapp", "forged", at=AT)
    message = enqueue(channel="whatsapp", contact_point=citizen, body="Halo", key="k1", at=AT)
    DeliveryTask.objects.create(outbox=Outbox.objects.get(message=message), reason="x", created_at=AT)
    found = whatsapp()
    assert (found.unhandled, found.refused_today, found.tasks) == (1, 1, 1)


def test_a_source_that_fails_is_named() -> None:
    Cursor.objects.create(name="modem.inbox", channel="whatsapp", error="the database is away", looked_at=AT)
    assert whatsapp().troubles == ("modem.inbox: the database is away",)


def test_the_number_of_queries_does_not_grow_with_the_channels(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(9):
        health.of_all(at=AT)


class Talking(WhatsAppAdapter):
    """A provider that can be asked."""

    answer: Probe | DeliveryError = Probe()

    def probe(self, *, at: datetime) -> Probe:  # noqa: ARG002 -- the contract's
        if isinstance(self.answer, DeliveryError):
            raise self.answer
        return self.answer

    def tally(self, day: date) -> Tally:  # noqa: ARG002 -- the contract's
        return Tally(received=7, sent=None)


@pytest.fixture
def talking() -> Iterator[Talking]:
    adapter = Talking(kit.adapter().options)
    fresh = registry.Registry()
    fresh.add(adapter)
    with mock.patch.object(registry, "default", return_value=fresh):
        yield adapter


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Probe(["the webhook points elsewhere"]), "the webhook points elsewhere"),
        (Probe(expires_at=AT + timedelta(days=3)), "the access token ends soon or has ended"),
        (DeliveryError("WhatsApp 190: the access token is no longer valid"), "WhatsApp 190"),
    ],
)
def test_what_the_provider_says_of_us_is_shown(talking: Talking, answer: Probe | DeliveryError, trouble: str) -> None:
    talking.answer = answer
    watching.probe(at=AT)
    assert trouble in whatsapp().troubles[0]
    talking.answer = Probe()
    watching.probe(at=AT)
    assert whatsapp().troubles == ()


def test_our_counts_stand_beside_the_providers(talking: Talking) -> None:
    came_in(*[datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in range(6)])
    watching.tally(date(2026, 11, 20), at=AT)
    row, *_ = health.counts(since=date(2026, 11, 20), until=date(2026, 11, 21))
    assert (row.received, row.provider_received, row.provider_sent, row.differs) == (6, 7, None, True)
    assert ProviderTally.objects.count() == 1


class Second(WhatsAppAdapter):
    """Another channel, which works."""

    code = medium = "second"


def test_the_operator_is_told_by_a_channel_that_works(
    settings: Settings, channels_under_test: registry.Registry
) -> None:
    settings.OPERATORS = [("tel", "+6281300000009")]
    channels_under_test.add(Second(kit.adapter().options))
    ChannelState.objects.create(channel="whatsapp", alarm="the access token is no longer valid")
    watching.alarm(at=AT)
    told = Message.objects.get(direction="out")
    assert (told.channel, "WhatsApp bermasalah" in told.text) == ("second", True)
    ChannelState.objects.update(alarm="")
    watching.alarm(at=AT + timedelta(minutes=1))
    assert "sudah pulih" in Message.objects.filter(direction="out").latest("pk").text


def test_the_operator_is_told_at_once_when_no_worker_can_be_counted_on(settings: Settings) -> None:
    settings.OPERATORS = [("tel", "+6281300000009")]
    ChannelState.objects.create(channel="whatsapp", alarm="nothing leaves")
    assert watching.tell_operator("Penyapu berhenti.", key="still", at=AT, directly=True) == 1
    assert watching.tell_operator("Penyapu berhenti.", key="still", at=AT, directly=True) == 1
    outbox = Outbox.objects.get()
    assert (outbox.attempts, outbox.attempted_at) == (1, AT)


def test_a_trouble_is_told_again_after_six_hours_while_it_lasts() -> None:
    ChannelState.objects.create(channel="whatsapp", alarm="the access token is no longer valid")
    hours = [watching.alarm(at=AT + timedelta(hours=hour)) for hour in range(14)]
    assert hours == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    ChannelState.objects.update(alarm="")
    assert watching.alarm(at=AT + timedelta(hours=14)) == 1
    assert watching.alarm(at=AT + timedelta(hours=15)) == 0
