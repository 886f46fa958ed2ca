"""The pages as a reader sees them; the client checks each for valid HTML, labels, ids, untranslated words and size."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rumahrakyat.oversight.periods import PERIODS
from rumahrakyat.oversight.registers.cells import cell
from rumahrakyat.oversight.tests.kit import World, days, hours
from rumahrakyat.oversight.volumes import bounds
from rumahrakyat.watch.atlas import MEASURES
from rumahrakyat.watch.names import CHANNEL_ICONS
from tests.pages import words


@pytest.fixture
def busy(world: World) -> World:
    for nth in range(4):
        world.report(hours(2 + nth), holder=world.roads, channel="web")
        world.report(days(2 + nth), holder=world.schools, answered=hours(6 + 8 * nth), regency=world.pati)
    world.report(hours(43) + hours(0.7), holder=world.roads)
    world.report(hours(30), holder=world.schools)
    world.report(hours(25))
    return world


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("period", PERIODS)
def test_now_in_every_period_and_measure(governor: Client, busy: World, period: str, measure: str) -> None:
    assert "Sekarang" in shown(governor, f"/pantau/?periode={period}&peta={measure}")


def test_now_on_an_empty_database(governor: Client) -> None:
    found = words(shown(governor, "/pantau/"))
    assert "Tidak ada yang terlambat" in found
    assert "–" in found


@pytest.mark.parametrize("page", ["perangkat-daerah", "kabupaten-kota", "kasus", "rumus"])
def test_the_other_pages_on_an_empty_database(governor: Client, page: str) -> None:
    shown(governor, f"/pantau/{page}/")


def test_now_with_a_single_report(governor: Client, world: World) -> None:
    world.report(hours(1), holder=world.roads)
    assert "1 laporan hari ini" in words(shown(governor, "/pantau/"))


def test_who_is_late_stands_on_the_page_longest_first(governor: Client, busy: World) -> None:
    found = words(shown(governor, "/pantau/"))
    assert "Semua 3 kasus" in found
    assert "Lewat 19 j 42 m" in found
    late = found.split("Terlambat menjawab")[1]
    assert late.index(busy.roads.name) < late.index(busy.schools.name) < late.index("Meja verifikasi")
    assert "kepala dinas belum membaca" in late


def test_a_confidential_case_shows_its_agency_and_regency_only(governor: Client, world: World) -> None:
    report = world.report(hours(30), holder=world.roads, visibility="confidential")
    found = shown(governor, "/pantau/")
    assert "Laporan rahasia, Demak" in found
    assert report.title not in found
    assert report.number not in found


def test_every_link_with_a_count_opens_as_many_cases(governor: Client, busy: World) -> None:
    html = shown(governor, "/pantau/?periode=7-hari")
    flow = re.findall(r'<dd><a href="([^"]+)">([\d.]+)</a></dd>', html)
    bars = re.findall(r'<li><a href="([^"]+)">.*?<b>([\d.]+)</b></a>', html)
    league = r'league__name" href="([^"]+)".*?league__count">\d+/(\d+)<'
    rows = re.findall(league, html, re.DOTALL)
    assert len(flow) == 7
    assert len(bars) > 8
    assert len(rows) >= 2
    for href, count in flow + bars + rows:
        address = href.replace("&amp;", "&")
        listed = shown(governor, address)
        assert f"<b>{count}</b>" in listed, address


def test_the_tiles_open_as_many_cases_as_they_say(governor: Client, busy: World) -> None:
    html = shown(governor, "/pantau/")
    tiles = re.findall(r'<a href="([^"]+)" class="figure.*?figure__value">(.*?)</span>', html, re.DOTALL)
    assert len(tiles) == 5
    counted = [(href, words(value).strip()) for href, value in tiles if words(value).strip().isdecimal()]
    assert len(counted) == 3
    for href, count in counted:
        assert f"<b>{count}</b>" in shown(governor, href.replace("&amp;", "&"))


def test_the_regencies_of_the_table_open_as_many_cases(governor: Client, busy: World) -> None:
    html = shown(governor, "/pantau/kabupaten-kota/?periode=7-hari")
    cells = re.findall(r'<td class="num"[^>]*><a href="([^"]+)">(\d+)</a>', html)
    assert len(cells) == 9
    for href, count in cells:
        assert f"<b>{count}</b>" in shown(governor, href.replace("&amp;", "&"))


def test_the_script_gets_the_inner_part_alone(governor: Client, busy: World) -> None:
    response = governor.get("/pantau/", headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert b"Terlambat menjawab" in response.content
    assert "HX-Request" in response["Vary"]


def test_the_board_needs_few_queries(governor: Client, busy: World) -> None:
    shown(governor, "/pantau/")  # what a worker keeps ready is there
    with CaptureQueriesContext(connection) as first:
        shown(governor, "/pantau/")
    with CaptureQueriesContext(connection) as again:
        shown(governor, "/pantau/?periode=30-hari")
    assert len(first) <= 15
    assert len(again) <= 15


@pytest.mark.parametrize("address", ["/pantau/kasus/?angka=jatuh-tempo&periode=30-hari", "/pantau/kabupaten-kota/"])
def test_lists_and_tables_need_few_queries(governor: Client, busy: World, address: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        shown(governor, address)
    assert len(captured) <= 11


@pytest.mark.parametrize("query", ["angka=lain", "angka=", "angka=%00"])
def test_an_unknown_figure_is_not_found(governor: Client, query: str) -> None:
    assert governor.get(f"/pantau/kasus/?{query}").status_code == 404
    assert governor.get(f"/pantau/kasus.csv?{query}").status_code == 404


@pytest.mark.parametrize("query", ["jam=99", "jam=-1", "wilayah=99.99", "sesudah=x", "kanal=x", "tahap=x"])
def test_other_wrong_words_are_harmless(governor: Client, busy: World, query: str) -> None:
    shown(governor, f"/pantau/kasus/?angka=masuk&{query}")


def test_limits_can_be_removed_one_by_one(governor: Client, busy: World) -> None:
    html = shown(governor, f"/pantau/kasus/?angka=lewat&perangkat=DISDIKBUD&wilayah={busy.demak}")
    limits = re.findall(r'<a class="chip" href="([^"]+)"', html)
    base = "/pantau/kasus/?angka=lewat&amp;"
    assert limits == [f"{base}wilayah={busy.demak}", f"{base}perangkat=DISDIKBUD"]


def test_the_export_holds_the_same_cases_without_words_of_citizens(governor: Client, busy: World) -> None:
    response = governor.get("/pantau/kasus.csv?angka=lewat")
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "Jalan berlubang" not in "".join(lines)
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("text", ["=1+1", "+62", "-3", "@a", "\tx", "＝1"])
def test_a_cell_never_becomes_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_numbers_stay_numbers_in_an_export() -> None:
    assert cell(-3) == -3
    assert cell(None) == ""


def test_groups_are_divided_so_that_three_bodies_are_large() -> None:
    assert bounds([100, 90, 80, 3], "30-hari") == (80, 20)
    assert bounds([100, 22, 21, 20], "30-hari") == (20, 8)
    assert bounds([], "30-hari") == (5, 2)


def test_icons_of_channels_exist() -> None:
    from rumahrakyat.web import components  # noqa: PLC0415

    drawn = (components.FOLDER.parents[2] / "static" / "web" / "icons.svg").read_text(encoding="utf-8")
    assert not [name for name in CHANNEL_ICONS.values() if f'id="{name}"' not in drawn]
