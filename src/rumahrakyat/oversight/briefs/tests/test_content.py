"""What stands in a brief, of busy days and of days on which nothing happened."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection

from rumahrakyat.oversight.briefs import editions, keeping, words
from rumahrakyat.oversight.briefs.content import Making, content_of
from rumahrakyat.oversight.briefs.editions import ALL, DAILY, WEEKLY, Edition, of_body, of_regency
from rumahrakyat.oversight.tests.kit import NOW, WIB, World, days, hours
from rumahrakyat.reports.models import Category, Report

TUESDAY = date(2026, 7, 21)
SIX = datetime(2026, 7, 21, 6, 0, tzinfo=WIB)
TODAY = Edition(DAILY, ALL, TUESDAY)
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"


def made(edition: Edition = TODAY, at: datetime = SIX) -> dict[str, Any]:
    return content_of(edition, Making(at, edition.planned_at(time(6))))


def number(content: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in content["numbers"] if one["code"] == code)


@pytest.fixture
def busy(world: World) -> World:
    """Monday: two came in, one of them answered; one from Sunday is late, one confidential one too."""
    world.report(hours(20), holder=world.roads, answered=hours(2))
    world.report(hours(18), holder=world.schools)
    world.report(hours(44), holder=world.roads)
    world.report(hours(50), holder=world.schools, visibility="confidential")
    return world


@pytest.mark.usefixtures("world")
def test_a_day_without_any_report_says_so_and_divides_by_nothing() -> None:
    content = made()
    assert content["headline"] == (
        "Tidak ada laporan kemarin. Tidak ada jawaban yang jatuh tempo. Tidak ada yang terlambat saat ini."
    )
    assert [one["shown"] for one in content["numbers"]] == ["0", "0", "–", "–"]
    assert number(content, "taken")["note"] == "belum ada pembanding"
    assert (content["cases"], content["cases_note"]) == ([], words.NOTHING_WORTH)
    assert not content["better"]["found"]


def test_yesterday_is_counted_and_today_is_not(busy: World) -> None:
    busy.report(hours(1), holder=busy.roads)
    content = made(at=NOW)
    assert number(content, "taken")["value"] == 2
    assert number(content, "answered")["value"] == 1
    # Both that came in on Sunday fell due on Monday, and nobody answered them.
    assert (number(content, "on_time")["value"], number(content, "on_time")["of"]) == (0, 2)


def test_who_is_late_is_named_with_how_long_and_whether_the_head_knows(busy: World) -> None:
    late = made()["late"]
    assert (late["total"], late["bodies"]) == (2, 2)
    assert [one["body"] for one in late["rows"]] == [busy.schools.name, busy.roads.name]
    assert late["rows"][0]["longest"] == "22 jam 18 menit"
    assert late["rows"][0]["head"] == "belum diberi tahu"


def test_what_happened_after_the_hour_of_the_brief_does_not_change_it(busy: World) -> None:
    before = made()
    for report in Report.objects.all():
        busy.answer(report, hours(1))
    assert made() == before


def test_the_usual_is_the_mean_of_the_same_weekday(world: World) -> None:
    for week in (1, 2):
        for _nth in range(week):
            world.report(days(7 * week) + hours(20), holder=world.roads, answered=hours(1))
    assert number(made(), "taken")["note"] == "biasanya 1,5 (2 Senin terakhir)"


def test_a_confidential_case_is_told_by_body_and_regency_alone(busy: World) -> None:
    confidential = Report.objects.get(visibility="confidential")
    hidden = next(one for one in made()["cases"] if not one["number"])
    assert (hidden["title"], hidden["place"], hidden["body"]) == ("Laporan rahasia", "Demak", busy.schools.name)
    assert confidential.number not in json.dumps(made())


def test_no_word_of_a_citizen_stands_anywhere(busy: World) -> None:
    report = Report.objects.filter(visibility="public").latest("received_at")
    Report.objects.update(urgent=True, title="Budi Santoso 081234567890 ditipu", place_words="rumah Budi Santoso")
    told = json.dumps(made())
    assert report.number in told
    assert "Budi" not in told
    assert "0812" not in told


def test_a_case_is_called_by_its_category(busy: World) -> None:
    Report.objects.update(category=Category.objects.create(code="jalan", name="Jalan rusak"))
    assert "Jalan rusak" in {one["title"] for one in made()["cases"]}


def test_a_regent_has_the_cases_of_the_territory_alone(busy: World) -> None:
    busy.report(hours(60), holder=busy.schools, regency=busy.pati)
    content = made(Edition(DAILY, of_regency(busy.pati), TUESDAY))
    assert (content["name"], content["late"]["total"]) == ("Kabupaten Pati", 1)


def test_the_weekly_one_compares_a_body_with_its_group(busy: World) -> None:
    monday = Edition(WEEKLY, of_body(busy.roads.code), date(2026, 7, 27))
    at = datetime(2026, 7, 27, 6, 0, tzinfo=WIB)
    content = made(monday, at)
    assert content["about"] == ["2026-07-20", "2026-07-26"]
    assert content["group"]["words"].startswith("Urutan 1 dari 2 badan")
    assert number(content, "on_time")["of"] == 2


@pytest.mark.usefixtures("world")
def test_the_weekly_one_of_a_week_without_anything_is_not_compared() -> None:
    content = made(Edition(WEEKLY, of_body("DPUBMCK"), date(2026, 7, 20)), SIX)
    assert content["headline"].startswith("Tidak ada laporan sepekan ini.")
    assert "tidak dibandingkan" in content["group"]["words"]


def test_a_body_that_cleared_what_was_late_is_what_got_better(world: World) -> None:
    for nth in range(3):
        world.report(days(10) + hours(nth), holder=world.roads, answered=days(5))
    found = made()["better"]
    assert found["words"] == f"{world.roads.name}: 3 kasus yang terlambat sepekan lalu sudah dijawab semua."


def test_a_late_start_is_marked_with_its_hour(world: World) -> None:
    assert made(at=SIX + timedelta(hours=3))["note"] == "Disusun pukul 09.00, sesudah pukul 06.00."


@pytest.mark.usefixtures("world")
def test_a_day_that_was_never_sent_is_made_on_demand_and_says_so() -> None:
    found = keeping.shown(Edition(DAILY, ALL, date(2026, 7, 19)), at=NOW)
    assert found.brief is None
    assert found.content["note"].startswith("Tidak pernah dikirim pada harinya.")
    assert "21 Juli 2026 09.42 WIB" in found.content["note"]


def test_what_was_frozen_stays_whatever_happens_later(busy: World) -> None:
    brief = keeping.freeze(TODAY, at=SIX)
    busy.report(hours(30), holder=busy.roads)
    assert keeping.freeze(TODAY, at=NOW) == brief
    assert keeping.shown(TODAY, at=NOW).content == brief.content


def test_the_database_itself_refuses_to_change_a_frozen_one(world: World) -> None:
    brief = keeping.freeze(TODAY, at=SIX)
    with pytest.raises(Exception, match="does not change"), connection.cursor() as cursor:
        cursor.execute("UPDATE oversight_brief SET sha256 = '' WHERE id = %s", [brief.pk])


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("edition", "error"),
    [
        (Edition(DAILY, ALL, date(2026, 7, 22)), editions.FutureDay),
        (Edition(WEEKLY, of_body("DPUBMCK"), TUESDAY), editions.NoMonday),
        (Edition(DAILY, of_regency("99.99"), TUESDAY), editions.UnknownReaders),
    ],
    ids=["tomorrow", "not a Monday", "no such regency"],
)
def test_what_cannot_be_is_said_precisely(edition: Edition, error: type[Exception]) -> None:
    with pytest.raises(error):
        keeping.shown(edition, at=NOW)


@pytest.mark.parametrize("wrong", ["", "kemarin", "2026-7-1", "2026-02-30", "20260721", "1026-07-21"])
def test_what_is_no_day_is_refused(wrong: str) -> None:
    with pytest.raises(editions.WrongDay):
        editions.parse_day(wrong)


def test_a_case_to_which_its_reporter_objected_once_is_worth_naming(world: World) -> None:
    denied = world.report(days(3), holder=world.roads, answered=hours(1))
    world.resolve(denied, days(2))
    world.object_to(denied, days(1))
    world.answer(denied, hours(20))
    (case,) = made(at=NOW)["cases"]
    assert [(why["code"], why["points"]) for why in case["reasons"]] == [("objection", 15)]
