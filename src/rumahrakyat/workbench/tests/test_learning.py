"""The pages of what the router has learnt."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from rumahrakyat.routing.learning import training, versions
from rumahrakyat.routing.learning.training import File
from rumahrakyat.routing.models import Decision
from rumahrakyat.routing.models_learning import ModelVersion, Training
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

WHERE = (
    "dekat pasar ikan",
    "depan sekolah dasar",
    "belakang kantor desa",
    "samping masjid besar",
    "tikungan makam",
    "jalur terminal",
)
WHEN = (
    "sejak Senin lalu",
    "sudah sebulan lebih",
    "tadi malam terasa",
    "tiap hujan parah",
    "belum juga beres",
    "padahal pernah lapor",
)
TEXTS = [f"Aspal berlubang {where}, {when}." for where, when in product(WHERE, WHEN)]
OTHERS = [f"Petugas meminta uang {where}, {when}." for where, when in product(WHERE, WHEN)]


@pytest.fixture(autouse=True)
def operator(world: World, settings: Settings, tmp_path: Path) -> Account:
    settings.MEDIA_ROOT = tmp_path
    account = Account.objects.create_user(username="operator", name="Orang Operator")
    Membership.objects.create(account=account, role="operator")
    world.accounts["operator"] = account
    return account


@pytest.fixture
def made(world: World) -> ModelVersion:
    file = File("riwayat.csv", [*TEXTS, *OTHERS], ["roads"] * 36 + ["extortion"] * 36)
    return training.train_from_file(target="category", file=file, at=world.at, account=world.accounts["operator"])


def handed_over(world: World, *, reason: str = "Jalan kabupaten, bukan jalan kami.") -> Report:
    """A case that the router passed on by itself, and whose officer gave it to somebody else."""
    report = world.assigned()
    Decision.objects.create(
        report=report,
        entry=report.entries.get(type="received"),
        at=world.at,
        version="t",
        action="assign",
        outcome="automatic",
        kind="complaint",
        category=world.categories["roads"],
        organisation=world.organisations["ROADS"],
    )
    to = world.organisations["GROBOGAN"]
    actor = world.actor("officer", report)
    cases.hand_over(report_id=report.pk, holder=to, text=reason, actor=actor, at=world.at + timedelta(minutes=30))
    return report


def test_the_first_day_says_kindly_that_there_is_no_model_and_what_is_missing(sign_in: SignIn) -> None:
    page = sign_in("operator").get("/kerja/model/").content.decode()
    assert "Pengarah bekerja dengan daftar kata hari pertama" in page
    assert "Sejauh ini 0 contoh; mulai 60" in page
    assert "Latih dari kasus sejauh ini" in page


def test_a_verifier_reads_and_changes_nothing(made: ModelVersion, sign_in: SignIn) -> None:
    verifier = sign_in("verifier")
    assert "Versi" in verifier.get("/kerja/model/").content.decode()
    assert "Langkah berikutnya" not in verifier.get(f"/kerja/model/{made.pk}/").content.decode()
    assert verifier.post(f"/kerja/model/{made.pk}/", {"pilihan": "pakai", "reason": "Coba"}).status_code == 404
    made.refresh_from_db()
    assert made.state == "candidate"


def test_an_operator_puts_a_model_on_trial_to_work_and_takes_it_back(made: ModelVersion, sign_in: SignIn) -> None:
    operator = sign_in("operator")
    here = f"/kerja/model/{made.pk}/"
    for choice, state in (("coba", "shadow"), ("pakai", "active"), ("kembali", "retired")):
        assert operator.post(here, {"pilihan": choice, "reason": "Alasan kami"}).status_code == 302
        made.refresh_from_db()
        assert made.state == state
    page = operator.get(here).content.decode()
    assert page.count("Alasan kami") == 3
    assert "Orang Operator" in page


def test_without_a_reason_the_page_asks_for_one(made: ModelVersion, sign_in: SignIn) -> None:
    answer = sign_in("operator").post(f"/kerja/model/{made.pk}/", {"pilihan": "pakai", "reason": " "})
    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.content.decode()


def test_the_second_press_of_a_button_is_answered_kindly(made: ModelVersion, sign_in: SignIn) -> None:
    operator = sign_in("operator")
    for expected in (302, 422):
        answer = operator.post(f"/kerja/model/{made.pk}/", {"pilihan": "pakai", "reason": "Lebih tepat"})
        assert answer.status_code == expected


def test_a_version_shows_each_class_what_it_is_taken_for_and_how_sure_it_is(
    made: ModelVersion, sign_in: SignIn
) -> None:
    page = sign_in("operator").get(f"/kerja/model/{made.pk}/").content.decode()
    for words in ("Infrastruktur", "Pungutan liar", "Disangka", "Ternyata tepat", "riwayat.csv", "100,0%"):
        assert words in page


def test_a_training_is_asked_for_once_and_its_refusal_is_told(world: World, sign_in: SignIn) -> None:
    operator = sign_in("operator")
    for _press in range(2):
        assert operator.post("/kerja/model/latih/", {"tentang": "dinas"}).status_code == 302
    assert Training.objects.filter(target="agency").count() == 1
    assert "Pelatihan diminta" in operator.get("/kerja/model/?tentang=dinas").content.decode()
    training.step(at=world.at + timedelta(hours=1))
    page = operator.get("/kerja/model/?tentang=dinas").content.decode()
    assert "Pelatihan terakhir batal: baru ada 0 contoh, perlu 60." in page


def test_what_went_wrong_is_told_with_its_reason_to_those_who_see_the_case(world: World, sign_in: SignIn) -> None:
    report = handed_over(world)
    page = sign_in("verifier").get("/kerja/model/").content.decode()
    assert "Jalan kabupaten, bukan jalan kami." in page
    assert f"/kerja/{report.number}/" in page
    assert "Pemkab Grobogan" in page


def test_others_learn_neither_the_case_nor_the_words(world: World, sign_in: SignIn) -> None:
    report = handed_over(world)
    page = sign_in("operator").get("/kerja/model/").content.decode()
    assert "Pemkab Grobogan" in page
    assert report.number not in page
    assert "bukan jalan kami" not in page


def test_the_pages_ask_few_queries(made: ModelVersion, world: World, sign_in: SignIn) -> None:
    versions.start_shadow(version_id=made.pk, account=None, at=world.at, reason="Coba")
    handed_over(world)
    browser = sign_in("operator")
    for path in ("/kerja/model/", f"/kerja/model/{made.pk}/"):
        browser.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        assert len(asked) <= 15, path
