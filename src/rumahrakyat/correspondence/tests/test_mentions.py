"""Public words, from the provider's request to the case, the public answer and the private question."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rumahrakyat.channels.base import Kind, Manner, Place, Sender
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence.models import CaseMessage, Listener, Mention
from rumahrakyat.correspondence.tests.fake import OTHER, Street, street
from rumahrakyat.lib import clock
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage

__all__ = ["street"]
pytestmark = pytest.mark.django_db

COMPLAINT = "Pak, lampu jalan di depan pasar besar mati sudah seminggu, mohon segera diperbaiki"


def entries(report: Report, kind: str) -> list[str]:
    return [one.text for one in Entry.objects.filter(report=report, type=kind).order_by("seq")]


def test_a_clear_complaint_is_a_case_with_a_public_answer_and_a_private_question(street: Street) -> None:
    answers = street.arrive(street.public(COMPLAINT))
    report = Report.objects.get()
    assert (report.text, report.channel, report.reporter.name) == (COMPLAINT, "facebook", "Warga Uji")
    public = next(body for body in answers if body.manner is Manner.PUBLIC)
    assert report.number in public.text
    assert (public.reply_to, public.options) == ("m1", ())
    private = next(body for body in answers if body.manner is Manner.PRIVATE_REPLY)
    assert "di mana tepatnya" in private.text
    assert (private.reply_to, len(answers)) == ("m1", 2)
    assert "https://contoh.example/m1" in entries(report, "noted")[0]


def test_nothing_of_anybodys_words_is_said_in_public(street: Street) -> None:
    street.arrive(street.public(COMPLAINT))
    report = Report.objects.get()
    actor = street.world.actor("verifier", report)
    with clock.frozen(street.at):
        operations.assign(report_id=report.pk, holder=street.world.organisations["ROADS"], actor=actor, at=street.at)
        operations.answer(
            report_id=report.pk,
            stage=Stage.FIELD_CHECK,
            text="Ibu Sulastri sudah kami hubungi di 0813.",
            actor=street.world.actor("officer", report),
            at=street.at,
        )
    told = street.arrive(street.public("hadir", sender=Sender((OTHER,), "Lain")))
    news = next(body for body in told if body.manner is Manner.PUBLIC)
    assert "Cek lapangan" in news.text
    assert "Sulastri" not in news.text
    assert report.title not in news.text


def test_of_a_confidential_case_the_public_reads_the_number_alone(street: Street) -> None:
    street.arrive(street.public(COMPLAINT))
    report = Report.objects.get()
    Report.objects.update(visibility="confidential")
    actor = street.world.actor("verifier", report)
    with clock.frozen(street.at):
        operations.reject(report_id=report.pk, reason="private", text="Urusan pribadi.", actor=actor, at=street.at)
    told = street.arrive(street.public("hadir", sender=Sender((OTHER,), "Lain")))
    assert [body.text for body in told] == [f"Ada kabar untuk laporan {report.number}. Bacalah dengan nomor itu."]


def test_who_answers_the_private_question_is_told_privately_from_then_on(street: Street) -> None:
    street.arrive(street.public(COMPLAINT))
    report = Report.objects.get()
    assert "tambahkan" in street.says("depan toko emas")[0].text
    assert entries(report, "replied") == ["depan toko emas"]
    assert Listener.objects.get().under == ""


@pytest.mark.parametrize("text", ["🔥🔥", "mantap pak gub", "slot gacor maxwin daftar sekarang"])
def test_chatter_is_kept_and_not_answered(street: Street, text: str) -> None:
    assert street.arrive(street.public(text, place=Place.COMMENT)) == []
    assert Mention.objects.get().state == Mention.State.CHATTER
    assert Message.objects.get().text == text
    assert not Report.objects.exists()


def test_doubtful_words_wait_with_the_guess_and_its_reason(street: Street) -> None:
    assert street.arrive(street.public("jalan rusak", place=Place.COMMENT)) == []
    waiting = Mention.objects.get()
    assert (waiting.state, waiting.guess, waiting.author) == ("waiting", "doubtful", "warga.uji")
    assert "rusak" in waiting.reason


def test_the_reporter_in_the_thread_adds_to_the_case_and_others_leave_a_note(street: Street) -> None:
    street.arrive(street.public(COMPLAINT))
    report = Report.objects.get()
    street.arrive(street.public("sampai malam ini masih gelap", place=Place.COMMENT, parent="m1"))
    other = Sender((OTHER,), "Orang Lain")
    street.arrive(street.public("di RT saya juga gelap", place=Place.COMMENT, parent="m1", sender=other))
    assert entries(report, "replied") == ["sampai malam ini masih gelap"]
    assert "di RT saya juga gelap" in entries(report, "noted")[-1]
    assert CaseMessage.objects.filter(report=report, message__direction="in").count() == 3
    assert Report.objects.count() == 1


def test_a_story_that_names_us_is_answered_privately(street: Street) -> None:
    answers = street.arrive(street.public(COMPLAINT, place=Place.STORY))
    assert {body.manner for body in answers} == {Manner.DIRECT}
    assert Report.objects.get().number in answers[0].text


def test_without_a_way_to_write_privately_nothing_is_asked(street: Street) -> None:
    said = street.public(COMPLAINT)
    assert said.public
    never = replace(said, public=replace(said.public, private_until=None))
    assert [body.manner for body in street.arrive(never)] == [Manner.PUBLIC]


def test_the_same_mention_delivered_again_changes_nothing(street: Street) -> None:
    said = street.public(COMPLAINT)
    street.arrive(said)
    assert street.arrive(said, said) == []
    assert (Report.objects.count(), Mention.objects.count()) == (1, 1)


def edited(street: Street, of: str, text: str, kind: Kind = Kind.EDITED) -> None:
    street.arrive(street.message(text, kind=kind, quoted_id=of))


def test_an_edit_of_a_case_is_added_as_the_reporters_words_and_a_removal_is_noted(street: Street) -> None:
    street.arrive(street.public(COMPLAINT))
    report = Report.objects.get()
    edited(street, "m1", f"{COMPLAINT}. Sebelah kantor pos.")
    edited(street, "m1", f"{COMPLAINT}. Sebelah kantor pos.")
    edited(street, "m1", "", Kind.REMOVED)
    assert entries(report, "replied") == [f"Diubah pelapor: {COMPLAINT}. Sebelah kantor pos."]
    assert "menghapus" in entries(report, "noted")[-1]
    report.refresh_from_db()
    assert report.text == COMPLAINT


def test_a_waiting_mention_is_updated_by_an_edit_and_withdrawn_by_a_removal(street: Street) -> None:
    street.arrive(street.public("jalan rusak"))
    edited(street, "m1", "jalan rusak di depan balai desa")
    waiting = Mention.objects.get()
    assert (waiting.state, waiting.text) == ("waiting", "jalan rusak di depan balai desa")
    edited(street, "m1", "", Kind.REMOVED)
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"
    assert waiting.message.text == "jalan rusak"


def test_chatter_that_is_edited_into_a_complaint_waits_for_a_person(street: Street) -> None:
    street.arrive(street.public("mantap pak", place=Place.COMMENT))
    edited(street, "m1", COMPLAINT)
    assert Mention.objects.get().state == "waiting"
    assert not Report.objects.exists()


def test_a_private_draft_takes_the_edited_words(street: Street) -> None:
    street.says("Halo")
    street.says("Jalan depan balai desa berlubang")
    edited(street, "m2", "Jembatan depan balai desa retak")
    street.says("tidak tahu")
    street.says("tidak ada")
    street.says("kirim")
    assert Report.objects.get().text == "Jembatan depan balai desa retak"


def test_news_of_an_unknown_message_is_kept_and_nothing_else(street: Street) -> None:
    edited(street, "never-seen", "apa ini")
    assert Message.objects.get().text == "apa ini"


def test_waiting_costs_the_citizen_nothing_of_the_deadline(street: Street) -> None:
    said = street.public(COMPLAINT)
    street.arrive(said, passes=timedelta(minutes=30))
    assert Report.objects.get().received_at == said.sent_at
