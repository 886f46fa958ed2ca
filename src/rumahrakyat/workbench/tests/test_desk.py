"""The service desk's pages: the counter, intake, receipts, settings, the day."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.desk import intake
from rumahrakyat.desk.models import Closure, Kiosk, Ticket
from rumahrakyat.desk.models_intake import DeskIntake, IntakeDraft, Receipt
from rumahrakyat.lib import clock
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World
from tests.desk_kit import Desk, open_desk

STORY = "Lampu jalan di depan pasar mati sejak Lebaran, sudah dua kali ada yang jatuh dari motor."
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"


@pytest.fixture
def desk(world: World) -> Desk:
    return open_desk(world)


@pytest.fixture
def officer(desk: Desk, sign_in: SignIn) -> Client:
    """Signed in, at counter 1, with A001 called there."""
    browser = sign_in("loket")
    browser.post("/kerja/loket/duduk/", {"loket": desk.counters[0].pk})
    desk.take(at=clock.now())
    browser.post("/kerja/loket/lakukan/", {"lakukan": "panggil"})
    return browser


def form(**given: Any) -> dict[str, Any]:
    draft = IntakeDraft.objects.first()
    token = draft.token if draft else ""
    base = {"text": STORY, "identity": "named", "consent": "said", "read_back": "1", "language": "id", "token": token}
    return {**base, **given}


def opened(officer: Client) -> str:
    ticket = Ticket.objects.get()
    path = f"/kerja/loket/terima/{ticket.pk}/"
    officer.get(path)
    return path


def test_the_counter_asks_little(
    officer: Client, desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        desk.take(at=clock.now())
    with django_assert_max_num_queries(15):
        page = officer.get("/kerja/loket/")
    assert "A001" in page.content.decode()


def test_whoever_sits_nowhere_chooses_a_counter(desk: Desk, sign_in: SignIn) -> None:
    desk.sit(1)
    page = sign_in("loket").get("/kerja/loket/").content.decode()
    assert "Pilih loket Anda" in page
    assert "Orang Loket2" in page


def test_intake_asks_little_and_makes_one_report(
    officer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    path = opened(officer)
    with django_assert_max_num_queries(15):
        officer.get(path)
    sent = form(name="Sri Wahyuni", phone="0813 2290 4471", place="Depok", cannot_read="1", helper="Anaknya")
    first, second = officer.post(path, sent), officer.post(path, sent)
    report = Report.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"/kerja/loket/bukti/{report.number}/"
    assert (report.channel, DeskIntake.objects.get().cannot_read, Receipt.objects.count()) == ("desk", True, 1)
    assert report.number in officer.get(first.headers["Location"]).content.decode()
    assert not IntakeDraft.objects.exists()


def test_a_report_needs_neither_name_nor_number(officer: Client) -> None:
    path = opened(officer)
    officer.post(path, form(identity="anonymous"))
    assert Report.objects.get().identity == "anonymous"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": " "}, "Tulis apa yang terjadi"),
        ({"read_back": ""}, "Bacakan tulisannya"),
        ({"phone": "12"}, "bukan nomor HP"),
        ({"identity": "anonymous", "name": "Sri"}, "Tanpa nama berarti"),
        ({"paper_on": "2026-07-01"}, "mengapa surat baru"),
        ({"paper_on": "2027-01-01", "late_reason": "x"}, "belum tiba"),
        ({"name": "S" * 121}, "Paling banyak 120 huruf; ini 121"),
        ({"place": "T" * 201}, "Paling banyak 200 huruf; ini 201"),
    ],
    ids=["empty", "not-read", "phone", "anonymous", "no-reason", "future", "long-name", "long-place"],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(given: dict[str, str], sentence: str, officer: Client) -> None:
    path = opened(officer)
    page = officer.post(path, form(helper="Pak RT", **given))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Pak RT" in officer.get(path).content.decode()
    assert not Report.objects.exists()


def test_the_draft_is_kept_while_typing_and_sealed(officer: Client) -> None:
    path = opened(officer)
    said = officer.post(f"{path}simpan/", {"text": "Baru separuh cerita", "name": "Sri"}).json()["said"]
    assert said.startswith("draf tersimpan")
    assert "Baru separuh cerita" in officer.get(path).content.decode()
    assert "Sri" not in IntakeDraft.objects.get().sealed


def test_a_session_that_ended_loses_no_words(officer: Client, client: Client, world: World) -> None:
    path = opened(officer)
    client.post(path, form(text="Cerita yang panjang sekali"))
    client.force_login(world.accounts["loket"])
    assert "Cerita yang panjang sekali" in client.get(path).content.decode()


def test_the_paper_carries_the_secret_once(officer: Client, desk: Desk) -> None:
    officer.post(opened(officer), form())
    report = Report.objects.get()
    for kind in ("80mm", "a5"):
        answer = officer.get(f"/kerja/loket/bukti/{report.number}/{kind}.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
    assert Receipt.objects.get().printed_at is not None
    assert officer.get(f"/kerja/loket/bukti/{report.number}/a3.pdf").status_code == 404


def test_a_receipt_is_not_every_officers(officer: Client, sign_in: SignIn) -> None:
    officer.post(opened(officer), form())
    number = Report.objects.get().number
    assert sign_in("other_officer").get(f"/kerja/loket/bukti/{number}/").status_code == 404


def test_a_lost_receipt_is_replaced_after_the_person_was_checked(officer: Client) -> None:
    officer.post(opened(officer), form(phone="0813 2290 4471"))
    number = Report.objects.get().number
    lost = "/kerja/loket/hilang/"
    assert number in officer.post(lost, {"phone": "081322904471", "cari": "1"}).content.decode()
    token = "b" * 32
    wrong = officer.post(lost, {"number": number, "phone": "081300000000", "token": token})
    assert wrong.status_code == 422
    right = officer.post(lost, {"number": number, "phone": "081322904471", "token": token})
    assert right.headers["Location"] == f"/kerja/loket/bukti/{number}/"
    assert Receipt.objects.filter(checked="contact").count() == 1


def test_a_stale_press_says_how_it_stands(officer: Client) -> None:
    ticket = Ticket.objects.get()
    sent = {"lakukan": "selesai", "nomor": ticket.pk, "hasil": "informed"}
    officer.post("/kerja/loket/lakukan/", sent)
    page = officer.post("/kerja/loket/lakukan/", {"lakukan": "ulang", "nomor": ticket.pk, "kali": 1}, follow=True)
    assert "sudah berpindah" in page.content.decode()


def test_settings_are_changed_with_a_line_in_the_audit_trail(desk: Desk, sign_in: SignIn) -> None:
    browser = sign_in("loket")
    path = f"/kerja/loket/atur/{desk.point.code.lower()}/"
    browser.get(path)
    browser.post(path, {"ubah": "tutup", "day": "2026-08-03", "reason": "Pelantikan"})
    browser.post(path, {"ubah": "loket", "number": "3", "note": "Lansia, difabel, ibu hamil", "prefers": "P"})
    wrong = browser.post(path, {"ubah": "huruf", "letter": "AB", "queue_name": LONG})
    page = browser.post(path, {"ubah": "mesin", "device": "Pintu depan"}, follow=True).content.decode()
    assert wrong.status_code == 422
    assert "?kunci=" in page
    assert "?kunci=" not in browser.get(path).content.decode()
    assert Closure.objects.get().reason == "Pelantikan"
    assert Kiosk.objects.get().name == "Pintu depan"
    assert set(AuditLine.objects.values_list("act", flat=True)) >= {"desk.closed", "desk.counter", "desk.kiosk"}


def test_the_day_is_a_page_and_two_files(
    officer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        assert "Nomor diberikan" in officer.get("/kerja/loket/hari/").content.decode()
    files = reverse("workbench:desk-day-file")
    assert officer.get(f"{files}?bentuk=csv").content.decode().startswith("nomor,asal")
    assert officer.get(f"{files}?bentuk=pdf").content.startswith(b"%PDF-")


def test_words_alike_are_offered_while_typing(officer: Client) -> None:
    path = opened(officer)
    plain = Client()
    plain.cookies = officer.cookies
    page = plain.post(f"{path}temuan/", {"text": STORY, "place": "Depok"}, headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert intake.alike("dua kata", "", "", at=clock.now()) == []
