"""What a case's page says of its clocks, and the forms that go with them."""

from datetime import timedelta

from django.test import Client

from rumahrakyat.correspondence.intake import CITIZEN
from rumahrakyat.duty import queue
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock
from rumahrakyat.people.roles import SEE_CASE
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def send(client: Client, case: Report, slug: str, **given: object) -> tuple[int, str]:
    case.refresh_from_db()
    page = client.post(f"/kerja/{case.number}/{slug}/", {"seen": str(case.last_seq), **given}, follow=True)
    return page.status_code, page.content.decode()


def answered(world: World, after: timedelta = HOUR) -> Report:
    case = world.assigned()
    return operations.answer(
        report_id=case.pk, stage=Stage.FIELD_CHECK, text="Petugas ke lokasi.", actor=world.actor("officer", case),
        at=world.at + after,
    )  # fmt: skip


def test_a_promised_day_is_kept_with_the_answer(world: World, sign_in: SignIn) -> None:
    case = world.assigned(at=clock.now())
    day = (clock.now() + 2 * DAY).date().isoformat()
    send(sign_in("officer"), case, "jawab", stage="field_check", text="Tim ke lokasi.", next_on=day)
    assert case.entries.get(type="answered").data["next_on"] == day


def test_a_day_that_is_over_or_too_far_is_refused_with_what_to_do(world: World, sign_in: SignIn) -> None:
    case, client = world.assigned(at=clock.now()), sign_in("officer")
    for day, words in (("2020-01-01", "sudah lewat"), ("2099-01-01", "Paling jauh 14 hari kerja"), ("x", "kalender")):
        status, page = send(client, case, "jawab", stage="field_check", text="Tim ke lokasi.", next_on=day)
        assert status == 422
        assert words in page
    assert not case.entries.filter(type="answered").exists()


def test_a_question_must_be_one(world: World, sign_in: SignIn) -> None:
    status, page = send(sign_in("officer"), world.assigned(), "tanya", text="mohon tunggu")
    assert status == 422
    assert "pertanyaan yang jelas" in page


def test_the_page_says_who_had_the_case_and_which_rule_holds(world: World, sign_in: SignIn) -> None:
    case = world.assigned(at=clock.now() - HOUR)
    page = sign_in("officer").get(f"/kerja/{case.number}/").content.decode()
    assert "Siapa memegang, dan aturannya" in page
    assert "Aturan respons 1x24 jam" in page
    assert "Penyelesaian" in page


def test_a_verifier_joins_two_reports_and_separates_them(world: World, sign_in: SignIn) -> None:
    child, parent, client = world.assigned(at=clock.now()), world.assigned(at=clock.now()), sign_in("verifier")
    assert send(client, child, "gabung", text="Sama.", number="RR-000-000")[0] == 422
    send(client, child, "gabung", text="Lubang yang sama.", number=parent.number)
    child.refresh_from_db()
    assert child.parent == parent
    assert child.number in client.get(f"/kerja/{parent.number}/").content.decode()
    send(client, child, "pisah", text="Ternyata lain.")
    assert Report.objects.filter(pk=child.pk, parent=None, stage="assigned").exists()


def test_the_secretary_finds_and_decides_an_appeal(world: World, sign_in: SignIn) -> None:
    case, at = world.assigned(at=clock.now()), clock.now()
    verifier = world.actor("verifier", case)
    operations.reject(report_id=case.pk, reason="private", text="Urusan pribadi.", actor=verifier, at=at)
    operations.appeal(report_id=case.pk, text="Ini jalan umum.", actor=CITIZEN, at=at, channel="web")
    client = sign_in("secretary")
    assert case.number in client.get("/kerja/banding/").content.decode()
    assert send(client, case, "banding", text="Jalan umum.")[0] == 422
    send(client, case, "banding", text="Jalan umum.", decision="granted")
    case.refresh_from_db()
    assert (case.stage, case.answer_due_at is not None) == ("assigned", True)
    page = client.get("/kerja/banding/").content.decode()
    assert ("Tidak ada banding yang menunggu" in page, "dikabulkan" in page) == (True, True)


def test_after_the_answer_the_case_owes_the_next_word(world: World) -> None:
    case = answered(world)
    reach = world.reach("officer").cases(SEE_CASE)
    page = queue.page(reach=reach, tab=queue.Tab.WORKING, at=world.at + 2 * HOUR)
    assert [row.report for row in page.rows] == [case]
    counts = queue.counts(reach=reach, at=world.at + 2 * HOUR)
    assert (counts.all, counts.late, counts.working, counts.waiting) == (0, 0, 1, 0)


def test_a_next_word_that_did_not_come_is_late(world: World) -> None:
    case = answered(world)
    at = world.at + 6 * DAY
    sweep(at=at)
    reach = world.reach("officer").cases(SEE_CASE)
    assert [row.report for row in queue.page(reach=reach, tab=queue.Tab.LATE, at=at).rows] == [case]
    assert queue.counts(reach=reach, at=at).late == 1


def test_what_waits_for_the_citizen_stands_in_a_part_of_its_own(world: World) -> None:
    case = world.assigned()
    operations.ask_reporter(
        report_id=case.pk, text="Di sebelah mana?", actor=world.actor("officer", case), at=world.at + HOUR
    )
    reach = world.reach("officer").cases(SEE_CASE)
    page = queue.page(reach=reach, tab=queue.Tab.WAITING, at=world.at + 2 * HOUR)
    assert [row.report for row in page.rows] == [case]
