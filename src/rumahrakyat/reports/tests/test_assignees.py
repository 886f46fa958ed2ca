"""Which person has a case: only somebody of the holding body, never two at once, and never anybody who has left."""

from datetime import timedelta

import pytest

from rumahrakyat.organisations.models import Membership
from rumahrakyat.reports import errors
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from tests.cast import World


def give(world: World, case: Report, to: str, by: str = "head", seen: int | None = None) -> Report:
    return cases.give_to_person(
        report_id=case.pk,
        person=world.accounts[to].pk,
        actor=world.actor(by, case),
        at=world.at + timedelta(hours=1),
        seen_seq=seen,
    )


def test_a_head_gives_a_case_to_an_officer_and_the_record_says_so(world: World) -> None:
    case = give(world, world.assigned(), "officer")
    entry = case.entries.get(type="given")
    assert case.assignee == world.accounts["officer"]
    assert entry.data == {"person": world.accounts["officer"].pk, "person_before": None}


def test_a_case_goes_to_nobody_of_another_body(world: World) -> None:
    case = world.assigned()
    with pytest.raises(errors.NotAMember):
        give(world, case, "other_officer")
    with pytest.raises(errors.NotPermitted):
        give(world, case, "officer", by="other_head")


def test_somebody_whose_role_ended_gets_no_case(world: World) -> None:
    Membership.objects.filter(account=world.accounts["officer"]).update(active=False)
    with pytest.raises(errors.NotAMember):
        give(world, world.assigned(), "officer")


def test_taking_twice_is_refused_and_changes_nothing(world: World) -> None:
    case = world.assigned()
    officer = world.actor("officer", case)
    cases.take(report_id=case.pk, actor=officer, at=world.at)
    with pytest.raises(errors.AlreadyWith):
        cases.take(report_id=case.pk, actor=officer, at=world.at)
    assert case.entries.filter(type="taken").count() == 1


def test_of_two_who_give_one_case_away_the_second_is_told(world: World) -> None:
    case = world.assigned()
    seen = case.last_seq
    give(world, case, "officer", seen=seen)
    with pytest.raises(errors.Changed):
        give(world, case, "head", seen=seen)
    case.refresh_from_db()
    assert case.assignee == world.accounts["officer"]


def test_giving_a_case_spoils_no_answer_that_is_being_written(world: World) -> None:
    case = world.assigned()
    seen = case.last_seq
    give(world, case, "head")
    cases.note(report_id=case.pk, text="Dicek.", actor=world.actor("officer", case), at=world.at)
    cases.ask_reporter(
        report_id=case.pk, text="Di mana tepatnya?", actor=world.actor("officer", case), at=world.at, seen_seq=seen
    )


def test_an_officer_cannot_put_back_what_a_colleague_has(world: World) -> None:
    case = give(world, world.assigned(), "head")
    with pytest.raises(errors.NotPermitted):
        cases.put_back(report_id=case.pk, actor=world.actor("officer", case), at=world.at)
    cases.put_back(report_id=case.pk, actor=world.actor("head", case), at=world.at)
    case.refresh_from_db()
    assert case.assignee is None


def test_a_case_that_leaves_the_body_leaves_the_person(world: World) -> None:
    case = give(world, world.assigned(), "officer")
    cases.hand_over(
        report_id=case.pk,
        holder=world.organisations["TRANSPORT"],
        text="Terminal.",
        actor=world.actor("officer", case),
        at=world.at,
    )
    case.refresh_from_db()
    assert case.assignee is None


def test_an_officer_who_is_removed_leaves_every_case_behind_once(world: World) -> None:
    held = [give(world, world.assigned(), "officer") for _ in range(3)]
    key = world.accounts["officer"].pk
    actor = world.actor("head", held[0])
    freed = cases.release_all(account_id=key, actor=actor, at=world.at)
    assert sorted(freed) == sorted(one.number for one in held)
    assert cases.release_all(account_id=key, actor=actor, at=world.at) == []
    assert not Report.objects.filter(assignee=key).exists()
    assert held[0].entries.filter(type="released").count() == 1
