"""The recount of the pages: nothing differs, every group of figures names what does, and rules of every sort."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from rumahrakyat.duty import operations, store
from rumahrakyat.duty.models import DutyRule
from rumahrakyat.oversight import surroundings
from rumahrakyat.oversight.directions import queries as directions
from rumahrakyat.oversight.findings import queries as findings
from rumahrakyat.oversight.periods import Span, Window, window
from rumahrakyat.oversight.reprimands import queries as reprimands
from rumahrakyat.oversight.rollups import (
    recount_board,
    recount_briefs,
    recount_pages,
    recount_picked,
    recount_places,
    recount_registers,
    recount_told,
    recounting,
)
from rumahrakyat.oversight.rollups.recount_kit import Compared, compared
from rumahrakyat.oversight.rollups.tests.test_folding import lives
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.oversight.tests.kit import ALL, NOW, STAFF, WIB, World, days, hours
from rumahrakyat.regions.models import Region
from rumahrakyat.reports import effects
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report

DISTRICT, VILLAGE = "33.21.01", "33.21.01.2001"


def _folded(world: World) -> None:
    lives(world)
    world.report(days(2), holder=world.roads, regency=world.pati, channel="sms", answered=hours(30))
    world.report(hours(4), holder=world.demak_town)
    _time_passes()


def _time_passes() -> None:
    for one in Report.objects.select_related("category"):  # what a sweep does, without telling anybody
        operations.let_time_pass(one, store.engine(), at=NOW)
    effects.run_batches()


@pytest.mark.usefixtures("few_readers")
def test_no_figure_of_any_page_differs(world: World) -> None:
    _folded(world)
    found = recounting.recount(at=NOW)
    assert found.examples == []
    assert found.figures > 1000
    assert found.stamped == 0


# What each page reads, made wrong where it reads it. The recount reads elsewhere.
PLANTED = (
    "UPDATE oversight_daysum SET came_in = came_in + 1, on_time = on_time + 1, fell_due = fell_due + 1",
    "UPDATE oversight_casefact SET received_at = received_at - interval '1 day', regency = '33.74'",
    "UPDATE oversight_casefact SET received_hour = 3, closing = ''",
    "UPDATE oversight_answerfact SET started_at = started_at - interval '1 hour'",
    "UPDATE duty_clock SET met_at = due_at + interval '3 days' WHERE met_at IS NOT NULL",
    "UPDATE duty_clock SET holder_id = NULL WHERE met_at IS NULL",
    "UPDATE duty_breach SET state = 'excused', holder_id = NULL",
    "UPDATE reports_report SET stage = 'field_check', village_id = '33.21.01.2001' WHERE closed_at IS NULL",
)
PERIODS = ("hari-ini", "7-hari", "30-hari", "triwulan")
NAMED = {
    "days", "cases", "answers", "now", "earlier", "hours", "scores", "daily brief", "weekly brief", "late in briefs",
    "exported lists", "negligence", "missed deadlines", "reprimands", "directions", "findings", "30 days silent",
    "brief as it is written", "own brief as it is written", "own now",
    "own scores", "own daily brief", "own weekly brief", "own 30-hari promise", "own 30-hari counts",
    "own 30-hari came in", "own negligence", "picked: a turn of quarters, promise", "picked: a day, came in",
    "picked: a month, lists", "picked: a month, equity", "picked: a turn of quarters, spans",
    "picked: days of nothing, spans",
} | {f"picked: a week, {group}" for group in (
    "came in", "counts", "promise", "by day", "by agency", "lists", "topics", "districts", "equity", "surroundings",
)} | {f"{period} {group}" for period in PERIODS for group in (
    "came in", "counts", "promise", "by regency", "by channel", "lists", "topics", "districts", "equity",
    "surroundings",
)}  # fmt: skip


def _one_more(of: Any) -> Any:
    def counts(*args: Any, **named: Any) -> dict[str, int]:
        return {key: count + 1 for key, count in of(*args, **named).items()}

    return counts


def _a_day_longer(code: str, at: datetime, zone: ZoneInfo, beside: str = "") -> Window:
    found = window(code, at, zone, beside)
    return replace(found, taken_in_before=Span(found.taken_in_before.since - days(1), found.taken_in_before.until))


@pytest.mark.usefixtures("few_readers")
def test_a_difference_on_any_page_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Registers are counted from the rows they show: there the page itself is made to count wrongly."""
    Region.objects.create(
        code=DISTRICT, level="district", kind="Kecamatan", name="Sayung", full_name="Kecamatan Sayung",
        parent_id=world.demak,
    )  # fmt: skip
    Region.objects.create(
        code=VILLAGE, level="village", kind="Desa", name="Purwosari", full_name="Desa Purwosari", parent_id=DISTRICT
    )
    _folded(world)
    for module in (reprimands, directions, findings):
        monkeypatch.setattr(module, "counts", _one_more(module.counts))
    said = surroundings.Opinion(ended=9, asked=9, answers=9)
    monkeypatch.setattr(surroundings, "seen", lambda window, _s: surroundings.Surroundings(window.at, opinion=said))
    monkeypatch.setattr(recount_picked, "window", _a_day_longer)
    with connection.cursor() as cursor:
        for statement in PLANTED:
            cursor.execute(statement)
    found = recounting.recount(at=NOW)
    assert set(found.differing) >= NAMED
    assert any(example.startswith("own now DPUBMCK") for example in found.examples)


def test_nothing_and_none_are_the_same_and_what_differs_is_shown_beside_what_was_counted() -> None:
    assert compared("problems", {4: 2}, {4: 3}) == ("problems", 1, ["4: 2 shown, 3 counted"])
    assert compared("problems", {4: 0, 5: None, 6: (0, None)}, {}) == ("problems", 3, [])


def test_in_a_large_archive_every_page_of_a_reader_has_its_turn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.report(hours(30), holder=world.roads)
    effects.run_batches()
    looked: Counter[tuple[str, ...]] = Counter()
    monkeypatch.setattr(recount_pages, "LARGE", 0)
    monkeypatch.setattr(recount_pages, "sights", lambda: [("DPUBMCK", ALL)])

    def board(windows: Sequence[Window], _sight: Sight) -> list[Compared]:
        looked[tuple(one.code for one in windows)] += 1
        return []

    monkeypatch.setattr(recount_board, "board", board)
    monkeypatch.setattr(recount_told, "PARTS", ())
    monkeypatch.setattr(recount_told, "load", lambda *_args: [])
    monkeypatch.setattr(recount_briefs, "written_now", lambda *_args: [])
    monkeypatch.setattr(recount_picked, "own", lambda *_args: [])
    monkeypatch.setattr(recount_registers, "neglected_of", lambda *_args: [])
    monkeypatch.setattr(recount_places, "seen_by", lambda *_args: [])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE rc_case ON COMMIT DROP AS SELECT 1 AS body")
    for back in range(recount_pages.TURNS):
        at = NOW + days(back)
        list(recount_pages.own([window(code, at, WIB) for code in PERIODS], WIB))
    assert looked == Counter({("hari-ini",): recount_pages.TURNS - 1, PERIODS: 1})


# -- rules ------------------------------------------------------------------------------------------------------------


def _rule(**scope: Any) -> None:
    DutyRule.objects.create(
        obligation="first_response", version=90, source="test", valid_from=NOW - timedelta(days=60), **scope
    )


def test_a_deadline_under_a_rule_of_one_body_is_taken_as_stamped(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recount_pages, "sights", list)
    monkeypatch.setattr(recount_picked, "samples", lambda *_args: [])
    _rule(unit="hours", amount=6, organisation=world.schools)
    _folded(world)
    found = recounting.recount(at=NOW)
    assert found.examples == []
    assert 0 < found.stamped < Report.objects.count()


def test_a_deadline_in_working_days_is_taken_as_stamped(world: World) -> None:
    DutyRule.objects.filter(obligation="first_response", valid_to=None).update(valid_to=NOW - timedelta(days=60))
    _rule(unit="workdays", amount=1)
    _folded(world)
    waiting = world.report(days(1), holder=world.roads)
    world.ask(waiting, hours(20))
    merged, goes_on = world.report(hours(20), holder=world.roads), world.report(hours(8), holder=world.schools)
    cases.merge(report_id=merged.pk, into_id=goes_on.pk, text="Sama.", actor=STAFF, at=NOW - hours(6))
    _time_passes()
    found = recounting.recount(at=NOW, pages=False)
    assert found.examples == []
    assert found.stamped > 5
