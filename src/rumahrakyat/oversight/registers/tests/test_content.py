"""Every figure of a register against a recount, and the traps."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from rumahrakyat.lib import clock, wallclock
from rumahrakyat.lib.canonical import canonical
from rumahrakyat.lib.quarters import NotAQuarter, Quarter, parse, quarter_of
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.oversight.registers import rows
from rumahrakyat.oversight.registers.content import DESK, Figure, Wanted, rank, reckon, tenths
from rumahrakyat.oversight.registers.freezing import draft
from rumahrakyat.oversight.registers.tests import kit
from rumahrakyat.oversight.registers.tests.kit import AFTER, Q3
from rumahrakyat.oversight.tests.kit import CLOCK, NOW, build, days, hours
from rumahrakyat.reports import operations

pytestmark = pytest.mark.django_db


def now(cut_off: datetime = NOW) -> dict[str, Any]:
    return reckon(Wanted(Q3, wallclock.zone(), cut_off))


def row_of(content: dict[str, Any], body: str, of: str = "agencies") -> dict[str, Any]:
    return next(row for group in content[of]["groups"] for row in group["rows"] if row["body"] == body)


def obligation(content: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in content["obligations"] if one["code"] == code)


def test_on_time_counts_everything_that_fell_due_open_overdue_cases_too() -> None:
    kit.play()
    roads = row_of(now(), "DPUBMCK")
    assert (roads["due"], roads["on_time"], roads["missed"], roads["unanswered"]) == (4, 2, 2, 1)
    assert roads["on_time_tenths"] == 500


def test_the_figures_equal_an_independent_recount() -> None:
    kit.play()
    content = now()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), count(*) FILTER (WHERE met_at <= due_at),
                percentile_disc(0.5) WITHIN GROUP (
                    ORDER BY floor(extract(epoch FROM coalesce(met_at, %s) - started_at - waited))),
                percentile_disc(0.9) WITHIN GROUP (
                    ORDER BY floor(extract(epoch FROM coalesce(met_at, %s) - started_at - waited)))
            FROM duty_clock WHERE obligation = 'first_response' AND due_at >= '2026-06-30T17:00Z' AND due_at < %s
            """,
            [NOW, NOW, NOW],
        )
        recounted = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM duty_breach b JOIN duty_clock c ON c.id = b.clock_id")
        misses = cursor.fetchone()[0]
    total = content["total"]
    assert (total["due"], total["on_time"], total["median_seconds"], total["ninth_seconds"]) == recounted
    assert len(content["rows"]) == misses
    assert sum(one["total"]["missed"] + one["total"]["own"] for one in content["obligations"]) == misses


def test_neglect_is_what_was_missed_less_what_was_excused_or_corrected() -> None:
    assert Figure(due=10, on_time=4, own=2, excused=3, corrected=1).neglect == 4


def test_agencies_governments_and_the_desk_are_counted_apart() -> None:
    kit.play()
    content = now()
    assert content["agencies"]["total"]["due"] == 6
    assert content["governments"]["total"]["missed"] == 1
    assert content["desk"]["missed"] == 1
    assert content["total"]["due"] == 8


def test_the_groups_and_their_bounds_stand_in_the_register() -> None:
    kit.play()
    league = now()["agencies"]
    assert league["bounds"] == [10, 4]
    assert [len(group["rows"]) for group in league["groups"]] == [0, 1, 1]
    assert league["groups"][2]["rows"][0] == row_of(now(), "DISDIKBUD")


def test_the_median_and_nine_of_ten_are_exact() -> None:
    assert rank([1, 2, 3, 4], 5) == 2
    assert rank(list(range(1, 11)), 9) == 9
    assert rank([7], 9) == 7
    assert rank([], 5) is None


def test_what_is_unanswered_counts_with_the_time_it_has_waited() -> None:
    world = build()
    with clock.frozen(NOW):
        world.report(days(6), holder=world.roads)
    assert row_of(now(), "DPUBMCK")["median_seconds"] == 6 * 86_400


def test_waiting_for_the_reporter_is_not_part_of_a_time() -> None:
    world = build()
    with clock.frozen(NOW):
        report = world.report(days(6), holder=world.roads)
        world.ask(report, days(6) - hours(2))
        operations.stop_waiting(report_id=report.pk, actor=CLOCK, at=NOW - days(5))
        world.answer(report, days(5) - hours(3))
    assert row_of(now(), "DPUBMCK")["median_seconds"] == 5 * 3600


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert (tenths(9999, 10_000), tenths(1, 1), tenths(0, 3), tenths(2, 3), tenths(0, 0)) == (999, 1000, 0, 667, None)


def test_no_deadline_is_not_on_time() -> None:
    world = build()
    with clock.frozen(NOW):
        report = world.report(hours(30), holder=world.roads)
        world.ask(report, hours(29))
    assert now()["total"]["due"] == 0


def test_closed_by_the_system_is_not_solved() -> None:
    world = build()
    with clock.frozen(NOW):
        said, silent = (world.report(days(14), holder=world.roads) for _ in range(2))
        for report in (said, silent):
            world.resolve(report, days(13))
        world.confirm(said, days(12))
        world.expire(silent, days(1))
    endings = now()["endings"]
    assert (endings["solved"], endings["closed_by_system"]) == (1, 1)


def test_reopened_is_not_solved() -> None:
    world = build()
    with clock.frozen(NOW):
        report = world.report(days(14), holder=world.roads)
        world.resolve(report, days(13))
        world.confirm(report, days(12))
        world.object_to(report, days(11))
    endings = now()["endings"]
    assert (endings["solved"], endings["objections"]) == (0, 1)


def test_each_row_names_the_entries_that_show_it() -> None:
    made = kit.play()
    row = next(one for one in now()["rows"] if one["number"] == made.cases["late"].number)
    entries = {entry.seq: entry for entry in made.cases["late"].entries.all()}
    for what, kind in (("begun", "received"), ("missed", "breached"), ("answered", "answered")):
        shown = row["entries"][what]
        assert shown["type"] == kind
        assert entries[shown["seq"]].hash == shown["hash"]
    assert (row["obligation"], row["body"], row["state"], row["held_seconds"]) == (
        "first_response", "DPUBMCK", "open", 24 * 3600,
    )  # fmt: skip


def test_a_confidential_case_has_a_row_without_a_number() -> None:
    made = kit.play()
    found = [row for row in now()["rows"] if row["body"] == "DISDIKBUD"]
    assert [row["number"] for row in found] == [""]
    assert made.cases["hidden"].number not in canonical(now()).decode()


def test_an_empty_quarter_is_a_register_too() -> None:
    build()
    content = reckon(Wanted(Quarter(2024, 1), wallclock.zone(), NOW))
    assert content["total"]["due"] == 0
    assert content["total"]["on_time_tenths"] is None
    assert content["rows"] == []
    assert [rule["version"] for rule in content["rules"] if rule["obligation"] == "first_response"] == [2]


def test_a_deadline_belongs_to_the_quarter_of_the_local_day() -> None:
    world = build()
    due = datetime(2026, 6, 30, 17, 30, tzinfo=UTC)  # 1 July 00.30 in Semarang, 02.30 in Jayapura
    with clock.frozen(NOW):
        world.report(NOW - due + hours(24), holder=world.roads, answered=hours(1))
        world.report(NOW - due + hours(26), holder=world.roads, answered=hours(1))
    assert now()["total"]["due"] == 1
    assert reckon(Wanted(Q3, ZoneInfo("Asia/Jayapura"), NOW))["total"]["due"] == 2


def test_a_body_that_ends_within_the_quarter_keeps_its_figures() -> None:
    kit.play()
    Organisation.objects.filter(code="DPUBMCK").update(active=False, name="Dinas yang digabung")
    content = now()
    assert row_of(content, "DPUBMCK")["due"] == 4
    assert content["bodies"]["DPUBMCK"] == {
        "name": "Dinas yang digabung", "short": "DPUBMCK", "kind": "agency", "region": None, "active": False,
    }  # fmt: skip


def test_a_draft_is_the_same_as_long_as_the_record_is() -> None:
    kit.play()
    first = draft(Q3, at=NOW + hours(1))
    assert canonical(first) == canonical(draft(Q3, at=NOW + hours(9)))
    assert first["seal"] == {}


def test_a_draft_of_a_quarter_that_is_over_is_cut_off_after_its_end() -> None:
    kit.play()
    assert draft(Q3, at=AFTER)["cut_off"] == "2026-09-30T17:00:00.000000Z"


def test_what_came_after_the_cut_off_changes_nothing() -> None:
    made = kit.play()
    before = canonical(now())
    with clock.frozen(NOW + hours(5)):
        made.world.answer(made.cases["silent"], -hours(2))
        made.world.report(days(3), holder=made.world.roads)
    assert canonical(now()) == before


def test_reprimands_are_counted_by_whoever_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    kit.quiet()
    asked: list[datetime] = []

    def counter(since: datetime, until: datetime, cut_off: datetime) -> dict[str, int]:
        asked.extend((since, until, cut_off))
        return {"DPUBMCK": 2}

    monkeypatch.setattr(rows, "_counters", [counter])
    content = now()
    assert row_of(content, "DPUBMCK")["reprimands"] == content["total"]["reprimands"] == 2
    assert asked == [Q3.since(wallclock.zone()), Q3.until(wallclock.zone()), NOW]


def test_the_desk_answers_for_routing() -> None:
    kit.play()
    routing = obligation(now(), "routing")
    assert routing["total"]["due"] == routing["bodies"][0]["due"]
    assert routing["bodies"][0]["body"] == DESK


@pytest.mark.parametrize("words", ["2026Q3", "2026-q3", " 2026Q3 "])
def test_a_quarter_is_read(words: str) -> None:
    assert parse(words) == Q3


@pytest.mark.parametrize("words", ["", "2026", "2026Q5", "Q3", "1999Q1", "2026Q3x", "٢٠٢٦Q3"])
def test_nonsense_is_no_quarter(words: str) -> None:
    with pytest.raises(NotAQuarter):
        parse(words)


def test_quarters_follow_each_other() -> None:
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2026, 1).before == Quarter(2025, 4)
    assert Q3.last.isoformat() == "2026-09-30"
    assert quarter_of(Q3.until(wallclock.zone()) - timedelta(seconds=1), wallclock.zone()) == Q3
