"""Before a report is sent: others have told it already. Following them loses nothing."""

import re
from typing import Any

import pytest
from django.test import Client

from rumahrakyat.duplicates import operations
from rumahrakyat.public.tests.browser import fields
from rumahrakyat.reports import merging
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import Classification, assign, classify
from tests.cast import ROUTER, World
from tests.pages import PageClient

pytestmark = pytest.mark.django_db
STORY = "Lampu jalan di Jalan Pemuda mati sejak Kamis, gelap sekali, anak-anak takut pulang ngaji di Depok."
LIKE = "Lampu jalan Pemuda mati, sudah sejak Kamis gelap dan anak-anak takut pulang ngaji."


@pytest.fixture
def case(world: World) -> Report:
    return told_before(world)


def told_before(world: World, *, confidential: bool = False) -> Report:
    report = world.report(LIKE, confidential=confidential)
    place = Classification("33.15", "33.15.01", "33.15.01.2001", None)
    classify(report_id=report.pk, classification=place, actor=ROUTER, at=world.at)
    assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=world.at)
    operations.look(report_id=report.pk, at=world.at)
    return report


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr("rumahrakyat.lib.clock.now", lambda: world.at)


def written(client: Client) -> Any:
    """Up to the page that asks whether everything is right."""
    client.post("/lapor/", {"cerita": STORY})
    client.post("/lapor/tempat/", {"tempat": "33.15.01.2001"})
    return client.post("/lapor/kontak/", {"kabar": "none", "nama-boleh": "anonymous"}, follow=True)


def follow(client: Client, page: Any, number: str) -> str:
    form = {**fields(page, "/lapor/periksa/"), "ikut": number}  # as the button beside the case sends it
    return client.post("/lapor/ikut/", form, follow=True).content.decode()


def test_the_check_offers_the_public_report_of_somebody_else(case: Report, client: Client) -> None:
    page = written(client).content.decode()
    assert case.number in page
    assert "1 orang sudah melaporkan ini" in page
    assert "Bukan, laporan saya berbeda: kirim" in page


def test_who_follows_has_a_number_and_a_code_and_can_add_words(case: Report, client: Client) -> None:
    receipt = follow(client, written(client), case.number)
    mine = Report.objects.exclude(pk=case.pk).get()
    assert (mine.parent_id, mine.text) == (case.pk, STORY)
    assert mine.number in receipt
    assert case.number in receipt
    assert re.search(r'id="kode">([\d ]{19})<', receipt)
    assert "2 pelapor" in PageClient().get(f"/lacak/{case.number}/").content.decode()
    own = client.get(f"/lacak/{mine.number}/")
    answer = {**fields(own, f"/lacak/{mine.number}/kirim/"), "teks": "Tiangnya juga miring."}
    client.post(f"/lacak/{mine.number}/kirim/", answer)
    assert case.entries.filter(type="replied").exists()


def test_who_says_no_reports_as_always(case: Report, client: Client) -> None:
    client.post("/lapor/periksa/", fields(written(client), "/lapor/periksa/"))
    mine = Report.objects.exclude(pk=case.pk).get()
    assert (mine.parent, mine.stage) == (None, "received")


def test_following_twice_is_one_report(case: Report, client: Client) -> None:
    page = written(client)
    follow(client, page, case.number)
    follow(client, page, case.number)
    assert Report.objects.count() == 2
    assert merging.reporters_of([case.pk]) == {case.pk: 2}


@pytest.mark.parametrize("number", ["RR-999-999", "kosong", "'; --"])
def test_a_number_that_was_not_offered_is_no_door(case: Report, client: Client, number: str) -> None:
    follow(client, written(client), number)
    assert Report.objects.exclude(pk=case.pk).get().parent is None


def test_a_confidential_case_is_neither_offered_nor_joined(world: World, client: Client) -> None:
    secret = told_before(world, confidential=True)
    page = written(client)
    assert secret.number not in page.content.decode()
    assert "Apakah ini" not in page.content.decode()
    follow(client, page, secret.number)
    assert Report.objects.exclude(pk=secret.pk).get().parent is None


def test_a_case_that_ended_meanwhile_leaves_the_report_standing(case: Report, client: Client) -> None:
    page = written(client)
    Report.objects.filter(pk=case.pk).update(stage="closed", closing="reporter")
    follow(client, page, case.number)
    assert Report.objects.exclude(pk=case.pk).get().stage == "received"
