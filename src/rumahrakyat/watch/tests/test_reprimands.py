"""Reprimands through the pages: the tap on the list, the undo, the careful draft, who may."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from rumahrakyat.lib import clock, jobs
from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.tests.kit import NOW, World, hours
from rumahrakyat.reports.models import Report
from rumahrakyat.watch.tests.conftest import signed_in


@pytest.fixture
def late(world: World) -> World:
    world.report(hours(30), holder=world.roads)
    return world


@pytest.fixture
def tapped(governor: Client, late: World) -> Client:
    governor.post("/pantau/teguran/kirim/", {"badan": late.roads.code})
    return governor


def board(client: Client) -> str:
    return str(client.get("/pantau/", headers={"HX-Request": "true"}).content.decode())


@pytest.mark.parametrize("role", ["deputy_governor", "secretary", "ombudsman", "analyst"])
def test_who_may_not_sign_sends_nothing(client: Client, late: World, role: str) -> None:
    """Who finds which page is swept with all the others: see `operate.access_table`."""
    signed_in(client, role)
    client.post("/pantau/teguran/kirim/", {"badan": late.roads.code})
    assert Reprimand.objects.count() == (role in {"deputy_governor", "secretary"})


@pytest.mark.parametrize("address", ["/pantau/teguran/", "/pantau/teguran.csv", "/pantau/teguran/1/"])
def test_nobody_reads_without_signing_in(client: Client, late: World, address: str) -> None:
    assert client.get(address).status_code == 302


def test_after_the_tap_it_can_be_undone_for_eight_seconds(tapped: Client) -> None:
    shown = board(tapped)
    assert "Teguran dikirim" in shown
    assert "Urungkan, <span data-seconds>8</span> detik" in shown
    one = Reprimand.objects.get()
    tapped.post(f"/pantau/teguran/{one.pk}/urungkan/")
    one.refresh_from_db()
    assert one.state == "recalled"
    assert "Teguran dikirim" not in board(tapped)


def test_afterwards_the_list_says_when_and_whether_it_was_read(tapped: Client, late: World) -> None:
    with clock.frozen(NOW + timedelta(seconds=9)):
        jobs.run("oversight.reprimands")
        assert "Ditegur 09.42" in board(tapped)
        assert "belum dibaca" in board(tapped)
    one = Reprimand.objects.get()
    Reprimand.objects.filter(pk=one.pk).update(state="acknowledged", acknowledged_at=NOW + hours(0.25))
    with clock.frozen(NOW + hours(1)):
        assert "diterima 09.57" in board(tapped)


def test_a_double_tap_says_already_reprimanded(tapped: Client, late: World) -> None:
    shown = tapped.post("/pantau/teguran/kirim/", {"badan": late.roads.code}, follow=True).content.decode()
    assert "Sudah ditegur 09.42, TG/2026/0001" in shown
    assert Reprimand.objects.count() == 1


def test_a_recall_after_eight_seconds_is_refused_in_words(tapped: Client) -> None:
    one = Reprimand.objects.get()
    with clock.frozen(NOW + timedelta(seconds=9)):
        shown = tapped.post(f"/pantau/teguran/{one.pk}/urungkan/", follow=True).content.decode()
    assert "Hanya dapat dicabut" in shown


def test_the_ombudsman_sees_how_far_it_is_and_no_button(tapped: Client, client: Client) -> None:
    signed_in(client, "ombudsman")
    shown = board(client)
    assert "Ditegur 09.42" in shown
    assert "Urungkan" not in shown
    one = Reprimand.objects.get()
    assert client.get(f"/pantau/teguran/{one.pk}/").status_code == 200
    assert client.post(f"/pantau/teguran/{one.pk}/", {"langkah": "tutup"}).status_code == 404


def test_a_secretary_drafts_and_the_governor_signs_other_words(client: Client, late: World) -> None:
    report = Report.objects.get()
    signed_in(client, "secretary")
    client.post(f"/pantau/teguran/baru/?kasus={report.number}")
    one = Reprimand.objects.get()
    signer = signed_in(client, "governor")
    words = "Mohon laporan ini dijawab hari ini juga, dengan penjelasan."
    client.post(f"/pantau/teguran/{one.pk}/", {"langkah": "tanda-tangan", "text": words})
    one.refresh_from_db()
    assert (one.words, one.signed_by, one.number) == (words, signer, "TG/2026/0001")


def test_too_few_words_are_refused_and_kept(governor: Client, late: World) -> None:
    governor.post(f"/pantau/teguran/baru/?badan={late.roads.code}")
    one = Reprimand.objects.get()
    response = governor.post(f"/pantau/teguran/{one.pk}/", {"langkah": "tanda-tangan", "text": "Segera!"})
    assert response.status_code == 422
    assert "Segera!" in response.content.decode()


@pytest.mark.parametrize("query", ["", "badan=TIDAK-ADA", "kasus=RR-000-000", "kasus=%00"])
def test_a_draft_about_nothing_is_not_found(governor: Client, late: World, query: str) -> None:
    assert governor.get(f"/pantau/teguran/baru/?{query}").status_code == 404


def test_the_list_and_its_table(tapped: Client, late: World) -> None:
    assert late.roads.name in tapped.get("/pantau/teguran/?keadaan=belum-dibaca").content.decode()
    assert "TG/2026/0001" in tapped.get("/pantau/teguran.csv").content.decode()
    assert tapped.get("/pantau/teguran/?keadaan=lain").status_code == 404


def test_the_list_can_be_empty(governor: Client, world: World) -> None:
    assert "Tidak ada teguran" in governor.get("/pantau/teguran/").content.decode()


def test_the_letter_on_paper_is_one_page_and_the_same_bytes_each_time(tapped: Client) -> None:
    one = Reprimand.objects.get()
    first, again = (tapped.get(f"/pantau/teguran/{one.pk}/surat.pdf") for _ in range(2))
    assert first["Content-Type"] == "application/pdf"
    assert first.content == again.content
    assert len(PdfReader(io.BytesIO(first.content)).pages) == 1
