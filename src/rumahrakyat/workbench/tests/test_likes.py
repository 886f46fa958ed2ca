"""The verifier's page of likely duplicates, and the line of a text that many people sent."""

from datetime import timedelta

import pytest

from rumahrakyat.duplicates import campaigns, operations
from rumahrakyat.duplicates.models import Campaign
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

MANY = (
    "Kami menolak penggusuran pedagang alun-alun karena belum ada tempat baru, relokasi harus dimusyawarahkan bersama "
    "paguyuban dan ganti rugi kios dibayar lunas."
)
HERE = {"lat": -7.09, "lon": 110.9}
FIRST = "Lubang besar di Jalan Pemuda dekat pasar, motor saya jatuh tadi malam."
SECOND = "Aspal jalan Pemuda berlubang dalam, sudah tiga motor jatuh di dekat pasar."


def sent_by_many(world: World) -> int:
    """A text that five people sent."""
    for _ in range(5):
        operations.look(report_id=world.report(MANY).pk, at=world.at)
    return Campaign.objects.get().pk


def told(world: World, text: str, *, confidential: bool = False, minutes: int = 0) -> Report:
    at = world.at + timedelta(minutes=minutes)
    report = world.report(text, at=at, confidential=confidential, **HERE)
    operations.look(report_id=report.pk, at=at)
    return report


def test_the_inbox_shows_what_was_said_before_and_joins_it_at_one_tap(world: World, sign_in: SignIn) -> None:
    first, second = told(world, FIRST), told(world, SECOND, minutes=5)
    browser = sign_in("verifier")
    page = browser.get(f"/kerja/masuk/{second.number}/").content.decode()
    assert "Sudah pernah dilaporkan?" in page
    assert "1 kasus serupa" in page
    given = {"number": first.number, "text": "Perkara yang sama.", "dari": "masuk", "seen": second.last_seq}
    browser.post(f"/kerja/{second.number}/gabung/", given)
    second.refresh_from_db()
    assert second.parent == first
    assert "2 pelapor" in browser.get(f"/kerja/{first.number}/").content.decode()


def test_another_matter_is_remembered(world: World, sign_in: SignIn) -> None:
    first, second = told(world, FIRST), told(world, SECOND, minutes=5)
    browser = sign_in("verifier")
    after = browser.post(f"/kerja/{second.number}/beda/", {"number": first.number, "dari": "masuk"}, follow=True)
    assert "Sudah pernah dilaporkan?" not in after.content.decode()


def test_an_officer_and_a_confidential_case_stay_apart(world: World, sign_in: SignIn) -> None:
    secret, second = told(world, FIRST, confidential=True), told(world, SECOND, minutes=5)
    assert (
        secret.number
        not in sign_in("verifier").get(f"/kerja/masuk/{second.number}/").content.decode().split("aside")[1]
    )
    assert sign_in("officer").post(f"/kerja/{second.number}/beda/", {"number": secret.number}).status_code == 404


@pytest.mark.parametrize("choice", ["gabung", "biarkan"])
def test_a_text_from_many_is_one_line_and_one_tap(world: World, sign_in: SignIn, choice: str) -> None:
    pk = sent_by_many(world)
    browser = sign_in("verifier")
    assert "5 laporan serupa" in browser.get("/kerja/masuk/").content.decode()
    browser.post(f"/kerja/serupa/{pk}/", {"pilihan": choice})
    while campaigns.step(at=world.at):
        pass
    assert Report.objects.filter(text=MANY, stage="merged").count() == (4 if choice == "gabung" else 0)
    if choice == "gabung":
        assert "4 sudah digabung" in browser.get("/kerja/masuk/").content.decode()
        browser.post(f"/kerja/serupa/{pk}/", {"pilihan": "urungkan"})
        while campaigns.step(at=world.at):
            pass
        assert not Report.objects.filter(stage="merged").exists()
    else:
        assert Campaign.objects.get().dismissed_at is not None
