"""Conversations through to the database: what a citizen writes in a chat, what becomes of it, what is answered."""

from datetime import timedelta

import pytest
from django.db import transaction

from rumahrakyat.channels import handing
from rumahrakyat.channels.base import Address, Choice, Inbound, Kind, Location, MediaRef, Sender
from rumahrakyat.channels.media import blobs
from rumahrakyat.channels.models import InboundMedia, Message
from rumahrakyat.correspondence import chat
from rumahrakyat.correspondence.models import CaseMessage, Conversation, Listener
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.reports import attachments, effects, operations
from rumahrakyat.reports.models import Attachment, Entry, Report
from rumahrakyat.reports.states import Stage
from tests.cast import World
from tests.pictures import jpeg

COMPLAINT = "Lampu jalan di depan pasar mati sejak Kamis, gelap sekali kalau malam"
PHONE = "+6281300000001"


class Citizen:
    """Somebody with a phone. `says` sends one message and returns what we answered to it at once."""

    def __init__(self, world: World, phone: str = PHONE) -> None:
        self.world, self.phone, self.sent = world, phone, 0
        self.at = world.at

    def says(self, text: str = "", **given: object) -> list[str]:
        self.sent += 1
        self.at += timedelta(minutes=1)
        facts: dict[str, object] = {
            "channel": "whatsapp",
            "message_id": f"wamid.{self.phone}.{self.sent}",
            "kind": Kind.TEXT,
            "sender": Sender((Address("tel", self.phone),), "Warga Uji"),
            "sent_at": self.at,
            "text": text,
        }
        before = set(Message.objects.values_list("pk", flat=True))
        with transaction.atomic():
            handing._receive(Inbound(**{**facts, **given}), self.at)  # type: ignore[arg-type]
        return [m.text for m in Message.objects.filter(direction="out").exclude(pk__in=before).order_by("pk")]

    def taps(self, choice: str) -> list[str]:
        return self.says(kind=Kind.CHOICE, choice=Choice(choice, "x"))

    def hears(self) -> list[str]:
        """Everything sent to this phone so far, oldest first, effects carried out."""
        effects.run_due()
        mine = Message.objects.filter(direction="out", contact_point__in=ContactPoint.objects.all())
        return [message.text for message in mine.order_by("pk")]


@pytest.fixture
def citizen(world: World) -> Citizen:
    return Citizen(world)


def test_one_message_that_says_it_all_is_a_report_with_a_receipt(citizen: Citizen) -> None:
    citizen.says(COMPLAINT)
    report = Report.objects.get()
    assert (report.text, report.channel, report.received_at) == (COMPLAINT, "whatsapp", citizen.at)
    receipt = next(text for text in citizen.hears() if report.number in text)
    assert "Rabu, 22 Juli 2026 pukul 12.01 WIB" in receipt


def test_the_led_conversation_ends_in_a_report(citizen: Citizen) -> None:
    assert "Apa yang terjadi?" in citizen.says("Halo")[0]
    assert "Di mana tepatnya?" in citizen.says(COMPLAINT)[0]
    assert "Ada fotonya?" in citizen.says(kind=Kind.LOCATION, location=Location(-7.08, 110.91, "Pasar"))[0]
    assert "Sudah benar?" in citizen.says("tidak ada")[0]
    citizen.taps("send")
    report = Report.objects.get()
    assert (report.lat, report.lon, report.place_words) == (-7.08, 110.91, "Pasar")
    assert CaseMessage.objects.filter(report=report, message__direction="in").count() == 4


def test_a_told_but_unconfirmed_complaint_is_filed_all_the_same(citizen: Citizen) -> None:
    citizen.says("Halo")
    citizen.says(COMPLAINT)
    assert chat.file_abandoned(at=citizen.at + timedelta(minutes=10)) == 0
    assert chat.file_abandoned(at=citizen.at + timedelta(minutes=16)) == 1
    assert Report.objects.get().text == COMPLAINT
    assert chat.file_abandoned(at=citizen.at + timedelta(minutes=40)) == 0


def test_cancelling_files_nothing_ever(citizen: Citizen) -> None:
    citizen.says("Halo")
    citizen.says(COMPLAINT)
    citizen.says("batal")
    chat.file_abandoned(at=citizen.at + timedelta(hours=1))
    assert not Report.objects.exists()


def test_the_agencys_answer_reaches_the_phone_and_the_reply_reaches_the_case(world: World, citizen: Citizen) -> None:
    citizen.says(COMPLAINT)
    report = Report.objects.get()
    operations.assign(
        report_id=report.pk,
        holder=world.organisations["ROADS"],
        actor=world.actor("verifier", report),
        at=citizen.at + timedelta(minutes=5),
    )
    operations.answer(
        report_id=report.pk,
        stage=Stage.FIELD_CHECK,
        text="Petugas ke lokasi sore ini.",
        actor=world.actor("officer", report),
        at=citizen.at + timedelta(hours=1),
    )
    assert any("Petugas ke lokasi sore ini." in t and "Cek lapangan" in t for t in citizen.hears()), citizen.hears()
    assert "tambahkan" in citizen.says("ditunggu, dekat warung")[0]
    assert Entry.objects.filter(report=report, type="replied").get().text == "ditunggu, dekat warung"


def test_a_new_subject_becomes_a_report_of_its_own(citizen: Citizen) -> None:
    citizen.says(COMPLAINT)
    asked = citizen.says("Pupuk bersubsidi di kios desa kami kosong sudah sebulan lebih")
    assert "tambahan untuk laporan" in asked[0]
    citizen.taps("new:")
    assert Report.objects.count() == 2


def test_done_can_be_confirmed_or_objected_to_from_the_chat(world: World, citizen: Citizen) -> None:
    citizen.says(COMPLAINT)
    report = Report.objects.get()
    verifier = world.actor("verifier", report)
    operations.assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=verifier, at=citizen.at)
    operations.resolve(
        report_id=report.pk,
        text="Lampu sudah menyala.",
        no_photo_reason="Siang hari, menyala malam.",
        actor=world.actor("officer", report),
        at=citizen.at + timedelta(hours=2),
    )
    assert any("tuntas" in text and "Anda yang menentukan" in text for text in citizen.hears())
    citizen.taps(f"object:{report.number}")
    citizen.says("Semalam masih mati")
    report.refresh_from_db()
    assert report.stage == Stage.IN_PROGRESS
    assert Entry.objects.filter(report=report, type="objected").get().text == "Semalam masih mati"


def test_somebody_elses_case_can_be_asked_about_but_not_touched(world: World, citizen: Citizen) -> None:
    other = world.report()
    assert other.number in citizen.says(f"status {other.number}")[0]
    assert "tidak kami temukan" in citizen.taps(f"confirm:{other.number}")[0]
    citizen.taps(f"object:{other.number}")
    assert "tidak kami temukan" in citizen.says("Belum beres sama sekali")[0]
    assert not Entry.objects.filter(report=other).exclude(type="received").exists()


def test_stop_silences_and_writing_again_ends_the_silence(world: World, citizen: Citizen) -> None:
    citizen.says(COMPLAINT)
    citizen.hears()
    assert "tidak akan mengirim pesan lagi" in citizen.says("STOP")[0]
    report = Report.objects.get()
    heard = len(citizen.hears())
    operations.refer(
        report_id=report.pk,
        to="Perusahaan Listrik",
        text="Silakan hubungi kantor terdekat.",
        actor=world.actor("verifier", report),
        at=citizen.at,
    )
    assert len(citizen.hears()) == heard
    citizen.says("halo")
    assert ContactPoint.objects.get().stopped_at is None


def test_a_photo_that_comes_after_its_report_joins_it(citizen: Citizen) -> None:
    photo = MediaRef("media-1", "image", "image/jpeg", "", "", COMPLAINT)
    citizen.says(COMPLAINT, kind=Kind.IMAGE, media=(photo,))
    row = InboundMedia.objects.get()
    row.state, row.digest = InboundMedia.State.DONE, blobs().put(jpeg())
    row.save()
    for _twice in range(2):
        chat.media_ready(row.pk, citizen.at)
    assert Attachment.objects.filter(report=Report.objects.get()).count() == 1


@pytest.mark.parametrize("point", [(-5.0, 110.4), (-6.2, 106.8), (51.5, -0.1)])
def test_a_point_at_sea_or_elsewhere_is_said_to_be_so_and_the_question_stays(
    citizen: Citizen, point: tuple[float, float]
) -> None:
    citizen.says("Halo")
    citizen.says(COMPLAINT)
    assert "di luar provinsi" in citizen.says(kind=Kind.LOCATION, location=Location(*point))[0]
    assert "Ada fotonya?" in citizen.says("Desa Depok, Toroh")[0]
    assert Conversation.objects.get().draft["lat"] is None


def test_a_photo_alone_joins_the_case_just_talked_about_once_it_is_here(citizen: Citizen) -> None:
    citizen.says(COMPLAINT)
    Report.objects.update(regency="33.15")
    citizen.says(kind=Kind.IMAGE, media=(MediaRef("late", "image", "image/jpeg"),))
    row = InboundMedia.objects.get()
    row.state, row.digest = InboundMedia.State.DONE, blobs().put(jpeg())
    row.save()
    chat.media_ready(row.pk, citizen.at)
    assert Attachment.objects.filter(report=Report.objects.get()).count() == 1


def test_a_case_takes_sixty_files_and_says_when_it_is_full(citizen: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_FILES_OF_CASE", 1)
    for number, colour in enumerate(("teal", "red")):
        citizen.says(
            COMPLAINT if number == 0 else "", kind=Kind.IMAGE, media=(MediaRef(f"m{number}", "image", "image/jpeg"),)
        )
        row = InboundMedia.objects.get(ref=f"m{number}")
        row.state, row.digest = InboundMedia.State.DONE, blobs().put(jpeg(colour=colour))
        row.save()
        if number:
            citizen.taps(f"add:{Report.objects.get().number}")
        chat.media_ready(row.pk, citizen.at)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("kind", [Kind.UNSUPPORTED, Kind.CONTACTS])
def test_what_cannot_be_read_gets_a_kind_answer(citizen: Citizen, kind: Kind) -> None:
    assert "belum bisa kami baca" in citizen.says(kind=kind)[0]


def test_reactions_and_stickers_are_left_alone(citizen: Citizen) -> None:
    assert citizen.says("👍", kind=Kind.REACTION) == []
    assert not Conversation.objects.exists()


def test_whoever_reports_by_chat_is_told_on_that_chat(citizen: Citizen) -> None:
    citizen.says(COMPLAINT)
    listener = Listener.objects.get()
    assert (listener.channel, listener.contact_point.value) == ("whatsapp", PHONE)
