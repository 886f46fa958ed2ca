"""What is told to the telephone's recorder becomes a case at once."""

import json
from datetime import timedelta

import pytest
from django.db import transaction

from rumahrakyat.channels import calls, handing, registry
from rumahrakyat.channels.base import Address, CallPhase, Capabilities, Inbound, Kind, MediaRef, Sender
from rumahrakyat.channels.base import Call as Told
from rumahrakyat.channels.codec import dump
from rumahrakyat.channels.contract import Media
from rumahrakyat.channels.media import _finish, blobs
from rumahrakyat.channels.models import InboundEvent, InboundMedia
from rumahrakyat.channels.voice import lending
from rumahrakyat.correspondence import chat, receiving, telephone
from rumahrakyat.correspondence.models import CaseCall, CaseMessage
from rumahrakyat.lib import clock, crypto
from rumahrakyat.reports.attachments import process_pending
from rumahrakyat.reports.models import Attachment, Report
from rumahrakyat.reports.wording import NOT_WRITTEN_YET
from tests.cast import World

SITI = Address("tel", "+6281322904471")


def spoken(world: World, ref: str = "RE1", *, caller: Address | None = SITI, call: str = "CA1") -> Inbound:
    return Inbound(
        "twiliovoice",
        ref,
        Kind.AUDIO,
        Sender((caller,) if caller else ()),
        world.at,
        media=(MediaRef(ref, "audio", "audio/mpeg"),),
        group=call,
    )


def hears(world: World, inbound: Inbound) -> None:
    """The message as a worker hands it on."""
    handing.set_receiver(receiving.receive)
    InboundEvent.objects.create(
        channel=inbound.channel,
        event_key=inbound.event_key,
        kind=inbound.kind,
        order_key=inbound.message_id,
        sent_at=inbound.sent_at,
        recorded_at=world.at,
        next_at=world.at,
        sealed_payload=crypto.seal(json.dumps(dump(inbound))),
    )
    handing.hand_on(lambda: world.at)


def told(world: World, *, other: Address | None = SITI) -> None:
    ringing = Told("twiliovoice", "CA1", CallPhase.RINGING, world.at - timedelta(minutes=1), other=other)
    with transaction.atomic():
        calls.note(ringing, at=world.at)


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_recording_is_a_case_of_the_caller_with_its_call(world: World) -> None:
    told(world)
    hears(world, spoken(world))
    report = Report.objects.get()
    assert (report.text, report.channel, report.received_at) == (NOT_WRITTEN_YET, "phone", world.at)
    assert [point.value for point in report.reporter.contact_points.all()] == [SITI.value]
    assert CaseCall.objects.get().report == report
    assert CaseMessage.objects.get().report == report


def test_the_file_joins_the_case_when_it_has_come(world: World) -> None:
    hears(world, spoken(world, caller=None))
    media = Media(b"ID3 suara", "audio/mpeg")
    handing.set_media_receiver(chat.media_ready)
    _finish(
        InboundMedia.objects.get().pk,
        at=world.at,
        state=InboundMedia.State.DONE,
        digest=blobs().put(media.content),
        media=media,
    )
    process_pending()
    attachment = Attachment.objects.get()
    assert (attachment.kind, attachment.state, attachment.media_type) == ("audio", "ready", "audio/mpeg")


def test_a_caller_who_withholds_the_number_has_a_case_without_a_contact(world: World) -> None:
    told(world, other=None)
    hears(world, spoken(world, caller=None))
    assert Report.objects.get().reporter.contact_points.count() == 0


def test_a_recording_that_names_no_caller_is_known_by_its_call(world: World) -> None:
    told(world)
    hears(world, spoken(world, caller=None))
    assert [point.value for point in Report.objects.get().reporter.contact_points.all()] == [SITI.value]


def test_a_second_recording_of_one_call_joins_the_first_case(world: World) -> None:
    hears(world, spoken(world))
    hears(world, spoken(world, "RE2"))
    assert (Report.objects.count(), CaseMessage.objects.count()) == (1, 2)
    hears(world, spoken(world, "RE3", call="CA2"))
    assert Report.objects.count() == 2


@pytest.mark.parametrize(("language", "word"), [("id", "Laporan nomor"), ("jv", "Laporan nomer"), ("en", "must")])
def test_a_caller_hears_how_a_number_stands_in_the_own_language(world: World, language: str, word: str) -> None:
    with clock.frozen(world.at):
        report = world.assigned()
        sentence = lending.status_of(report.number.removeprefix("RR-").replace("-", ""), language, world.at)
    assert sentence is not None
    assert word in sentence
    assert " ".join(report.number[3:6]) in sentence
    assert report.title not in sentence


@pytest.mark.parametrize("digits", ["", "1", "999999999999", "482136"])
def test_an_unknown_number_is_nobody_s(world: World, digits: str) -> None:
    assert telephone.status_aloud(digits, "id", world.at) is None


class Texting:
    """A channel for short messages, in use or not."""

    def __init__(self, *, used: bool, medium: str = "sms") -> None:
        self.used, self.medium, self.capabilities = used, medium, Capabilities(push=True)

    def configured(self) -> bool:
        return self.used


@pytest.mark.parametrize(
    ("channel", "promised"),
    [(Texting(used=True), True), (Texting(used=False), False), (Texting(used=True, medium="x"), False)],
)
def test_the_promise_of_a_text_message_needs_a_channel_for_it(
    channel: Texting, promised: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "default", lambda: [channel])
    assert lending.callers_are_texted() is promised
