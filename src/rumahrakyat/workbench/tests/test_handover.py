"""Cases that change hands, on the pages: whom to offer first, from whom it came, back with one press.

The journey of one case in a browser stands in `tests/test_there_and_back.py`.
"""

import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.correspondence import intake
from rumahrakyat.handover import letters, passing
from rumahrakyat.handover.letters import Asked
from rumahrakyat.handover.models import AfterWord, Appeal, Dispute, Letter
from rumahrakyat.lib import clock
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import Classification
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import ROUTER, World

HOUR = timedelta(hours=1)


def in_grobogan(world: World) -> Report:
    report = world.report(at=clock.now() - HOUR)
    where = Classification(regency="33.15", district="33.15.01")
    at = clock.now() - HOUR
    cases.classify(report_id=report.pk, classification=where, actor=ROUTER, at=at)
    return cases.assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=at)


def at_the_regency(world: World) -> Report:
    report = in_grobogan(world)
    return passing.hand_over(
        report_id=report.pk, holder=world.organisations["GROBOGAN"], text="Tempatnya di wilayah Anda.",
        actor=world.actor("officer", report), at=clock.now() - HOUR / 2,
    )  # fmt: skip


def disputed(world: World) -> Dispute:
    report = at_the_regency(world)
    passing.send_back(
        report_id=report.pk, text="Jalan itu milik provinsi.", actor=world.actor("regency_officer", report),
        at=clock.now() - HOUR / 4,
    )  # fmt: skip
    return Dispute.objects.get()


def test_the_government_of_the_place_is_offered_first(world: World, sign_in: SignIn) -> None:
    case = in_grobogan(world)
    page = sign_in("officer").get(f"/kerja/{case.number}/serahkan/").content.decode()
    assert 'id="usulan-GROBOGAN"' in page
    assert "Menurut statusnya, jalan itu jalan Anda." in page


def test_a_reason_from_the_list_is_reason_enough(world: World, sign_in: SignIn) -> None:
    case = in_grobogan(world)
    sign_in("officer").post(f"/kerja/{case.number}/serahkan/", {"holder": "GROBOGAN", "reason": "place"})
    case.refresh_from_db()
    assert case.holder == world.organisations["GROBOGAN"]
    assert case.entries.get(type="handed_over").text == "Tempatnya di wilayah Anda."


def test_the_receiver_reads_from_whom_why_and_how_much_time_is_left(world: World, sign_in: SignIn) -> None:
    case = at_the_regency(world)
    page = sign_in("regency_officer").get(f"/kerja/{case.number}/").content.decode()
    for words in (
        "Dari Dinas Jalan dan Jembatan",
        "Tempatnya di wilayah Anda.",
        "untuk jawaban pertama",
        "Kembalikan ke",
    ):
        assert words in page


def test_given_back_with_one_press_it_is_disputed_and_says_so_in_plain_words(world: World, sign_in: SignIn) -> None:
    case = at_the_regency(world)
    client = sign_in("regency_officer")
    assert client.post(f"/kerja/{case.number}/balikkan/", {}).status_code == 422
    client.post(f"/kerja/{case.number}/balikkan/", {"reason": "not_road"})
    page = client.get(f"/lacak/{case.number}/").content.decode()
    assert "Pemerintah Kabupaten Grobogan mengembalikannya ke Dinas Jalan dan Jembatan." in page
    assert "Koordinator memutus" in page
    assert Dispute.objects.get().cause == "returned"


def test_the_secretary_decides_and_a_side_only_adds_its_words(world: World, sign_in: SignIn) -> None:
    dispute = disputed(world)
    address = f"/kerja/selisih/{dispute.pk}/"
    side = sign_in("regency_officer")
    assert 'value="decide"' not in side.get(address).content.decode()
    side.post(address, {"what": "say", "text": "Petanya kami lampirkan."})
    secretary = sign_in("secretary")
    page = secretary.get(address).content.decode()
    assert "Petanya kami lampirkan." in page
    wrong = secretary.post(address, {"what": "decide", "text": "Menurut peta."})
    assert wrong.status_code == 422
    assert "Menurut peta." in wrong.content.decode()
    form = {"what": "decide", "text": "Menurut peta, jalan kabupaten.", "holder": "GROBOGAN", "token": "7" * 32}
    for _twice in range(2):
        secretary.post(address, form)
    dispute.refresh_from_db()
    assert dispute.decided_for == world.organisations["GROBOGAN"]
    assert dispute.report.entries.filter(type="dispute_decided").count() == 1


def test_whose_case_it_is_not_finds_no_dispute(world: World, sign_in: SignIn) -> None:
    dispute = disputed(world)
    assert sign_in("other_officer").get(f"/kerja/selisih/{dispute.pk}/").status_code == 404


def test_a_letter_is_sent_from_the_case_and_followed_on_its_page(world: World, sign_in: SignIn) -> None:
    case = in_grobogan(world)
    client = sign_in("officer")
    assert "Listrik" in client.get(f"/kerja/{case.number}/surati/").content.decode()
    client.post(f"/kerja/{case.number}/surati/", {"to": "POWER", "text": "Mohon tiangnya diperiksa."})
    letter = Letter.objects.get()
    assert letter.number in client.get(f"/kerja/surat/{letter.pk}/").content.decode()
    assert client.get(f"/kerja/surat/{letter.pk}/surat.pdf").content.startswith(b"%PDF")
    assert "Listrik" in client.get("/kerja/surat/").content.decode()
    client.post(f"/kerja/surat/{letter.pk}/", {"what": "withdraw"})
    letter.refresh_from_db()
    assert letter.withdrawn_at is not None


def closed_with_words(world: World) -> AfterWord:
    report = in_grobogan(world)
    officer, at = world.actor("officer", report), clock.now() - HOUR / 2
    cases.resolve(report_id=report.pk, text="Ditutup.", no_photo_reason="malam", actor=officer, at=at)
    cases.confirm(report_id=report.pk, actor=intake.CITIZEN, at=at, channel="web")
    intake.add_words(report=report, text="Ambles lagi tadi pagi.", channel="web", at=at)
    return AfterWord.objects.get()


def test_what_a_page_lists_is_no_count_of_the_inbox(world: World, sign_in: SignIn) -> None:
    disputed(world)
    for page in ("/kerja/selisih/", "/kerja/surat/", "/kerja/sesudah/"):
        answer = sign_in("verifier").get(page).content.decode()
        assert not re.search(r'class="badge">[^<\d]', answer), page


def test_words_after_the_end_open_the_case_with_one_tap(world: World, sign_in: SignIn) -> None:
    word = closed_with_words(world)
    client = sign_in("officer")
    assert "Ambles lagi tadi pagi." in client.get("/kerja/sesudah/").content.decode()
    client.post(f"/kerja/sesudah/{word.pk}/", {"what": "open"})
    assert Report.objects.get(pk=word.report_id).is_open


@pytest.mark.parametrize("page", ["selisih", "surat", "banding", "sesudah"])
@pytest.mark.parametrize("some", [False, True])
def test_no_page_asks_the_database_too_often(
    page: str, some: bool, world: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    if some:
        disputed(world)
        word = closed_with_words(world)
        intake.appeal(report=word.report, text="Masih ambles.", channel="web", at=clock.now() - HOUR / 8)
        letters.send(
            report_id=Dispute.objects.get().report_id, asked=Asked(world.organisations["POWER"], "Mohon diperiksa."),
            actor=world.actor("officer", Dispute.objects.get().report), at=clock.now(),
        )  # fmt: skip
    client = sign_in("secretary" if page in {"selisih", "banding"} else "officer")
    with django_assert_max_num_queries(15):
        assert client.get(f"/kerja/{page}/").status_code == 200
    if some:
        kept = {
            "selisih": Dispute.objects, "surat": Letter.objects, "banding": Appeal.objects, "sesudah": AfterWord.objects
        }  # fmt: skip
        key = kept[page].values_list("pk", flat=True).get()
        with django_assert_max_num_queries(15):
            assert client.get(f"/kerja/{page}/{key}/").status_code == 200
