"""Asking an outside body: what leaves the house, the link, answers by form and by mail, silence and what comes back."""

from datetime import timedelta

import pytest

from rumahrakyat.channels.base import Address, Inbound, Kind, Sender
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.correspondence import staff_words
from rumahrakyat.handover import letterhead, letters, replies
from rumahrakyat.handover.letters import AlreadyAsked, Asked, Closed, NoConsent
from rumahrakyat.handover.models import Answer, Letter, Terms
from rumahrakyat.handover.replies import Said
from rumahrakyat.lib import clock
from rumahrakyat.people.models_records import Notice
from rumahrakyat.people.operations import contact_point
from rumahrakyat.reports.errors import CannotHold, NotPermitted
from rumahrakyat.reports.models import Report
from tests.cast import World
from tests.pages import PageClient

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REQUEST = "Mohon tiang yang miring diperiksa dan kami diberi tahu hasilnya."
ADDRESS = "pengaduan@listrik.example"


@pytest.fixture
def power(world: World) -> Terms:
    return Terms.objects.create(organisation=world.organisations["POWER"], email=ADDRESS, remind_after=5)


def ask(world: World, report: Report, **given: object) -> Letter:
    asked = Asked(**{"body": world.organisations["POWER"], "text": REQUEST, **given})  # type: ignore[arg-type]
    return letters.send(report_id=report.pk, asked=asked, actor=world.actor("officer", report), at=world.at + HOUR)


def mailed(letter: Letter) -> str:
    letter.refresh_from_db()
    assert letter.message is not None
    content = letter.message.content
    return f"{content.get('subject')}\n{content['text']}"


def test_a_letter_tells_the_matter_and_not_who_reported_it(world: World, power: Terms) -> None:
    report = world.assigned(name="Sulastri Handayani")
    letter = ask(world, report)
    words = mailed(letter)
    assert letter.number == f"{report.number}/S1"
    assert report.public_text in words
    assert REQUEST in words
    assert letters.link_of(letter) in words
    assert "Sulastri" not in words
    assert "+62812" not in words


def test_the_reporter_is_named_only_with_consent(world: World, power: Terms) -> None:
    assert "Sulastri" in mailed(ask(world, world.assigned(name="Sulastri"), names_reporter=True))
    with pytest.raises(NoConsent):
        ask(world, world.assigned(identity="confidential", name="Sulastri"), names_reporter=True)


def test_of_a_confidential_case_nothing_is_told_but_the_request(world: World, power: Terms) -> None:
    report = world.assigned(confidential=True)
    words = mailed(ask(world, report))
    assert report.text not in words
    assert report.title not in words


def test_the_case_stays_with_its_holder_and_no_clock_stops(world: World, power: Terms) -> None:
    report = world.assigned()
    due = report.answer_due_at
    ask(world, report)
    report.refresh_from_db()
    assert (report.holder, report.answer_due_at) == (world.organisations["ROADS"], due)
    assert report.answer_due_at is not None


def test_one_body_is_asked_once_at_a_time_and_only_an_outside_body(world: World, power: Terms) -> None:
    report = world.assigned()
    ask(world, report)
    with pytest.raises(AlreadyAsked):
        ask(world, report)
    with pytest.raises(CannotHold):
        ask(world, report, body=world.organisations["TRANSPORT"])
    with pytest.raises(NotPermitted):
        letters.send(
            report_id=report.pk, asked=Asked(world.organisations["POWER"], REQUEST),
            actor=world.actor("other_officer", report), at=world.at,
        )  # fmt: skip


def test_without_an_address_it_is_printed(world: World) -> None:
    letter = ask(world, world.assigned())
    assert (letter.by_mail, letter.message) == (False, None)
    made = letterhead.pdf(letter)
    assert made.startswith(b"%PDF")
    assert made == letterhead.pdf(letter)


def test_an_answer_by_the_form_is_public_as_the_bodys_own_words(world: World, power: Terms) -> None:
    report = world.assigned()
    letter = ask(world, report)
    said = Said("at_work", "Regu kami memasang tiang baru besok pagi.", "k1")
    first = replies.answer(letter=letter, said=said, at=world.at + DAY)
    assert replies.answer(letter=letter, said=said, at=world.at + DAY) == first
    entry = report.entries.get(type="body_answered")
    assert (entry.text, entry.organisation, entry.data["letter"]) == (
        said.text, world.organisations["POWER"], letter.number,
    )  # fmt: skip
    assert Notice.objects.filter(code="letter_answered", account=world.accounts["officer"]).exists()
    letter.refresh_from_db()
    assert (letter.answered_at, letter.remind_at) == (world.at + DAY, None)


@pytest.mark.parametrize("why", ["withdrawn", "expired"])
def test_a_link_that_is_over_takes_no_answer(why: str, world: World, power: Terms) -> None:
    letter = ask(world, world.assigned())
    at = world.at + DAY
    if why == "withdrawn":
        letters.withdraw(letter_id=letter.pk, account=world.accounts["officer"], at=at)
    else:
        at = letter.expires_at
    with pytest.raises(Closed, match=why):
        replies.answer(letter=letter, said=Said("done", "Sudah selesai kami kerjakan.", "k"), at=at)
    with clock.frozen(at):
        page = PageClient().get(f"/jawab/{letters.token_of(letter.number)}/")
    assert page.status_code == 410


def test_a_silent_body_is_reminded_so_often_and_then_ours_are_told(world: World, power: Terms) -> None:
    power.most_reminders = 2
    power.save()
    letter = ask(world, world.assigned())
    assert letter.remind_at is not None
    assert letters.remind_due(at=letter.remind_at - HOUR) == 0
    for _nth in range(3):
        letter.refresh_from_db()
        assert letter.remind_at is not None
        assert letters.remind_due(at=letter.remind_at) == 1
    letter.refresh_from_db()
    assert letter.reminded == 2
    assert Letter.objects.filter(pk=letter.pk, remind_at=None).exists()
    assert Outbox.objects.filter(key__startswith=f"letter:{letter.pk}:reminder").count() == 2
    assert Notice.objects.filter(code="letter_silent", account=world.accounts["officer"]).count() == 1


def test_a_mail_that_came_back_is_a_task_and_goes_on_paper(world: World, power: Terms) -> None:
    letter = ask(world, world.assigned())
    assert letter.message is not None
    Message.objects.filter(pk=letter.message.pk).update(status=Message.Status.FAILED)
    assert letters.notice_bounces(at=world.at + DAY) == 1
    assert letters.notice_bounces(at=world.at + DAY) == 0
    assert Notice.objects.filter(code="letter_bounced", account=world.accounts["officer"]).count() == 1
    letters.on_paper(letter_id=letter.pk, account=world.accounts["officer"], at=world.at + DAY)
    letter.refresh_from_db()
    assert (letter.by_mail, letter.bounced_at) == (False, None)


def mail_about(world: World, letter: Letter, sender: str, *, quoted: bool = False, subject: str = "Tanggapan") -> str:
    """The answer to a mail, "-" when it was not taken as one to the letter."""
    letter.refresh_from_db()
    assert letter.message is not None
    Message.objects.filter(pk=letter.message.pk).update(external_id="our-mail")
    contact = contact_point(scheme="email", value=sender, at=world.at)
    message = Message.objects.create(
        channel="email", direction="in", contact_point=contact, external_id=f"m{Message.objects.count()}",
        kind="text", status="received", status_at=world.at, recorded_at=world.at,
    )  # fmt: skip
    inbound = Inbound(
        channel="email", message_id=message.external_id, kind=Kind.TEXT, sender=Sender((Address("email", sender),)),
        sent_at=world.at, text="Tiang sudah kami ganti.\nBudi, 0812-3456-7890", subject=subject,
        quoted_id="our-mail" if quoted else "",
    )  # fmt: skip
    taken = replies.hear(inbound, message, contact, world.at + DAY)
    return "-" if taken is None else taken


def test_a_mail_in_answer_waits_for_the_holder_and_never_counts_as_the_reporters(world: World, power: Terms) -> None:
    report = world.assigned()
    letter = ask(world, report)
    before = report.entries.count()
    assert letter.number in mail_about(world, letter, "orang.lain@listrik.example", quoted=True)
    assert mail_about(world, letter, ADDRESS, subject=f"Re: Surat {letter.number}") != "-"
    assert mail_about(world, letter, ADDRESS) == "-"
    assert mail_about(world, letter, "warga@contoh.id", subject=f"Surat {letter.number}") == "-"
    assert report.entries.count() == before
    one = Answer.objects.order_by("pk")[0]
    assert "0812" not in one.sealed
    replies.publish(
        answer_id=one.pk, text="Tiang sudah kami ganti.", account=world.accounts["officer"],
        actor=world.actor("officer", report), at=world.at + DAY,
    )  # fmt: skip
    assert report.entries.get(type="body_answered").text == "Tiang sudah kami ganti."
    with pytest.raises(replies.Settled):
        replies.put_aside(
            answer_id=one.pk, account=world.accounts["officer"], actor=world.actor("officer", report), at=world.at
        )


def test_the_listener_is_asked_before_any_conversation() -> None:
    assert "15 outside bodies" in staff_words._listeners


def test_the_form_shows_the_matter_answers_once_and_lets_add(world: World, power: Terms) -> None:
    report = world.assigned(name="Sulastri")
    letter = ask(world, report)
    address = f"/jawab/{letters.token_of(letter.number)}/"
    client = PageClient()
    with clock.frozen(world.at + DAY):
        page = client.get(address).content.decode()
        assert report.public_text in page
        assert "Sulastri" not in page
        wrong = client.post(address, {"teks": "Sudah kami perbaiki.", "kunci": "k1"})
        assert wrong.status_code == 422
        assert "Sudah kami perbaiki." in wrong.content.decode()
        sent = {"tahap": "done", "teks": "Sudah kami perbaiki kemarin.", "kunci": "k1"}
        for _twice in range(2):
            assert client.post(address, sent).status_code == 302
        again = client.get(address).content.decode()
    assert "Sudah kami perbaiki kemarin." in again
    assert Answer.objects.count() == 1
    assert client.get("/jawab/0123456789abcdef0123456789abcdef/").status_code == 404
