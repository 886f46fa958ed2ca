"""What was frozen says what was known then: later words change nothing, and what is wrong in it is named."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from rumahrakyat.duty.models import Clock, DutyRule
from rumahrakyat.lib import clock
from rumahrakyat.lib.canonical import canonical
from rumahrakyat.oversight.briefs import keeping
from rumahrakyat.oversight.briefs.editions import Edition
from rumahrakyat.oversight.models_briefs import Brief
from rumahrakyat.oversight.models_registers import Register
from rumahrakyat.oversight.registers import freezing
from rumahrakyat.oversight.registers.tests import kit as quarters
from rumahrakyat.oversight.rollups import recount_frozen, recount_past, recounting
from rumahrakyat.oversight.tests.kit import CITIZEN, NOW, STAFF, WIB, World, days, hours
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report

LATER = NOW + hours(3)
TODAY = NOW.astimezone(WIB).date()


def _differs(at: datetime = LATER) -> list[str]:
    looked = recount_frozen.moments(at, WIB)
    found = list(recount_frozen.compare(looked, recounting.CAP))
    assert sum(count for _where, count, _wrong in found) > 10
    return [each for _where, _count, wrong in found for each in wrong]


def _names(wrong: Sequence[str], *parts: str) -> bool:
    return all(any(part in each for each in wrong) for part in parts)


def _changed() -> None:
    """From here on as somebody with every right in the database would do it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")


@pytest.fixture
def sent(world: World) -> Brief:
    """A brief of today for everybody and one of the roads' week, with reasons of several sorts among the five."""
    with clock.frozen(NOW):
        world.report(days(5), holder=world.roads)
        passed = world.report(days(4), holder=world.roads)
        world.hand_over(passed, world.schools, days(3))
        world.hand_over(passed, world.roads, days(2))
        world.report(hours(27), holder=world.schools, answered=hours(3))
        denied = world.report(days(9), holder=world.schools, answered=hours(3))
        world.resolve(denied, days(8))
        world.object_to(denied, days(7))
        world.report(hours(30), holder=world.schools, answered=hours(26))
        keeping.freeze(Edition("weekly", "body:DPUBMCK", TODAY - days(1)), at=NOW)
        return keeping.freeze(Edition("daily", "all", TODAY), at=NOW)


def test_what_is_recorded_after_a_brief_was_sent_is_no_difference(world: World, sent: Brief) -> None:
    assert {why["code"] for case in sent.content["cases"] for why in case["reasons"]} >= {"silence", "ping_pong"}
    with clock.frozen(LATER):
        world.report(days(1) + hours(2), holder=world.roads)  # told yesterday, filed only now
        for one in list(sent.content["cases"]):
            report = Report.objects.get(number=one["number"])
            world.answer(report, hours(-2))
            cases.classify(
                report_id=report.pk, classification=cases.Classification(regency="33.18"), actor=STAFF, at=LATER
            )
    assert _differs() == []
    assert recount_past.told_later([NOW]) == 3


def _moved_later(world: World, move: Callable[[Report], None]) -> list[str]:
    """A case of roads of ten hours ago, of which more becomes known an hour after the brief was sent. Schools have six
    hours, so do cases of Pati."""
    scopes: tuple[dict[str, Any], ...] = ({"organisation": world.schools}, {"regency_id": world.pati})
    for nth, scope in enumerate(scopes):
        DutyRule.objects.create(
            obligation="first_response", version=90 + nth, source="test", valid_from=NOW - days(60), unit="hours",
            amount=6, **scope,
        )  # fmt: skip
    with clock.frozen(NOW):
        report = world.report(hours(10), holder=world.roads)
        asked = world.report(hours(5), holder=world.schools)
        world.report(days(3), holder=world.roads)
        brief = keeping.freeze(Edition("daily", "all", TODAY), at=NOW)
    assert brief.content["late"]["total"] == 1
    with clock.frozen(NOW + hours(0.5)):
        world.ask(asked, hours(-0.5))
    with clock.frozen(NOW + hours(1)):
        move(report)
    with clock.frozen(NOW + hours(2)):
        cases.reply(report_id=asked.pk, text="Di depan pasar", actor=CITIZEN, at=NOW + hours(2), channel="web")
    return _differs()


def test_a_deadline_that_a_pause_moved_later_was_behind_the_brief(world: World) -> None:
    assert _moved_later(world, lambda _report: None) == []


@pytest.mark.parametrize("what", ["holder", "place"])
def test_a_deadline_that_turns_out_later_to_have_passed_is_not_in_the_brief(world: World, what: str) -> None:
    def move(report: Report) -> None:
        if what == "holder":
            return world.hand_over(report, world.schools, hours(-1))
        place = cases.Classification(regency=world.pati)
        cases.classify(report_id=report.pk, classification=place, actor=STAFF, at=NOW + hours(1))
        return None

    assert _moved_later(world, move) == []
    missed = Clock.objects.get(report__received_at=NOW - hours(10), obligation="first_response")
    assert missed.breached_at == NOW - hours(4)
    assert _counted_apart() == 1


def _counted_apart() -> int:
    found = recount_frozen.compare(recount_frozen.moments(LATER, WIB), recounting.CAP)
    return sum(count for where, count, _wrong in found if where == recount_frozen.LEARNED)


def test_what_is_wrong_in_the_sentences_of_a_brief_is_named(sent: Brief) -> None:
    content = sent.content
    content["headline"] = content["headline"].replace("masuk 2 laporan", "masuk 3 laporan")
    content["numbers"][1]["shown"] = "17"
    content["numbers"][2]["shown"] = "99,9%"
    content["numbers"][3]["shown"] = "5 hari 23 jam"
    content["late"]["rows"][0]["longest"] = "3 jam"
    content["late"]["rows"][0]["head"] = "diberi tahu Senin 20/7 09.42, belum membaca"
    content["late"]["rest"] = "dan 2 badan lain dengan 9 kasus"
    content["outside"]["words"] = "4 rekomendasi Ombudsman atau Inspektorat lewat batas."
    _changed()
    Brief.objects.filter(pk=sent.pk).update(content=content)
    wrong = _differs()
    code = content["late"]["rows"][0]["code"]
    assert _names(
        wrong, "headline: ", "('written', 'answered'): ", "('written', 'on_time'): ", "('written', 'median'): ",
        f"('longest', '{code}'): ", f"('told', '{code}'): ", "('late', 'rest'): ", "outside: ",
    )  # fmt: skip
    assert len(wrong) == 8


def test_what_is_wrong_in_a_brief_is_named(sent: Brief) -> None:
    content = sent.content
    content["numbers"][0]["value"] += 1
    content["late"]["rows"][0]["seconds"] += 90
    why = next(each for case in content["cases"] for each in case["reasons"] if each["code"] == "silence")
    why["words"] = "Lewat batas 9 hari 3 jam"
    moved = next(each for case in content["cases"] for each in case["reasons"] if each["code"] == "ping_pong")
    moved["words"] = "7 kali berpindah tangan tanpa jawaban"
    _changed()
    Brief.objects.filter(pk=sent.pk).update(content=content)
    assert _names(
        _differs(), "all taken: 3 shown, 2 counted", "('late', ", "'silence'): 788400 shown", "'ping_pong'): 7 shown"
    )


@pytest.mark.django_db
def test_a_figure_that_is_wrong_in_a_published_register_is_named() -> None:
    quarters.closed()
    with clock.frozen(quarters.AFTER):
        register = freezing.freeze(quarter=quarters.Q3, account=quarters.account("secretary"), at=quarters.AFTER)
    assert _differs(quarters.AFTER) == []
    content: dict[str, Any] = json.loads(bytes(register.content))
    first = next(each for each in content["obligations"] if each["code"] == "first_response")
    row = next(each for each in first["bodies"] if each["body"] == "DPUBMCK")
    row["on_time"] += 1
    row["median_seconds"] += 60
    content["endings"]["taken_in"] += 1
    _changed()
    Register.objects.filter(pk=register.pk).update(content=canonical(content))
    wrong = _differs(quarters.AFTER)
    assert _names(wrong, "'DPUBMCK'): ", "'DPUBMCK', 'times'): ", "'taken_in'): 9 shown, 8 counted")
    assert len(wrong) == 3


@pytest.mark.django_db
def test_a_figure_that_is_wrong_in_a_draft_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    world = quarters.play().world
    with clock.frozen(NOW):  # over in June, with a deadline in July
        early = world.report(days(22), holder=world.roads, answered=hours(1))
        world.resolve(early, days(21.9))
        world.confirm(early, days(21.8))
    at = NOW + days(20)

    def differs() -> list[str]:
        return [each for _where, _count, wrong in recount_frozen.draft(at, recounting.CAP) for each in wrong]

    assert differs() == []
    draft = freezing.draft

    def wrong(*args: Any, **named: Any) -> dict[str, Any]:
        content = draft(*args, **named)
        return content | {"total": content["total"] | {"unanswered": 55}}

    monkeypatch.setattr(freezing, "draft", wrong)
    assert [each.partition(":")[0] for each in differs()] == ["2026Q3 ('total',)"]


def _wrong_once(register: Register, change: Callable[[dict[str, Any]], None]) -> list[str]:
    content: dict[str, Any] = json.loads(bytes(register.content))
    change(content)
    Register.objects.filter(pk=register.pk).update(content=canonical(content))
    return [one.partition(" ")[2].partition(":")[0] for one in _differs(quarters.AFTER)]


@pytest.mark.django_db
def test_what_is_wrong_in_a_published_league_is_named() -> None:
    quarters.closed()
    with clock.frozen(quarters.AFTER):
        register = freezing.freeze(quarter=quarters.Q3, account=quarters.account("secretary"), at=quarters.AFTER)

    def first(content: dict[str, Any]) -> Any:
        return next(each for each in content["obligations"] if each["code"] == "first_response")

    def row(content: dict[str, Any]) -> Any:
        return next(each for group in content["agencies"]["groups"] for each in group["rows"])

    nth = next(nth for nth, group in enumerate(_groups(register)) if group["rows"])
    _changed()
    for change, key in (
        (lambda all_: all_["total"].update(due=all_["total"]["due"] + 1), "('total',)"),
        (lambda all_: all_["total"].update(median_seconds=7), "('total', 'times')"),
        (lambda all_: all_["total"].update(without_neglect=99), "('bodies',)"),
        (lambda all_: all_["desk"].update(missed=5), "('desk',)"),
        (lambda all_: all_["agencies"].update(bounds=[11, 3]), "('agencies', 'bounds')"),
        (lambda all_: all_["agencies"]["total"].update(neglect=77), "('agencies', 'total')"),
        (lambda all_: all_["governments"]["without"].append("X"), "('governments', 'without')"),
        (lambda all_: all_["agencies"]["groups"][nth]["total"].update(due=77), f"('agencies', {nth}, 'total')"),
        (lambda all_: all_["agencies"]["groups"][nth].update(to=77), f"('agencies', {nth})"),
        (lambda all_: row(all_).update(on_time_tenths=7), f"('agencies', {nth}, 1)"),
        (lambda all_: row(all_).update(reprimands=7), f"('agencies', {nth}, 1)"),
        (lambda all_: first(all_)["total"].update(again=7), "('total', 'first_response')"),
        (lambda all_: first(all_)["bodies"][0].update(reprimands=7), f"('first_response', '{_first_body(register)}')"),
        (lambda all_: all_["rows"].pop(), _last_row(register)),
    ):
        assert _wrong_once(register, change) == [key]


def _groups(register: Register) -> list[Any]:
    found: list[Any] = json.loads(bytes(register.content))["agencies"]["groups"]
    return found


def _first_body(register: Register) -> str:
    content = json.loads(bytes(register.content))
    first = next(each for each in content["obligations"] if each["code"] == "first_response")
    return str(first["bodies"][0]["body"])


def _last_row(register: Register) -> str:
    row = json.loads(bytes(register.content))["rows"][-1]
    return str(("rows", row["obligation"], row["body"]))
