"""Numbers to call go out with the intake, on whatever way a report of danger comes."""

import pytest

from rumahrakyat.channels.base import Address, Manner, Sender
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.correspondence import danger, intake
from rumahrakyat.correspondence.tests.fake import Street, street
from rumahrakyat.lib import clock
from rumahrakyat.reports.models import Identity, Report
from tests.cast import World

__all__ = ["street"]
pytestmark = pytest.mark.django_db

FIRE = "Tolong pak rumah warga di belakang pasar Karanganyar sedang terbakar, api makin besar, mohon segera ditangani"
QUIET = "Lampu jalan di depan pasar besar mati sejak Kamis, gelap sekali kalau malam"
PHONE = Sender((Address("tel", "+6281322904471"),), "Warga Uji")
LETTER = Sender((Address("email", "warga@contoh.example"),), "Warga Uji")


@pytest.mark.parametrize(("channel", "sender"), [("facebook", None), ("gammu", PHONE), ("email", LETTER)])
def test_whoever_tells_of_a_fire_reads_the_numbers_before_the_receipt(
    street: Street, channel: str, sender: Sender | None
) -> None:
    given = {"sender": sender} if sender else {}
    answers = street.says(FIRE, channel=channel, **given)
    report = Report.objects.get()
    assert "113" in answers[0].text
    assert "112" in answers[0].text
    assert answers[0].about == report.number
    assert len(answers) >= 2


def test_the_numbers_fit_into_one_short_message(street: Street) -> None:
    answers = street.says(FIRE, channel="gammu", sender=PHONE)
    assert "113" in answers[0].text
    assert len(answers[0].text) <= 160


def test_in_public_the_numbers_are_told_without_what_was_reported(street: Street) -> None:
    answers = street.arrive(street.public(FIRE))
    assert any("113" in one.text for one in answers)
    assert not any("warga" in one.text for one in answers if one.manner is Manner.PUBLIC)


def test_the_numbers_come_at_once_even_while_the_story_is_being_asked_for(street: Street) -> None:
    street.says("halo")
    answers = street.says("rumah tetangga sedang terbakar")
    assert "113" in answers[0].text
    assert not Report.objects.exists()


def take_in(world: World, text: str, *, anonymous: bool = False) -> Report:
    told = intake.Intake(
        text=text,
        channel="web",
        received_at=world.at,
        source_key=None,
        contact=None if anonymous else intake.Contact("tel", "+6281322904471", "gammu"),
        identity=Identity.ANONYMOUS if anonymous else Identity.NAMED,
    )
    with clock.frozen(world.at):
        return intake.take_in(intake=told, at=world.at)[0]


def test_the_numbers_are_queued_with_the_intake_and_the_case_is_flagged(street: Street) -> None:
    report = take_in(street.world, FIRE)
    assert report.urgent
    queued = Outbox.objects.get(key__startswith="danger:")
    assert "113" in str(queued.message.content)


def test_a_report_without_a_contact_is_flagged_all_the_same(world: World) -> None:
    report = take_in(world, FIRE, anonymous=True)
    assert report.urgent
    assert not Message.objects.filter(direction="out").exists()


def test_an_ordinary_report_is_neither_flagged_nor_answered_with_numbers(street: Street) -> None:
    report = take_in(street.world, QUIET)
    assert not report.urgent
    assert not Outbox.objects.filter(key__startswith="danger:").exists()


def test_the_numbers_are_told_once_however_often_the_warning_runs(street: Street) -> None:
    report = take_in(street.world, FIRE)
    peril = danger.danger_in(report.text)
    assert peril is not None
    danger.warn(report=report, danger=peril, at=street.world.at)
    assert Outbox.objects.filter(key__startswith="danger:").count() == 1
