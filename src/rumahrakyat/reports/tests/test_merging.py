"""Joining two reports of one matter, and separating them again."""

from datetime import timedelta

import pytest

from rumahrakyat.correspondence.intake import CITIZEN
from rumahrakyat.reports import operations, queries
from rumahrakyat.reports.errors import CannotMerge, NotAllowed, NotPermitted
from rumahrakyat.reports.merging import family, head_of
from rumahrakyat.reports.models import Report
from tests.cast import World

HOUR = timedelta(hours=1)


def merge(world: World, child: Report, parent: Report, after: timedelta = HOUR, by: str = "verifier") -> Report:
    actor = world.actor(by, child)
    return operations.merge(
        report_id=child.pk, into_id=parent.pk, text="Lubang yang sama.", actor=actor, at=world.at + after
    )


def reason(world: World, child: Report, parent: Report) -> str:
    with pytest.raises(CannotMerge) as caught:
        merge(world, child, parent)
    return caught.value.reason


def test_the_child_ends_and_the_parent_goes_on_for_both(world: World) -> None:
    parent, child = world.assigned(), world.assigned()
    merge(world, child, parent)
    child.refresh_from_db()
    parent.refresh_from_db()
    assert (child.stage, child.parent, parent.stage) == ("merged", parent, "assigned")
    assert family(parent.pk) == [child]
    assert head_of(child) == parent
    assert not queries.verify(child) + queries.verify(parent)


def test_the_earlier_promise_is_passed_on(world: World) -> None:
    child = world.assigned()
    parent = world.assigned(at=world.at + 2 * HOUR)
    merge(world, child, parent, 3 * HOUR)
    parent.refresh_from_db()
    assert parent.answer_due_at == world.at + 24 * HOUR


def test_a_promise_that_was_missed_is_not_passed_on(world: World) -> None:
    child = world.assigned()
    parent = world.assigned(at=world.at + 20 * HOUR)
    merge(world, child, parent, 25 * HOUR)
    parent.refresh_from_db()
    assert parent.answer_due_at == world.at + 44 * HOUR
    assert "answer_due_at" not in parent.entries.get(type="joined").data


def test_a_case_is_not_merged_into_itself_or_into_one_that_ended(world: World) -> None:
    one, other = world.assigned(), world.assigned()
    assert reason(world, one, one) == "itself"
    operations.reject(
        report_id=other.pk, reason="private", text="Bukan.", actor=world.actor("verifier", other), at=world.at + HOUR
    )
    assert reason(world, one, other) == "ended"


def test_there_is_no_circle(world: World) -> None:
    one, other, third = world.assigned(), world.assigned(), world.assigned()
    merge(world, one, other)
    assert reason(world, other, one) == "ended"
    assert reason(world, third, one) == "ended"
    with pytest.raises(NotAllowed):
        merge(world, one, third)
    merge(world, other, third, 2 * HOUR)
    assert family(third.pk) == [other, one]
    one.refresh_from_db()
    assert head_of(one) == third


def test_a_confidential_case_is_not_joined_with_a_public_one(world: World) -> None:
    assert reason(world, world.assigned(confidential=True), world.assigned()) == "visibility"


def test_only_a_verifier_joins(world: World) -> None:
    parent, child = world.assigned(), world.assigned()
    for name in ("officer", "head", "secretary", "governor"):
        with pytest.raises(NotPermitted):
            merge(world, child, parent, by=name)


def test_separated_it_is_open_at_its_former_holder_with_a_first_answer_owed(world: World) -> None:
    parent, child = world.assigned(), world.assigned()
    merge(world, child, parent)
    actor = world.actor("verifier", child)
    operations.unmerge(report_id=child.pk, text="Jalan lain.", actor=actor, at=world.at + 30 * HOUR)
    child.refresh_from_db()
    assert (child.stage, child.parent, child.closed_at) == ("assigned", None, None)
    assert child.holder == world.organisations["ROADS"]
    assert child.answer_due_at == world.at + 54 * HOUR


def test_a_merged_case_takes_no_words_itself(world: World) -> None:
    parent, child = world.assigned(), world.assigned()
    merge(world, child, parent)
    with pytest.raises(NotAllowed):
        operations.reply(report_id=child.pk, text="Masih.", actor=CITIZEN, at=world.at + 2 * HOUR, channel="web")
