"""Officers answer by WhatsApp, SMS, Telegram and e-mail, through the doors through which citizens write as well."""

import io
from collections.abc import Iterator
from datetime import timedelta
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

from rumahrakyat.channels import media, registry
from rumahrakyat.channels.conformance.bench import Bench
from rumahrakyat.channels.conformance.peer import Peer, serving
from rumahrakyat.channels.email import kit as mail
from rumahrakyat.channels.email import tokens
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.channels.smshttp import kit as sms
from rumahrakyat.channels.telegram import kit as telegram
from rumahrakyat.channels.whatsapp import kit as whatsapp
from rumahrakyat.correspondence.models import Conversation
from rumahrakyat.duty.models_alerts import AlertAttempt
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock
from rumahrakyat.organisations import rostering
from rumahrakyat.reports.models import Attachment, Entry, Report
from rumahrakyat.writing import approval
from rumahrakyat.writing.models import Proposal, StaffAnswer
from tests.cast import World

HOUR = timedelta(hours=1)
WORDS = "Tim kami memeriksa lubangnya besok pagi."
TELEPHONE = f"+{whatsapp.PHONES[0]}"
CHAT = str(telegram.citizen().value)


@pytest.fixture
def peer() -> Iterator[Peer]:
    with serving() as provider:
        yield provider


@pytest.fixture(autouse=True)
def channels(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    made = registry.Registry()
    for adapter in (whatsapp.adapter(peer.url), sms.adapter(peer.url), telegram.adapter(peer.url), mail.adapter()):
        made.add(adapter)
    monkeypatch.setattr(registry, "default", lambda: made)


@pytest.fixture
def case(world: World) -> Report:
    reachable(world, "officer", "tel", TELEPHONE)
    return world.assigned()


def reachable(world: World, who: str, scheme: str, value: str, *, confirmed: bool = True) -> None:
    account = world.accounts[who]
    rostering.add_contact(account=account, scheme=scheme, value=value, at=world.at)
    if confirmed:
        rostering.confirm_contact(account=account, value=value, at=world.at)


def hears(world: World, kit: ModuleType, peer: Peer | None, item: Any) -> str:
    """What comes in through the provider's own door; what is said back, empty when nothing is."""
    before = set(Message.objects.values_list("pk", flat=True))
    bench, at = Bench(kit, peer), world.at + HOUR
    if kit in {whatsapp, telegram, sms}:
        for request in kit.requests(item):
            assert bench.post(request) == 200
        bench.works_later(at)
    else:
        bench.arrives(item, at=at)
    answers = Message.objects.filter(direction="out").exclude(pk__in=before).order_by("pk")
    return "\n".join(message.text for message in answers)


def by_whatsapp(world: World, peer: Peer, words: str, *, name: str = "wamid.1", **given: Any) -> str:
    return hears(world, whatsapp, peer, {**whatsapp.text(name, words=words), **given})


def answered(case: Report) -> list[Entry]:
    return list(Entry.objects.filter(report=case, type__in=["answered", "resolved"]))


def test_by_whatsapp_with_number_stage_and_words(world: World, peer: Peer, case: Report) -> None:
    said = by_whatsapp(world, peer, f"JAWAB {case.number} CEK {WORDS}")
    (entry,) = answered(case)
    assert (entry.text, entry.data["stage"], entry.account) == (WORDS, "field_check", world.accounts["officer"])
    assert case.number in said
    assert "Kabar berikutnya" in said
    assert not Conversation.objects.exists()
    assert Report.objects.count() == 1


def test_by_sms_through_the_gateway(world: World, case: Report) -> None:
    reachable(world, "officer", "tel", f"+{sms.PEOPLE[0].removeprefix('+')}")
    said = hears(world, sms, None, sms.text("s1", words=f"jwb {case.number} kerja lubang kami tambal hari ini"))
    assert [entry.data["stage"] for entry in answered(case)] == ["in_progress"]
    assert said.startswith("Tercatat")


def test_by_telegram(world: World, peer: Peer, case: Report) -> None:
    reachable(world, "officer", "telegram", CHAT)
    said = hears(world, telegram, peer, telegram.text("1", words=f"Tanya {case.number} Di RT berapa letaknya?"))
    assert Entry.objects.filter(report=case, type="asked").count() == 1
    assert case.number in said


def test_the_same_message_twice_is_one_answer(world: World, peer: Peer, case: Report) -> None:
    by_whatsapp(world, peer, f"JAWAB {case.number} CEK {WORDS}")
    by_whatsapp(world, peer, f"JAWAB {case.number} CEK {WORDS}")
    said = by_whatsapp(world, peer, f"jawab {case.number} cek  {WORDS.lower()}", name="wamid.2")
    assert len(answered(case)) == 1
    assert "sudah kami catat" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("JAWAB {number} Tim datang besok pagi", "tahapnya belum ada"),
        ("JAWAB {number} CEK", "tulis satu kalimat"),
        ("JAWAB RR-482-136 CEK tim datang besok", "nomor laporannya"),
        ("JAWAB {number} SELESAI lubang sudah ditambal", "perlu foto"),
        ("JAWAB {number} CEK hubungi 0812-3456-7890 besok", "memuat telepon"),
        ("JAWAB {number} CEK kami datang {{tanggal}} pagi", "belum diisi"),
    ],
    ids=["stage", "words", "number", "photo", "personal", "field"],
)
def test_what_is_missing_is_said_and_nothing_recorded(
    words: str, told: str, world: World, peer: Peer, case: Report
) -> None:
    assert told in by_whatsapp(world, peer, words.format(number=case.number))
    assert answered(case) == []


def test_the_reason_or_the_yes_may_come_later(world: World, peer: Peer, case: Report) -> None:
    by_whatsapp(world, peer, f"JAWAB {case.number} CEK hubungi 0812-3456-7890 besok", name="wamid.a")
    by_whatsapp(world, peer, f"KIRIM {case.number}", name="wamid.b")
    assert len(answered(case)) == 1
    by_whatsapp(world, peer, f"JAWAB {case.number} SELESAI sudah kami tambal", name="wamid.c")
    said = by_whatsapp(world, peer, f"ALASAN {case.number} di dalam rumah warga", name="wamid.d")
    assert answered(case)[-1].type == "resolved"
    assert "tuntas" in said


def test_a_photo_on_whatsapp_becomes_evidence(world: World, peer: Peer, case: Report) -> None:
    image = {"id": "9001", "mime_type": "image/jpeg", "caption": f"JAWAB {case.number} SELESAI sudah kami tambal"}
    item = {"id": "wamid.p", "from": TELEPHONE[1:], "timestamp": "1795248000", "type": "image", "image": image}
    said = hears(world, whatsapp, peer, item)
    assert "fotonya sedang kami ambil" in said
    whatsapp.serves_file(peer, photo())
    media.fetch_due(lambda: max(world.at, clock.now()) + HOUR)
    assert [entry.type for entry in answered(case)] == ["resolved"]
    assert Attachment.objects.filter(report=case, by_citizen=False).count() == 1
    assert StaffAnswer.objects.get().state == "done"


def photo() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "JPEG")
    return data.getvalue()


def test_a_stranger_and_an_unconfirmed_contact_record_nothing(world: World, peer: Peer) -> None:
    case = world.assigned()
    by_whatsapp(world, peer, f"JAWAB {case.number} CEK {WORDS}")
    assert Conversation.objects.exists()  # a citizen's words like any other
    reachable(world, "officer", "tel", TELEPHONE, confirmed=False)
    said = by_whatsapp(world, peer, f"JAWAB {case.number} CEK {WORDS}", name="wamid.2")
    assert "belum dikonfirmasi" in said
    assert answered(case) == []


def test_the_case_of_another_agency_is_not_named(world: World, peer: Peer, case: Report) -> None:
    other = world.assigned("TRANSPORT")
    assert "tidak ada pada dinas Anda" in by_whatsapp(world, peer, f"JAWAB {other.number} CEK {WORDS}")
    assert answered(other) == []
    assert answered(case) == []


def test_an_officers_own_complaint_stays_a_complaint(world: World, peer: Peer, case: Report) -> None:
    by_whatsapp(world, peer, "Lampu jalan di depan rumah saya mati sejak tiga hari, gelap sekali.")
    assert Conversation.objects.exists()
    assert answered(case) == []


def test_approval_applies_here_too(world: World, peer: Peer, case: Report) -> None:
    rule = {"organisation": world.organisations["ROADS"], "wanted": "all"}
    approval.set_rule(**rule, account=world.accounts["head"], at=world.at)  # type: ignore[arg-type]
    said = by_whatsapp(world, peer, f"JAWAB {case.number} CEK {WORDS}")
    assert "menunggu persetujuan Orang Head" in said
    assert Proposal.objects.get().text == WORDS
    assert answered(case) == []


def test_a_case_that_has_ended_is_told_kindly(world: World, peer: Peer, case: Report) -> None:
    by_whatsapp(world, peer, f"JAWAB {case.number} SELESAI sudah kami tambal", name="wamid.a")
    by_whatsapp(world, peer, f"ALASAN {case.number} di dalam rumah", name="wamid.b")
    said = by_whatsapp(world, peer, f"JAWAB {case.number} CEK {WORDS}", name="wamid.c")
    assert "Belum tercatat" in said
    assert len(answered(case)) == 1


# E-mail


@pytest.fixture
def letter(world: World, case: Report) -> str:
    """The Message-ID of the alert that the head was sent by mail."""
    reachable(world, "head", "email", mail.PEOPLE[0][1])
    sweep(at=world.at + 22 * HOUR)
    attempt = AlertAttempt.objects.filter(channel="email", account=world.accounts["head"]).latest("pk")
    assert attempt.message is not None
    token = str(Outbox.objects.get(message=attempt.message).token)
    Message.objects.filter(pk=attempt.message.pk).update(external_id=tokens.external_id(token))
    return tokens.message_id(token, "", "rumahrakyat.test")


def written(words: str, *, answers: str = "", who: int = 0) -> bytes:
    made = MIMEMultipart()
    made.attach(
        MIMEText(f"{words}\n\n-- \nKepala Dinas\n\nPada Sel, 21 Jul 2026 Rumah Rakyat menulis:\n> RR", "plain", "utf-8")
    )
    made.attach(MIMEImage(photo(), "jpeg"))
    shown, address = mail.PEOPLE[who]
    for name, value in (("From", f"{shown} <{address}>"), ("To", mail.OURS[0]), ("Subject", "Re: Peringatan")):
        made[name] = value
    made["Message-ID"] = f"<jawab-{len(words)}@surel.test>"
    if answers:
        made["In-Reply-To"] = answers
    return made.as_bytes()


def test_by_mail_the_answer_to_our_letter_counts_without_its_signature(world: World, case: Report, letter: str) -> None:
    said = hears(world, mail, None, written("SELESAI Lubang sudah kami tambal.", answers=letter))
    (entry,) = answered(case)
    assert (entry.type, entry.text) == ("resolved", "Lubang sudah kami tambal.")
    assert len(entry.data["attachments"]) == 1
    assert "tuntas" in said


def test_a_mail_that_only_bears_the_name_is_not_believed(world: World, case: Report, letter: str) -> None:
    said = hears(world, mail, None, written(f"JAWAB {case.number} CEK {WORDS}"))
    assert "harus membalas surat kami" in said
    assert answered(case) == []


def test_the_letter_of_somebody_else_proves_nothing(world: World, case: Report, letter: str) -> None:
    reachable(world, "officer", "email", mail.PEOPLE[1][1])
    hears(world, mail, None, written(f"JAWAB {case.number} CEK {WORDS}", answers=letter, who=1))
    assert answered(case) == []
