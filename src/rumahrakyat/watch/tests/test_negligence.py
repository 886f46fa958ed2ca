"""The register of negligence through its pages: who sees which rows, how they are counted, and what is ruled there."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rumahrakyat.duty import rules
from rumahrakyat.duty.models import Breach, BreachState
from rumahrakyat.duty.models_negligence import Decision, Ruling
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.negligence import terms as negligence_terms
from rumahrakyat.duty.negligence.operations import Verdict
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.oversight.tests.kit import NOW, World, days, hours
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.watch.tests.conftest import signed_in
from tests.pages import words

LIST = "/pantau/kelalaian/"
MANY = "/pantau/kelalaian/sekaligus/"
REASON = "Jaringan seluruh kantor putus dari pukul 08.00 sampai pukul 16.00."


WEEK = days(8)


def missed(world: World, ago: timedelta = WEEK, **given: object) -> Breach:
    """A row recorded 25 hours after the case came in; after a week the time to explain it is over."""
    report = world.report(ago, holder=given.pop("holder", world.roads), **given)  # type: ignore[arg-type]
    sweep(at=NOW - ago + hours(25))
    return row_of(report)


def row_of(report: Report) -> Breach:
    return Breach.objects.get(clock__report=report, clock__obligation=rules.FIRST_RESPONSE)


def enter(client: Client, world: World, role: str) -> Account:
    of_body, of_region = {"officer", "head", "deputy"}, {"coordinator", "village_head"}
    return signed_in(
        client,
        role,
        organisation=world.roads if role in of_body else None,
        region=world.demak if role in of_region else "",
    )


@pytest.fixture
def secretary(client: Client, world: World) -> Client:
    signed_in(client, "secretary")
    return client


def text_of(client: Client, address: str) -> str:
    return words(client.get(address).content.decode())


def send(client: Client, row: Breach, **given: str) -> int:
    form = {"putusan": "upheld", "alasan": REASON, "dilihat": "0", **given}
    return client.post(f"{LIST}{row.pk}/", form).status_code


def state(row: Breach) -> str:
    row.refresh_from_db()
    return row.state


@pytest.mark.parametrize("role", ["secretary", "governor", "head", "inspectorate"])
def test_only_the_secretary_rules(client: Client, world: World, role: str) -> None:
    row = missed(world)
    enter(client, world, role)
    answer = send(client, row)
    assert (answer, state(row)) == ((302, "upheld") if role == "secretary" else (404, "open"))
    chosen = {"baris": f"{row.pk}.0", "putusan": "excused", "alasan": REASON, "pasti": "1"}
    answer = client.post(MANY, chosen).status_code
    assert answer == (302 if role == "secretary" else 404)


@pytest.mark.parametrize("address", [f"{LIST}1/", MANY])
def test_nobody_reads_without_signing_in(client: Client, world: World, address: str) -> None:
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302


def test_heads_see_their_own_rows_and_coordinators_their_region(client: Client, world: World) -> None:
    own, foreign = missed(world), missed(world, holder=world.schools, regency=world.pati)
    for role in ("head", "coordinator"):
        enter(client, world, role)
        assert client.get(f"{LIST}{own.pk}/").status_code == 200
        assert client.get(f"{LIST}{foreign.pk}/").status_code == 404
        assert client.get(LIST).content.decode().count('class="case-row"') == 1


def test_the_head_of_the_desk_sees_the_rows_of_the_desk(client: Client, world: World) -> None:
    house = Organisation.objects.create(code="DESK", name="Rumah Rakyat", short_name="RR", kind=Kind.DESK)
    own, foreign = missed(world, holder=None), missed(world)
    signed_in(client, "head", organisation=house)
    assert client.get(f"{LIST}{own.pk}/").status_code == 200
    assert client.get(f"{LIST}{foreign.pk}/").status_code == 404


def test_a_confidential_case_shows_no_number_and_no_title(secretary: Client, world: World) -> None:
    row = missed(world, visibility="confidential")
    report = row.clock.report
    for address in (LIST, "/pantau/kelalaian.csv"):
        found = b"".join(secretary.get(address)).decode()
        assert report.number not in found
        assert report.title not in found
    assert "Laporan rahasia" in text_of(secretary, f"{LIST}{row.pk}/")
    assert report.number not in text_of(secretary, f"{LIST}{row.pk}/")


def test_a_row_lays_open_its_evidence(secretary: Client, world: World) -> None:
    report = world.report(WEEK, holder=world.schools)
    world.hand_over(report, world.roads, WEEK - hours(4))
    sweep(at=NOW - days(4))
    world.answer(report, days(4))
    row = Breach.objects.get(clock__report=report, clock__obligation=rules.FIRST_RESPONSE, own=False)
    page = text_of(secretary, f"{LIST}{row.pk}/")
    for said in (
        world.roads.name, world.schools.name, "Aturan respons 1x24 jam", "dibebani", "4 jam", "20 jam", "terlambat",
        "menyerahkan ke", "Pengingat kepada:", "tidak dikonfirmasi",
    ):  # fmt: skip
        assert said in page, said
    entry = report.entries.get(type="answered")
    assert entry.hash in secretary.get(f"{LIST}{row.pk}/").content.decode()


@pytest.fixture
def quarter(world: World) -> World:
    """Five rows of the roads agency, one in each state, and a sixth of the schools that nobody explained."""
    account, head = Account.objects.create_user(username="sec"), Account.objects.create_user(username="chief")
    Membership.objects.create(account=account, role="secretary")
    Membership.objects.create(account=head, role="head", organisation=world.roads)
    for nth, decision in enumerate((None, None, Decision.UPHELD, Decision.EXCUSED, Decision.CORRECTED)):
        row = missed(world, WEEK + hours(nth))
        if nth == 1:
            negligence.explain(breach_id=row.pk, text=REASON, account=head, at=row.recorded_at)
        if decision:
            verdict = Verdict(decision, REASON, "Surat nomor 12")
            negligence.rule(breach_id=row.pk, verdict=verdict, account=account, at=NOW)
    missed(world, holder=world.schools)
    return world


def count_of(client: Client, label: str, query: str = "") -> int:
    found = re.search(rf">{label} <b>([\d.]+)</b></a>", client.get(f"{LIST}{query}").content.decode())
    assert found, label
    return int(found[1])


def first_answers(client: Client, label: str) -> int:
    return count_of(client, label, "?kewajiban=first_response")


def test_missed_counts_every_row_of_the_quarter(secretary: Client, quarter: World) -> None:
    assert first_answers(secretary, "Meleset") == 6
    assert count_of(secretary, "Meleset", "?triwulan=2026Q2") == 0


def test_open_counts_what_nobody_explained(secretary: Client, quarter: World) -> None:
    assert first_answers(secretary, "Belum dijelaskan") == 2


def test_explained_counts_what_waits_for_a_ruling(secretary: Client, quarter: World) -> None:
    assert first_answers(secretary, "Dijelaskan") == 1


def test_upheld_counts_what_the_secretary_upheld(secretary: Client, quarter: World) -> None:
    assert first_answers(secretary, "Tetap lalai") == 1


def test_excused_counts_what_is_not_held_against_the_holder(secretary: Client, quarter: World) -> None:
    assert first_answers(secretary, "Dimaafkan") == 1


def test_corrected_counts_what_was_wrongly_recorded(secretary: Client, quarter: World) -> None:
    assert first_answers(secretary, "Dikoreksi") == 1


def test_neglect_is_missed_less_excused_less_corrected(secretary: Client, quarter: World) -> None:
    assert first_answers(secretary, "Lalai") == 6 - 1 - 1


def test_every_count_opens_as_many_rows(secretary: Client, quarter: World) -> None:
    html = secretary.get(f"{LIST}?kewajiban=first_response").content.decode()
    tabs = re.findall(r'<a href="([^"]+)"[^>]*>[^<]+ <b>(\d+)</b></a>', html)
    assert len(tabs) == 7
    for href, count in tabs:
        listed = secretary.get(href.replace("&amp;", "&")).content.decode()
        assert listed.count('class="case-row"') == int(count), href


def test_a_row_stands_in_the_quarter_of_its_deadline_in_local_time(secretary: Client, world: World) -> None:
    row = missed(world)
    Breach.objects.filter(pk=row.pk).update(due_at="2026-06-30T17:30:00Z")  # 00.30 on 1 July in Semarang
    assert count_of(secretary, "Meleset", "?triwulan=2026Q3&amp;kewajiban=first_response".replace("&amp;", "&")) == 1
    Breach.objects.filter(pk=row.pk).update(due_at="2026-06-30T16:30:00Z")
    assert count_of(secretary, "Meleset", "?triwulan=2026Q3&kewajiban=first_response") == 0


def test_filters_narrow_by_holder_and_day(secretary: Client, quarter: World) -> None:
    assert count_of(secretary, "Meleset", f"?kewajiban=first_response&perangkat={quarter.schools.code}") == 1
    day = (NOW - WEEK + days(1)).date().isoformat()
    assert count_of(secretary, "Meleset", f"?kewajiban=first_response&hari={day}") > 0
    assert count_of(secretary, "Meleset", "?kewajiban=first_response&hari=2026-07-01") == 0


@pytest.mark.parametrize(
    "query", ["triwulan=2026Q9", "triwulan=0", "hari=kemarin", "keadaan=x", "perangkat=%00", "sesudah=x", "kewajiban=x"]
)
def test_wrong_words_in_an_address_are_harmless(secretary: Client, quarter: World, query: str) -> None:
    assert secretary.get(f"{LIST}?{query}").status_code == 200


def test_long_lists_go_on_by_key(secretary: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for nth in range(3):
        missed(world, WEEK + hours(nth))
    from rumahrakyat.duty.negligence import queries as negligence_queries  # noqa: PLC0415

    monkeypatch.setattr(negligence_queries.page, "__kwdefaults__", {"after": "", "limit": 2})
    seen: list[str] = []
    address = f"{LIST}?kewajiban=first_response"
    while address:
        html = secretary.get(address).content.decode()
        seen += re.findall(r'case-row__title" href="([^"]+)"', html)
        older = re.search(r'class="onward" href="([^"]*sesudah=[^"]+)"', html)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) == 3


def test_the_export_holds_the_same_rows_without_words(secretary: Client, quarter: World) -> None:
    response = secretary.get("/pantau/kelalaian.csv?kewajiban=first_response")
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert len(lines) == 7
    assert REASON not in "".join(lines)


def test_the_pages_need_few_queries(secretary: Client, quarter: World) -> None:
    row = Breach.objects.filter(state=BreachState.UPHELD).get()
    for address, most in ((LIST, 15), (f"{LIST}{row.pk}/", 22), (f"{MANY}", 15)):
        secretary.get(address)
        with CaptureQueriesContext(connection) as captured:
            secretary.get(address)
        assert len(captured) <= most, address


def test_a_refused_ruling_keeps_what_was_typed(secretary: Client, world: World) -> None:
    row = missed(world)
    answer = secretary.post(f"{LIST}{row.pk}/", {"putusan": "corrected", "alasan": REASON, "dilihat": "0"})
    assert answer.status_code == 422
    assert REASON in answer.content.decode()
    assert "Sebutkan apa yang menunjukkan" in answer.content.decode()
    assert secretary.post(f"{LIST}{row.pk}/", {"alasan": REASON}).status_code == 422
    assert state(row) == "open"


def test_before_the_time_is_over_there_is_no_form_to_rule(secretary: Client, world: World) -> None:
    row = missed(world, hours(30))
    assert "Tidak ada yang diputus tanpa didengar" in text_of(secretary, f"{LIST}{row.pk}/")
    assert send(secretary, row) == 422
    assert state(row) == "open"


def test_a_double_click_is_one_ruling(secretary: Client, world: World) -> None:
    row = missed(world)
    assert [send(secretary, row), send(secretary, row)] == [302, 302]
    assert Ruling.objects.filter(breach=row).count() == 1


def test_a_ruling_on_an_old_page_is_refused_and_shows_the_new_one(secretary: Client, world: World) -> None:
    row = missed(world)
    send(secretary, row)
    assert send(secretary, row, putusan="excused", alasan=f"{REASON} Terbukti.") == 422
    assert send(secretary, row, putusan="excused", alasan=f"{REASON} Terbukti.", dilihat="1") == 302


def test_time_is_reopened_from_the_page(secretary: Client, world: World) -> None:
    row = missed(world)
    send(secretary, row)
    assert send(secretary, row, putusan="reopened", dilihat="1") == 302
    assert state(row) == "open"
    assert "boleh dijelaskan sampai" in text_of(secretary, f"{LIST}{row.pk}/")


def test_a_secretary_of_the_holder_is_told_that_somebody_else_rules(secretary: Client, world: World) -> None:
    row = missed(world)
    account = Account.objects.get(pk=secretary.session["_auth_user_id"])
    Membership.objects.create(account=account, role="officer", organisation=world.roads)
    assert "orang lain yang memutus" in text_of(secretary, f"{LIST}{row.pk}/")
    assert send(secretary, row) == 422
    assert state(row) == "open"


def test_a_frozen_row_has_no_form(secretary: Client, world: World) -> None:
    row = missed(world)

    def lock(_row: Breach) -> str:
        return "2026Q3"

    negligence.lock_when(lock)
    try:
        assert "hanya ralat" in text_of(secretary, f"{LIST}{row.pk}/")
        assert send(secretary, row) == 422
    finally:
        negligence_terms.unlock(lock)
    assert state(row) == "open"


@pytest.mark.parametrize("text", ["<script>alert(1)</script> dan seterusnya sampai panjang", "a" * 3999, "=1+1 " * 10])
def test_hostile_and_long_reasons_are_only_text(secretary: Client, world: World, text: str) -> None:
    row = missed(world)
    assert send(secretary, row, alasan=text) == 302
    html = secretary.get(f"{LIST}{row.pk}/").content.decode()
    assert "<script>alert" not in html
    assert text.rsplit(" ", maxsplit=1)[-1][:30] in html


def test_a_reason_that_is_too_long_is_refused_and_kept(secretary: Client, world: World) -> None:
    row = missed(world)
    answer = secretary.post(f"{LIST}{row.pk}/", {"putusan": "upheld", "alasan": "b" * 4001, "dilihat": "0"})
    assert answer.status_code == 422
    assert "b" * 4001 in answer.content.decode()


def test_several_rows_are_ruled_on_after_a_look(secretary: Client, world: World) -> None:
    able, other, running = missed(world), missed(world, holder=world.schools), missed(world, hours(30))
    form = {"baris": [f"{one.pk}.0" for one in (able, other, running)], "putusan": "excused", "alasan": REASON}
    looked = secretary.post(MANY, form)
    assert [state(one) for one in (able, other, running)] == ["open"] * 3
    html = looked.content.decode()
    assert "Putuskan 2 baris" in html
    assert "masih boleh menjelaskan" in html
    sure = {**form, "pasti": "1"}
    secretary.post(MANY, sure)
    secretary.post(MANY, sure)
    assert [state(one) for one in (able, other, running)] == ["excused", "excused", "open"]
    assert Ruling.objects.count() == 2
    assert {one.entry.text for one in Ruling.objects.select_related("entry")} == {REASON}


def test_several_rows_need_rows_a_decision_and_a_reason(secretary: Client, world: World) -> None:
    row = missed(world)
    answer = secretary.post(MANY, {"alasan": "pendek"})
    assert answer.status_code == 422
    assert "Pilih paling sedikit satu baris" in answer.content.decode()
    answer = secretary.post(MANY, {"baris": f"{row.pk}.0", "putusan": "excused", "alasan": "pendek"})
    assert "paling sedikit 30" in answer.content.decode()
    assert f'value="{row.pk}.0" checked' in answer.content.decode()


def test_a_row_that_moved_meanwhile_is_left_alone(secretary: Client, world: World) -> None:
    row = missed(world)
    send(secretary, row)
    form = {"baris": f"{row.pk}.0", "putusan": "excused", "alasan": f"{REASON} Lagi.", "pasti": "1"}
    followed = secretary.post(MANY, form, follow=True)
    assert "Sementara itu" in followed.content.decode()
    assert state(row) == "upheld"


def test_an_empty_quarter_says_so(secretary: Client) -> None:
    assert "Tidak ada baris di sini" in text_of(secretary, LIST)
    assert "Tidak ada baris di sini" in text_of(secretary, MANY)
