"""Any period against any other, exports, kept views, the wall, promises, topics: as a reader meets them."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.duties import CAP, DUTIES, GOOD_INDEX, capped
from rumahrakyat.oversight.models_views import SavedView
from rumahrakyat.oversight.scores import scores
from rumahrakyat.oversight.tests.kit import ALL, NOW, World, days, hours, today
from rumahrakyat.oversight.views_kept import operations
from rumahrakyat.watch.tests.conftest import signed_in
from rumahrakyat.web import exports
from tests.pages import words


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("periode=selamanya", "bukan kurun waktu"),
        ("dari=2026-02-30&sampai=2026-03-01", "Tidak ada tanggal 2026-02-30"),
        ("dari=2026-07-20&sampai=2026-07-01", "Tukar keduanya"),
        ("periode=2026-08", "melewati hari ini"),
        ("periode=2014", "sebelum tahun 2015"),
        ("dari=2015-02-01&sampai=2026-07-01", "lebih dari lima tahun"),
        ("periode=2026-06&banding=lain&banding_dari=besok", "bukan kurun waktu"),
    ],
)
def test_a_wrong_period_is_named_and_what_was_typed_stays(governor: Client, query: str, sentence: str) -> None:
    html = shown(governor, f"/pantau/perangkat-daerah/?{query}", 422)
    assert sentence in words(html)
    typed = (
        query.rsplit("=", maxsplit=1)[-1] if "dari" not in query else query.split("dari=")[1].split("&", maxsplit=1)[0]
    )
    assert f'value="{typed}"' in html


def test_no_file_is_sent_of_a_wrong_period(governor: Client) -> None:
    assert "bukan kurun waktu" in words(shown(governor, "/pantau/kasus.csv?angka=masuk&periode=kapan", 422))
    assert "melewati hari ini" in words(shown(governor, "/pantau/kabupaten-kota.xlsx?periode=2027", 422))


def test_a_period_without_anything_divides_by_nothing(governor: Client, world: World) -> None:
    html = shown(governor, "/pantau/?periode=2025-03&banding=tahun-lalu")
    assert "Maret 2025, dibandingkan dengan hari yang sama tahun lalu" in words(html)
    assert "–" in html
    shown(governor, "/pantau/perangkat-daerah/?periode=2025Q1")
    shown(governor, "/pantau/topik/?periode=2025")


def test_a_day_that_is_over_counts_only_that_day(governor: Client, world: World) -> None:
    world.report(days(1), holder=world.roads)
    world.report(days(2), holder=world.roads)
    html = shown(governor, "/pantau/kasus/?angka=masuk&periode=2026-07-20")
    assert "<b>1</b>" in html
    assert "<b>2</b>" in shown(governor, "/pantau/kasus/?angka=masuk&dari=2026-07-19&sampai=2026-07-20")


def test_the_cases_of_a_district_topic_and_kind(governor: Client, world: World) -> None:
    world.report(hours(2), holder=world.roads)
    assert "<b>1</b>" in shown(governor, "/pantau/kasus/?angka=masuk&kecamatan=-&topik=-&jenis=complaint")
    assert "<b>0</b>" in shown(governor, "/pantau/kasus/?angka=masuk&jenis=information")


def test_who_is_worst_stands_first_with_the_reason(governor: Client, world: World) -> None:
    world.report(hours(40), holder=world.schools)
    world.report(hours(26), holder=world.roads)
    world.report(hours(27), holder=world.roads)
    for query in ("", "?layar=dinding"):
        found = words(shown(governor, f"/pantau/{query}"))
        worst = found.split("Paling terlambat sekarang")[1]
        assert worst.index(world.roads.name) < worst.index("2 jawaban lewat batas")
        assert "terlama 3 jam" in worst


def test_the_wall_is_a_page_of_its_own_and_renews_its_own_part(governor: Client, world: World) -> None:
    assert "wall-page" in shown(governor, "/pantau/?layar=dinding")
    part = governor.get("/pantau/?layar=dinding", headers={"HX-Request": "true"}).content.decode()
    assert "wall-worst" in part
    assert "<html" not in part


def test_the_page_names_the_sight_so_that_a_change_of_rights_is_told(client: Client, world: World) -> None:
    account = signed_in(client, "governor")
    everything = re.findall(r'data-sight="(\w+)" data-whose="([^"]*)"', shown(client, "/pantau/"))
    Membership.objects.filter(account=account).update(role="head", organisation=world.roads)
    own = re.findall(r'data-sight="(\w+)" data-whose="([^"]*)"', shown(client, "/pantau/"))
    assert everything == [("all", "")]
    assert own[0][0] != "all"
    assert own[0][1] == world.roads.name
    Membership.objects.filter(account=account).update(active=False)
    assert client.get("/pantau/").status_code == 404


def test_a_workbook_holds_the_same_cases_and_runs_nothing(governor: Client, world: World) -> None:
    world.roads.name = "=HYPERLINK(1)"
    world.roads.save()
    world.report(hours(30), holder=world.roads)
    response = governor.get("/pantau/kasus.xlsx?angka=lewat")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response)))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "'=HYPERLINK(1)" in rows[1]


def test_more_rows_than_a_sheet_has_are_refused_with_the_way_to_csv(
    governor: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.report(hours(30), holder=world.roads)
    world.report(hours(31), holder=world.roads)
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    html = shown(governor, "/pantau/kasus.xlsx?angka=lewat", 422)
    assert 'href="/pantau/kasus.csv?angka=lewat"' in html


def test_a_long_csv_is_sent_in_pieces_while_it_is_read() -> None:
    read = 0

    def rows() -> Iterator[tuple[int]]:
        nonlocal read
        for read in range(5000):
            yield (read,)

    pieces = iter(exports.rows_as_csv("x", ["n"], rows()))
    next(pieces)
    assert read < 1500
    assert sum(piece.count(b"\n") for piece in pieces) == 4000


def test_every_case_is_exported_once_over_many_chunks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from rumahrakyat.oversight.cases import Filter  # noqa: PLC0415
    from rumahrakyat.oversight.export_rows import chunks  # noqa: PLC0415

    made = {world.report(days(2) + hours(nth), holder=world.roads).pk for nth in range(7)}
    found = [one.report_id for part in chunks(Filter("lewat"), today(), ALL, size=3) for one in part]
    assert len(found) == 7
    assert set(found) == made


def test_a_view_is_kept_once_and_opens_what_was_chosen(governor: Client, world: World) -> None:
    sent = {"halaman": "cases", "pilihan": "angka=lewat&periode=2026-06&rahasia=x", "nama": "  Juni   lewat "}
    for _nth in range(2):
        assert governor.post("/pantau/tampilan/simpan/", sent).status_code == 302
    kept = SavedView.objects.get()
    assert (kept.name, kept.query) == ("Juni lewat", "periode=2026-06&angka=lewat")
    assert "Juni lewat" in shown(governor, "/pantau/tampilan/")
    for _nth in range(2):
        assert governor.post(f"/pantau/tampilan/{kept.pk}/hapus/").status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("name", "sentence"), [("", "Beri nama"), ("x" * 81, "80 huruf"), ("ADA", "tampilan lain")])
def test_a_wrong_name_loses_nothing(governor: Client, name: str, sentence: str) -> None:
    governor.post("/pantau/tampilan/simpan/", {"halaman": "now", "pilihan": "", "nama": "ada"})
    sent = {"halaman": "now", "pilihan": "periode=2026", "nama": name}
    html = governor.post("/pantau/tampilan/simpan/", sent).content.decode()
    assert sentence in html
    assert 'value="periode=2026"' in html


def test_a_page_that_cannot_be_kept_is_not_found(governor: Client) -> None:
    shown(governor, "/pantau/tampilan/simpan/?halaman=case", 404)


def test_a_shared_link_shows_the_own_part_or_nothing(client: Client, world: World) -> None:
    giver = signed_in(client, "governor")
    world.report(hours(30), holder=world.schools)
    late = operations.keep(account=giver, name="a", page="cases", query="angka=lewat", at=NOW)
    now = operations.keep(account=giver, name="b", page="now", query="", at=NOW)
    signed_in(client, "head", organisation=world.roads)
    assert client.get(f"/pantau/tampilan/{late.code}/").status_code == 404
    response = client.get(f"/pantau/tampilan/{now.code}/", follow=True)
    assert f"kepada Anda bagian {world.roads.name}" in response.content.decode()
    assert client.post(f"/pantau/tampilan/{now.pk}/hapus/").status_code == 302
    assert SavedView.objects.count() == 2


def test_a_view_that_was_kept_shows_no_more_than_its_keeper_may_see_now(client: Client, world: World) -> None:
    world.report(hours(30), holder=world.schools)
    account = signed_in(client, "governor")
    late = operations.keep(account=account, name="a", page="cases", query="angka=lewat", at=NOW)
    now = operations.keep(account=account, name="b", page="now", query="", at=NOW)
    assert world.schools.name in client.get(f"/pantau/tampilan/{late.code}/", follow=True).content.decode()
    Membership.objects.filter(account=account).update(role="head", organisation=world.roads)
    assert client.get(f"/pantau/tampilan/{late.code}/", follow=True).status_code == 404
    assert world.schools.name not in client.get(f"/pantau/tampilan/{now.code}/", follow=True).content.decode()
    Membership.objects.filter(account=account).update(active=False)
    assert client.get(f"/pantau/tampilan/{now.code}/", follow=True).status_code == 404


def test_a_score_is_kept_over_target_and_capped() -> None:
    assert capped(None, 1.0) is None
    assert capped(0.5, 0.0) is None
    assert capped(0.9, 1.0) == 0.9
    assert capped(100.0, GOOD_INDEX) == CAP


def test_the_first_answer_scores_with_open_late_cases_in_the_denominator(world: World) -> None:
    world.report(days(3), holder=world.roads, answered=hours(3))
    world.report(days(3), holder=world.roads)
    found = scores(today(), ALL)
    assert (found.tallies["jawaban-pertama", "7-hari"].due, found.tallies["jawaban-pertama", "7-hari"].kept) == (2, 1)
    assert found.tallies["jawaban-pertama", "hari-ini"].share is None


def test_passing_on_next_word_and_solving_score_by_clocks_of_their_own(world: World) -> None:
    report = world.report(days(40), holder=world.roads, answered=hours(2))
    found = scores(today(), ALL).tallies
    assert found["penyaluran", "triwulan"].due == 0
    assert found["kabar", "30-hari"].due >= found["kabar", "30-hari"].kept == 0
    assert found["selesai-14", "30-hari"].due == 1
    assert found["selesai-5", "30-hari"].due == found["selesai-60", "30-hari"].due == 0
    assert report.pk


def test_every_score_opens_as_many_cases_as_it_says(governor: Client, world: World) -> None:
    for nth in range(3):
        world.report(days(2 + 9 * nth), holder=world.roads, answered=hours(20 + 5 * nth))
    html = shown(governor, "/pantau/janji/")
    cells = re.findall(r'class="scores__cell" href="([^"]+)"><b>[^<]*</b><span>[^<]*/(\d+)</span>', html)
    assert len(cells) >= 5
    for href, due in cells:
        assert f"<b>{due}</b>" in shown(governor, href.replace("&amp;", "&")), href


def test_the_register_and_satisfaction_say_when_there_is_nothing_to_divide(governor: Client, world: World) -> None:
    found = words(shown(governor, "/pantau/janji/"))
    assert "belum ada triwulan yang berakhir" in found
    assert "0 dari 0 menjawab" in found
    world.report(timedelta(days=60), holder=world.roads)
    later = replace(today(), at=NOW + timedelta(minutes=5))
    assert scores(later, ALL).register == ("2026Q2", False)


def test_unknown_duties_and_places_are_not_found(governor: Client) -> None:
    shown(governor, "/pantau/kasus/?angka=jatuh-tempo&kewajiban=lain", 404)
    shown(governor, "/pantau/peta/?kab=99.99", 404)
    assert set(DUTIES) >= {"jawaban-pertama", "penyaluran", "kabar", "informasi"}


@pytest.mark.parametrize("page", ["janji/", "topik/", "peta/", "peta/?kab=33.21", "tampilan/", "?layar=dinding"])
def test_the_new_pages_need_few_queries(governor: Client, world: World, page: str) -> None:
    world.report(hours(30), holder=world.roads)
    shown(governor, f"/pantau/{page}")
    with CaptureQueriesContext(connection) as captured:
        assert len(shown(governor, f"/pantau/{page}")) < 100_000
    assert len(captured) <= 15
