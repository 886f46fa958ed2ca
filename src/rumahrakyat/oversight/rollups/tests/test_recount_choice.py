"""The recount of a brief as it is written: which five cases, what outside bodies wait for, whether heads were told."""

import pytest

from rumahrakyat.oversight.briefs import worth
from rumahrakyat.oversight.rollups import recounting
from rumahrakyat.oversight.tests.kit import NOW, STAFF, World, days, hours
from rumahrakyat.reports import effects
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import PublicViews

BRIEF = "brief as it is written"


@pytest.fixture
def burning(world: World) -> World:
    """More than five cases with a reason, of every sort that needs no page of its own, one of them confidential."""
    for ago in (3, 4, 5):
        world.report(days(ago), holder=world.roads)
    passed = world.report(days(4), holder=world.roads)
    world.hand_over(passed, world.schools, days(3))
    world.hand_over(passed, world.roads, days(2))
    denied = world.report(days(9), holder=world.schools, answered=hours(3))
    world.resolve(denied, days(8))
    world.object_to(denied, days(7))
    world.answer(denied, days(7) - hours(1))
    world.report(days(6), holder=world.schools, visibility="confidential")
    danger = world.report(hours(3), holder=world.roads)
    cases.classify(
        report_id=danger.pk, classification=cases.Classification(urgent=True), actor=STAFF, at=NOW - hours(3)
    )
    many = world.report(hours(9), holder=world.demak_town)
    for _nth in range(3):
        same = world.report(hours(8), holder=world.demak_town)
        cases.merge(report_id=same.pk, into_id=many.pk, text="Sama.", actor=STAFF, at=NOW - hours(7))
    read = world.report(hours(6), holder=world.demak_town)
    PublicViews.objects.create(report=read, day=NOW.date(), views=41)
    return world


def _wrong(where: str) -> list[str]:
    effects.run_batches()
    found = recounting.recount(at=NOW)
    assert set(found.differing) <= {where, f"own {where}"}
    return [each for each in found.examples if each.startswith(where)]


@pytest.mark.usefixtures("burning", "few_readers")
def test_the_five_cases_are_those_that_the_written_rule_chooses() -> None:
    assert _wrong(BRIEF) == []


@pytest.mark.usefixtures("burning", "few_readers")
def test_a_brief_that_leaves_out_a_case_that_weighs_more_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    choose = worth.choose
    monkeypatch.setattr(worth, "choose", lambda found: choose(one for one in found if not one.urgent))
    assert any("('chosen', 1)" in each and "'danger', 400" in each for each in _wrong(BRIEF))


@pytest.mark.usefixtures("burning", "few_readers")
def test_a_brief_in_which_one_body_fills_the_list_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    choose = worth.choose
    monkeypatch.setattr(worth, "choose", lambda found: choose(found, per_body=5))
    assert any("'chosen'" in each for each in _wrong(BRIEF))
