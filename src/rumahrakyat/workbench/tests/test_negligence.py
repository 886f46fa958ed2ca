"""What an agency sees of what it neglected, and how its head explains it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rumahrakyat.duty import reading, rules
from rumahrakyat.duty.models import Breach, BreachState
from rumahrakyat.duty.models_negligence import Decision, Explanation
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.negligence.operations import Verdict
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock
from rumahrakyat.reports import operations
from rumahrakyat.reports.access import reach_of
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.breaches import of_case
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World
from tests.pages import words

LIST = "/kerja/kelalaian/"
WORDS = "Petugas kami sakit dan penggantinya belum mendapat sandi masuk."
HOUR = timedelta(hours=1)


@pytest.fixture
def row(world: World) -> Breach:
    """A first answer that the roads agency missed yesterday."""
    report = world.assigned(at=world.at - 30 * HOUR)
    sweep(at=world.at - 5 * HOUR)
    return Breach.objects.get(clock__report=report, clock__obligation=rules.FIRST_RESPONSE)


def text_of(client: Client, address: str) -> str:
    return words(client.get(address).content.decode())


def explain(client: Client, row: Breach, text: str = WORDS, reason: str = "system") -> int:
    return client.post(f"{LIST}{row.pk}/", {"text": text, "reason": reason}).status_code


def test_the_head_explains_and_the_row_waits_for_its_ruling(sign_in: SignIn, row: Breach) -> None:
    head = sign_in("head")
    assert "Perlu dijelaskan 1" in text_of(head, LIST)
    assert explain(head, row) == 302
    row.refresh_from_db()
    assert row.state == BreachState.EXPLAINED
    page = text_of(head, f"{LIST}{row.pk}/")
    assert WORDS in page
    assert "gangguan sistem" in page
    assert "Menunggu putusan 1" in text_of(head, LIST)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("officer", 404),
        ("other_head", 404),
        ("verifier", 404),
        ("governor", 404),
        ("secretary", 404),
        ("outsider", 404),
    ],
)
def test_nobody_else_explains(sign_in: SignIn, row: Breach, name: str, answer: int) -> None:
    assert explain(sign_in(name), row) == answer
    assert not Explanation.objects.exists()


def test_an_officer_sees_the_rows_but_no_form(sign_in: SignIn, row: Breach) -> None:
    page = text_of(sign_in("officer"), f"{LIST}{row.pk}/")
    assert "Kepala badan yang menjelaskan" in page
    assert "Catat penjelasan" not in page


def test_the_rail_leads_there_for_heads_and_where_there_are_rows(sign_in: SignIn, world: World) -> None:
    assert LIST in sign_in("head").get("/kerja/").content.decode()
    assert LIST not in sign_in("officer").get("/kerja/").content.decode()
    world.assigned(at=world.at - 30 * HOUR)
    sweep(at=world.at - 5 * HOUR)
    assert LIST in sign_in("officer").get("/kerja/").content.decode()
    assert LIST not in sign_in("other_officer").get("/kerja/").content.decode()


def test_too_few_words_come_back_with_what_was_typed(sign_in: SignIn, row: Breach) -> None:
    answer = sign_in("head").post(f"{LIST}{row.pk}/", {"text": "Kami lupa <b>.", "reason": "other"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Kami lupa &lt;b&gt;." in html
    assert 'value="other" selected' in html
    assert "paling sedikit 30" in html


def test_a_double_click_explains_once(sign_in: SignIn, row: Breach) -> None:
    head = sign_in("head")
    assert [explain(head, row), explain(head, row)] == [302, 302]
    assert Explanation.objects.count() == 1


def test_after_the_time_the_refusal_says_so_and_keeps_the_words(sign_in: SignIn, row: Breach, world: World) -> None:
    head = sign_in("head")
    with clock.frozen(world.at + 20 * 24 * HOUR):
        answer = head.post(f"{LIST}{row.pk}/", {"text": WORDS})
        page = text_of(head, f"{LIST}{row.pk}/")
    assert answer.status_code == 422
    assert "Waktu menjelaskan berakhir" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert "waktu menjelaskan sudah lewat" in page
    assert not Explanation.objects.exists()


def test_what_was_ruled_on_shows_the_ruling_and_no_form(sign_in: SignIn, row: Breach, world: World) -> None:
    verdict = Verdict(Decision.UPHELD, "Tidak ada alasan yang cukup untuk membiarkan warga menunggu.")
    late = world.at + 20 * 24 * HOUR
    negligence.rule(breach_id=row.pk, verdict=verdict, account=world.accounts["secretary"], at=late)
    head = sign_in("head")
    page = text_of(head, f"{LIST}{row.pk}/")
    assert verdict.text in page
    assert "Catat penjelasan" not in page
    assert explain(head, row) == 422


def test_a_script_in_an_explanation_is_only_text(sign_in: SignIn, row: Breach) -> None:
    head = sign_in("head")
    explain(head, row, f"<script>alert(1)</script> {WORDS}")
    assert "<script>alert" not in head.get(f"{LIST}{row.pk}/").content.decode()


def test_a_case_given_away_is_still_explained_by_whom_it_is_charged_to(sign_in: SignIn, world: World) -> None:
    report = world.assigned(at=world.at - 30 * HOUR)
    operations.hand_over(
        report_id=report.pk,
        holder=world.organisations["TRANSPORT"],
        text="Lampu lalu lintas.",
        actor=world.actor("officer", report),
        at=world.at - 8 * HOUR,
    )
    sweep(at=world.at - 5 * HOUR)
    charged = Breach.objects.get(clock__report=report, clock__obligation=rules.FIRST_RESPONSE)
    head = sign_in("head")
    html = head.get(f"{LIST}{charged.pk}/").content.decode()
    assert report.number in html
    assert f'href="/kerja/{report.number}/"' not in html
    assert explain(head, charged) == 302
    assert sign_in("other_head").get(f"{LIST}{charged.pk}/").status_code == 404


def test_a_confidential_case_given_away_shows_neither_number_nor_title(sign_in: SignIn, world: World) -> None:
    report = world.assigned(at=world.at - 30 * HOUR)
    Report.objects.filter(pk=report.pk).update(visibility="confidential")
    operations.hand_over(
        report_id=report.pk,
        holder=world.organisations["TRANSPORT"],
        text="Lampu lalu lintas.",
        actor=world.actor("officer", report),
        at=world.at - 8 * HOUR,
    )
    sweep(at=world.at - 5 * HOUR)
    charged = Breach.objects.get(clock__report=report, clock__obligation=rules.FIRST_RESPONSE)
    for address in (LIST, f"{LIST}{charged.pk}/"):
        html = sign_in("head").get(address).content.decode()
        assert report.number not in html
        assert report.title not in html


def test_the_case_names_its_rows_with_the_way_each_reader_has(world: World, row: Breach) -> None:
    clocks = reading.clocks_of(row.clock.report_id, at=world.at)
    ways = {
        name: of_case(clocks, reach_of(world.accounts[name]))[0]["href"]
        for name in ("head", "governor", "verifier", "other_head")
    }
    assert ways == {
        "head": f"{LIST}{row.pk}/",
        "governor": f"/pantau/kelalaian/{row.pk}/",
        "verifier": "",
        "other_head": "",
    }


def test_the_pages_need_few_queries(sign_in: SignIn, row: Breach) -> None:
    head = sign_in("head")
    for address in (LIST, f"{LIST}{row.pk}/"):
        head.get(address)
        with CaptureQueriesContext(connection) as captured:
            head.get(address)
        assert len(captured) <= 15, address


@pytest.mark.parametrize("query", ["tab=x", "setelah=x", "tab=explained", "tab=putus", "tab=semua"])
def test_every_tab_opens_and_wrong_words_are_harmless(sign_in: SignIn, row: Breach, query: str) -> None:
    assert sign_in("head").get(f"{LIST}?{query}").status_code == 200


def test_an_agency_without_rows_is_told_so(sign_in: SignIn) -> None:
    assert "Tidak ada yang tercatat di sini" in text_of(sign_in("head"), LIST)
