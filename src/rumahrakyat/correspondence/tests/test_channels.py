"""What each kind of channel needs: numbers instead of buttons, letters, albums, floods, one person on two channels."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rumahrakyat.channels import media as files
from rumahrakyat.channels.base import About, Address, Body, Inbound, Kind, MediaRef, Sender
from rumahrakyat.channels.models import InboundMedia, Message
from rumahrakyat.correspondence import chat, holding
from rumahrakyat.correspondence.models import CaseMessage, HeldMessage, Listener
from rumahrakyat.correspondence.tests.fake import Street, street
from rumahrakyat.lib import clock
from rumahrakyat.people.same import is_same_person
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Attachment, Entry, Report
from tests.cast import World
from tests.pictures import jpeg

__all__ = ["street"]
pytestmark = pytest.mark.django_db

COMPLAINT = "Lampu jalan di depan pasar besar mati sejak Kamis, gelap sekali kalau malam"
PHONE = Sender((Address("tel", "+6281322904471"),), "Warga Uji")
LETTER = Sender((Address("email", "warga@contoh.example"),), "Warga Uji")


def sms(street: Street, text: str, **given: object) -> list[Body]:
    return street.says(text, channel="gammu", sender=PHONE, **given)


def letter(street: Street, text: str, **given: object) -> list[Body]:
    return street.says(text, **{"channel": "email", "sender": LETTER, **given})


def words(report: Report, kind: str = "replied") -> list[str]:
    return [one.text for one in Entry.objects.filter(report=report, type=kind).order_by("seq")]


def resolved(street: Street, report: Report) -> None:
    with clock.frozen(street.at):
        verifier = street.world.actor("verifier", report)
        operations.assign(report_id=report.pk, holder=street.world.organisations["ROADS"], actor=verifier, at=street.at)
        operations.resolve(
            report_id=report.pk,
            text="Lampu sudah menyala.",
            no_photo_reason="Siang hari.",
            actor=street.world.actor("officer", report),
            at=street.at,
        )


def test_a_report_by_sms_counts_as_sms_and_is_answered_by_the_gateway_it_came_by(street: Street) -> None:
    receipt = sms(street, COMPLAINT)[0]
    assert Report.objects.get().channel == "sms"
    assert Message.objects.filter(direction="out").last().channel == "gammu"  # type: ignore[union-attr]
    assert len(receipt.text) <= 160


def test_written_out_options_are_read_as_bare_numbers(street: Street) -> None:
    sms(street, COMPLAINT)
    first = Report.objects.get()
    asked = sms(street, "Pupuk bersubsidi di kios kami kosong sudah sebulan lebih")
    assert "1. Tambahan\n2. Laporan baru" in asked[0].text
    sms(street, "2.")
    assert Report.objects.count() == 2
    assert words(first) == []


def test_a_number_of_news_is_read_too_but_no_more_after_something_else_was_said(street: Street) -> None:
    sms(street, COMPLAINT)
    report = Report.objects.get()
    resolved(street, report)
    street.arrive(street.public("hadir"))
    sms(street, "terima kasih")
    assert not Entry.objects.filter(type="confirmed").exists()
    sms(street, "1")
    report.refresh_from_db()
    assert report.stage == "resolved"


def test_one_means_yes_when_that_was_offered_last(street: Street) -> None:
    sms(street, COMPLAINT)
    report = Report.objects.get()
    resolved(street, report)
    street.arrive(street.public("hadir"))  # somebody else; lets the news go out
    assert "1. Ya, sudah beres" in Message.objects.filter(direction="out", channel="gammu").last().text  # type: ignore[union-attr]
    assert "sudah beres" in sms(street, "1")[0].text
    report.refresh_from_db()
    assert report.stage == "closed"


def test_an_old_offer_is_no_offer(street: Street) -> None:
    sms(street, COMPLAINT)
    report = Report.objects.get()
    resolved(street, report)
    street.arrive(street.public("hadir"))
    street.at += chat.OFFERED_FOR + timedelta(hours=1)
    sms(street, "1")
    report.refresh_from_db()
    assert report.stage == "resolved"


def test_balas_reaches_the_case_from_a_letter_and_a_telephone_of_one_person(street: Street) -> None:
    sms(street, COMPLAINT)
    report = Report.objects.get()
    secret = operations.issue_secret(report=report)
    joined = letter(street, f"sambung {report.number.lower().replace('-', '')} {secret[:8]} {secret[8:]}")
    assert "tersambung" in joined[0].text
    letter(street, f"BALAS {report.number} sekarang sebelahnya ikut mati")
    assert words(report) == ["sekarang sebelahnya ikut mati"]
    assert set(Listener.objects.values_list("channel", flat=True)) == {"gammu", "email"}
    other = Listener.objects.get(channel="email").contact_point
    assert is_same_person(report.reporter_id, other.reporter_id)


def test_a_wrong_secret_joins_nobody(street: Street) -> None:
    sms(street, COMPLAINT)
    report = Report.objects.get()
    operations.issue_secret(report=report)
    assert "tidak cocok" in letter(street, f"SAMBUNG {report.number} 1111 2222 3333 4444")[0].text
    assert "tidak kami temukan" in letter(street, f"BALAS {report.number} ini bukan saya")[0].text
    assert words(report) == []


def test_an_anonymous_case_is_joined_to_nobody(street: Street, world: World) -> None:
    report = world.report(identity="anonymous", contact=None)
    secret = operations.issue_secret(report=report)
    assert "tanpa nama" in letter(street, f"SAMBUNG {report.number} {secret}")[0].text
    assert not Listener.objects.exists()


def test_a_truncated_message_is_filed_and_its_end_asked_for(street: Street) -> None:
    said = sms(street, COMPLAINT, truncated=True)
    assert Report.objects.get().text == COMPLAINT
    assert any("Bagian akhir" in body.text for body in said)


def test_the_subject_of_a_letter_joins_its_words_when_it_says_something(street: Street) -> None:
    letter(street, "Sudah dua minggu, mohon dicek.", subject="Lubang di jalan depan pasar besar")
    assert Report.objects.get().text == "Lubang di jalan depan pasar besar\n\nSudah dua minggu, mohon dicek."


@pytest.mark.parametrize("subject", ["", "Laporan", "Re: Laporan RR-482-135: Lampu", "(tanpa subjek)", "lampu JALAN"])
def test_a_subject_that_says_nothing_new_is_left_out(street: Street, subject: str) -> None:
    letter(street, COMPLAINT, subject=subject)
    assert Report.objects.get().text == COMPLAINT


def test_notices_carry_the_number_and_the_title_for_threads(street: Street) -> None:
    receipt = letter(street, COMPLAINT)[0]
    report = Report.objects.get()
    assert (receipt.about, receipt.subject) == (report.number, f"Laporan {report.number}: {report.title}")
    assert not receipt.by_person


def test_a_proven_letter_adds_to_its_case_from_any_address_whatever_is_being_talked_about(street: Street) -> None:
    letter(street, COMPLAINT)
    report = Report.objects.get()
    work = Sender((Address("email", "kantor@contoh.example"),))
    letter(street, "Halo", sender=work)
    letter(street, "Semalam sempat menyala.", sender=work, about=About(report.number, proven=True))
    assert words(report) == ["Semalam sempat menyala."]
    assert "Di mana" in letter(street, "Jembatan bambu di kampung kami patah", sender=work)[0].text


def test_a_number_from_a_stranger_makes_a_case_of_its_own_with_a_note(street: Street) -> None:
    letter(street, COMPLAINT)
    first = Report.objects.get()
    stranger = Sender((Address("email", "lain@contoh.example"),))
    text = "Saya juga mengalami lampu mati di jalan yang sama itu"
    letter(street, text, sender=stranger, about=About(first.number))
    second = Report.objects.exclude(pk=first.pk).get()
    assert words(first) == []
    assert first.number in words(second, "noted")[0]


def test_a_number_from_the_reporter_needs_no_proof(street: Street) -> None:
    letter(street, COMPLAINT)
    report = Report.objects.get()
    letter(street, "Sampai malam ini masih gelap dan rawan", about=About(report.number))
    assert words(report) == ["Sampai malam ini masih gelap dan rawan"]


def test_what_a_machine_wrote_is_kept_beside_its_case_and_never_answered(street: Street) -> None:
    letter(street, COMPLAINT)
    report = Report.objects.get()
    ours = Message.objects.filter(direction="out").first()
    assert ours
    Message.objects.filter(pk=ours.pk).update(external_id="<ours@example>")
    assert letter(street, "Saya sedang cuti.", kind=Kind.AUTOMATIC, quoted_id="<ours@example>") == []
    assert letter(street, "Mailbox penuh", kind=Kind.AUTOMATIC) == []
    assert CaseMessage.objects.filter(report=report, message__kind="automatic").count() == 1
    assert Report.objects.count() == 1


def picture(street: Street, ref: str, text: str = "", group: str = "album-1") -> Inbound:
    return street.message(text, kind=Kind.IMAGE, media=(MediaRef(ref, "image", "image/jpeg"),), group=group)


def test_an_album_is_one_report_with_one_receipt_and_all_its_pictures(street: Street) -> None:
    first, *others = [picture(street, f"p{nth}", COMPLAINT if nth == 0 else "") for nth in range(4)]
    answers = street.arrive(first, *others)
    assert len([body for body in answers if "Nomor: " in body.text]) == 1
    assert not any("Ada fotonya" in body.text or "tambahan" in body.text for body in answers)
    for nth, row in enumerate(InboundMedia.objects.order_by("pk")):
        row.state, row.digest = (
            InboundMedia.State.DONE,
            files.blobs().put(jpeg(colour=("teal", "red", "blue", "tan")[nth])),
        )
        row.save()
        chat.media_ready(row.pk, street.at)
    assert Attachment.objects.filter(report=Report.objects.get()).count() == 4


def test_words_that_come_with_a_later_picture_are_the_albums_words(street: Street) -> None:
    assert street.arrive(picture(street, "p1")) == []
    answers = street.arrive(picture(street, "p2", COMPLAINT), picture(street, "p3"), passes=timedelta(seconds=2))
    report = Report.objects.get()
    assert report.text == COMPLAINT
    assert len([body for body in answers if report.number in body.text]) == 1
    assert CaseMessage.objects.filter(report=report, message__direction="in").count() == 3


def test_an_album_without_words_is_asked_about_once_after_a_moment(street: Street) -> None:
    assert street.arrive(picture(street, "p1"), picture(street, "p2"), passes=timedelta(seconds=2)) == []
    assert chat.ask_after_albums(at=street.at + timedelta(seconds=5)) == 0
    assert chat.ask_after_albums(at=street.at + timedelta(seconds=25)) == 1
    assert chat.ask_after_albums(at=street.at + timedelta(seconds=50)) == 0
    assert "Apa yang terjadi di sana" in Message.objects.filter(direction="out").get().text
    street.says(COMPLAINT)
    street.says("tidak tahu")
    street.says("kirim")
    assert CaseMessage.objects.filter(report=Report.objects.get(), message__direction="in").count() == 5


def flood(street: Street, count: int) -> list[Body]:
    return street.arrive(*(street.message(f"{COMPLAINT} nomor {nth} di gang {nth}") for nth in range(count)))


def test_a_flood_is_kept_answered_once_and_makes_few_cases(street: Street) -> None:
    answers = flood(street, 120)
    assert Message.objects.filter(direction="in").count() == 120
    assert HeldMessage.objects.count() == 101
    assert Report.objects.count() < 20
    assert len([body for body in answers if "banyak pesan" in body.text]) == 1
    assert len(answers) < 45


def test_a_flood_of_edits_is_held_as_well(street: Street) -> None:
    street.says(COMPLAINT)
    edits = (street.message(f"{COMPLAINT} {nth}", kind=Kind.EDITED, quoted_id="m1") for nth in range(60))
    street.arrive(*edits)
    assert len(words(Report.objects.get())) < 20
    assert HeldMessage.objects.count() == 42


def test_a_held_message_costs_no_more_than_three_statements(street: Street) -> None:
    flood(street, 20)
    message = Message.objects.filter(direction="in").last()
    contact = message.contact_point if message else None
    assert message
    assert contact
    fresh = Message.objects.create(
        channel="facebook", direction="in", contact_point=contact, external_id="x", kind="text", status="received",
        status_at=street.at, recorded_at=street.at,
    )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert holding.hold(contact, fresh, street.message("lagi"), street.at)
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 3


def test_after_a_quiet_hour_the_contact_is_heard_again(street: Street) -> None:
    flood(street, 25)
    street.at += timedelta(hours=1, minutes=5)
    assert street.says("bantuan")
    assert HeldMessage.objects.count() == 6


def test_stop_is_obeyed_in_a_flood(street: Street) -> None:
    flood(street, 22)
    street.says("STOP")
    message = Message.objects.filter(direction="in").last()
    assert message
    assert message.contact_point
    assert message.contact_point.stopped_at


def test_held_messages_are_released_into_a_case_once_or_dismissed(street: Street) -> None:
    flood(street, 30)
    report = Report.objects.order_by("pk").first()
    assert report
    contact, account = report.reporter.contact_points.get(), street.world.accounts["verifier"]
    assert holding.release(contact_id=contact.pk, report=report, account=account, at=street.at) == 11
    assert holding.release(contact_id=contact.pk, report=report, account=account, at=street.at) == 0
    assert "nomor 29" in words(report)[-1]
    street.says("satu lagi")
    assert holding.dismiss(contact_id=contact.pk, account=account, at=street.at) == 1
    assert not HeldMessage.objects.filter(state="held").exists()
