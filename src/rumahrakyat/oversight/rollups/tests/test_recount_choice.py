"""The recount of a brief as it is written: which five cases, what outside bodies wait for, whether heads were told."""

from uuid import uuid4

import pytest

from rumahrakyat.duty import operations, store
from rumahrakyat.duty.models import Clock, EscalationStep
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.briefs import outside, worth
from rumahrakyat.oversight.findings import queries as findings
from rumahrakyat.oversight.findings.operations import Found, Recommended, make
from rumahrakyat.oversight.rollups import recounting
from rumahrakyat.oversight.tests.kit import NOW, STAFF, World, days, hours
from rumahrakyat.people.models import Account
from rumahrakyat.reports import effects
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models_readings import PublicViews

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


def _told(world: World) -> EscalationStep:
    """The head of roads was told of the longest two days ago, as the sweep writes it down."""
    late = Clock.objects.filter(obligation="first_response", report__holder=world.roads, met_at=None)
    clock = late.order_by("due_at").select_related("report").first()
    assert clock is not None
    operations.let_time_pass(clock.report, store.engine(), at=NOW)
    at = NOW - days(2)
    data: dict[str, object] = {
        "obligation": "first_response", "cycle": clock.cycle, "step": "head_now", "own": False, "audience": "head",
        "holder": world.roads.code,
    }  # fmt: skip
    cases.record(report_id=clock.report_id, entry_type="escalated", data=data, actor=operations.SYSTEM, at=at)
    return EscalationStep.objects.create(
        clock=clock, code="head_now", audience="head", organisation=world.roads, due_at=clock.due_at, taken_at=at
    )


@pytest.mark.usefixtures("few_readers")
def test_whether_a_head_was_told_and_has_read_it_follows_from_the_record(burning: World) -> None:
    step = _told(burning)
    assert _wrong(BRIEF) == []
    EscalationStep.objects.filter(pk=step.pk).update(acknowledged_at=NOW - days(1))
    assert _wrong(BRIEF) == []
    EscalationStep.objects.filter(pk=step.pk).update(acknowledged_at=None, taken_at=NOW - days(3))
    assert any("('told', 'DPUBMCK')" in each for each in _wrong(BRIEF))


@pytest.mark.usefixtures("few_readers")
def test_recommendations_past_their_deadline_are_counted_again(burning: World, monkeypatch: pytest.MonkeyPatch) -> None:
    finder = Account.objects.create_user(username="ombudsman", name="Sri Rejeki", title="Ombudsman Jawa Tengah")
    Membership.objects.create(account=finder, role="ombudsman")
    wanted = [Recommended("Jawab semua laporan warga sebelum akhir pekan ini.", 3 + nth) for nth in range(5)]
    make(
        found=Found(uuid4(), burning.roads, "Laporan warga tidak dijawab tanpa alasan yang sah.", wanted),
        account=finder,
        at=NOW - days(20),
    )
    assert _wrong(BRIEF) == []
    monkeypatch.setattr(outside, "overdue", lambda **given: findings.overdue(**given)[1:])
    assert f"{BRIEF} outside: (4, 4.0) shown, (5, 5) counted" in _wrong(BRIEF)
