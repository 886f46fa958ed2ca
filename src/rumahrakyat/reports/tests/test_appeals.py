"""The reporter's appeal: when it is possible, and what its decision does."""

from datetime import timedelta

import pytest

from rumahrakyat.correspondence.intake import CITIZEN
from rumahrakyat.reports import operations
from rumahrakyat.reports.errors import NoAppeal, NotAllowed, NoteRequired, NotPermitted
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Closing, Stage
from tests.cast import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def rejected(world: World) -> Report:
    report = world.assigned()
    actor = world.actor("verifier", report)
    return operations.reject(
        report_id=report.pk, reason="private", text="Urusan pribadi.", actor=actor, at=world.at + HOUR
    )


def appeal(
    world: World, report: Report, after: timedelta, text: str = "Ini jalan umum, bukan urusan pribadi."
) -> Report:
    return operations.appeal(report_id=report.pk, text=text, actor=CITIZEN, at=world.at + after, channel="web")


def decide(world: World, report: Report, after: timedelta, *, granted: bool, by: str = "secretary") -> Report:
    actor = world.actor(by, report)
    return operations.decide_appeal(
        report_id=report.pk, granted=granted, text="Jalan itu jalan umum.", actor=actor, at=world.at + after
    )


def test_an_appeal_is_possible_for_thirty_days(world: World) -> None:
    report = rejected(world)
    with pytest.raises(NoAppeal) as caught:
        appeal(world, report, HOUR + 30 * DAY + timedelta(seconds=1))
    assert caught.value.reason == "late"
    appeal(world, report, HOUR + 30 * DAY)
    assert report.entries.filter(type="appealed").count() == 1


def test_an_appeal_needs_a_reason(world: World) -> None:
    with pytest.raises(NoteRequired):
        appeal(world, rejected(world), 2 * HOUR, text="  ")


def test_an_open_case_cannot_be_appealed_against(world: World) -> None:
    with pytest.raises(NotAllowed):
        appeal(world, world.assigned(), HOUR)


def test_one_ending_is_appealed_against_once(world: World) -> None:
    report = rejected(world)
    appeal(world, report, 2 * HOUR)
    with pytest.raises(NoAppeal) as caught:
        appeal(world, report, 3 * HOUR)
    assert caught.value.reason == "open"
    decide(world, report, 4 * HOUR, granted=False)
    with pytest.raises(NoAppeal) as caught:
        appeal(world, report, 5 * HOUR)
    assert caught.value.reason == "again"


def test_only_the_secretary_decides(world: World) -> None:
    report = appeal(world, rejected(world), 2 * HOUR)
    for name in ("officer", "head", "verifier", "governor", "ombudsman"):
        with pytest.raises(NotPermitted):
            decide(world, report, 3 * HOUR, granted=True, by=name)


def test_without_an_appeal_there_is_nothing_to_decide(world: World) -> None:
    with pytest.raises(NoAppeal):
        decide(world, rejected(world), 2 * HOUR, granted=True)


def test_a_granted_appeal_opens_the_case_at_its_holder(world: World) -> None:
    report = decide(world, appeal(world, rejected(world), 2 * HOUR), 3 * HOUR, granted=True)
    report.refresh_from_db()
    assert (report.stage, report.closed_at, report.holder) == ("assigned", None, world.organisations["ROADS"])


def test_a_refused_appeal_changes_nothing(world: World) -> None:
    report = appeal(world, rejected(world), 2 * HOUR)
    closed_at = report.closed_at
    decide(world, report, 3 * HOUR, granted=False)
    report.refresh_from_db()
    assert (report.stage, report.closed_at) == ("rejected", closed_at)


def test_what_the_reporter_confirmed_can_still_be_appealed_against_once(world: World) -> None:
    report = world.assigned()
    operations.resolve(
        report_id=report.pk, text="Sudah.", no_photo_reason="malam", actor=world.actor("officer", report),
        at=world.at + HOUR,
    )  # fmt: skip
    appeal(world, report, 2 * HOUR)
    operations.confirm(report_id=report.pk, actor=CITIZEN, at=world.at + 3 * HOUR, channel="web")
    report.refresh_from_db()
    assert (report.stage, report.closing) == (Stage.CLOSED.value, Closing.REPORTER.value)
    decide(world, report, 4 * HOUR, granted=False)
    with pytest.raises(NoAppeal):
        appeal(world, report, 5 * HOUR)


def test_a_granted_appeal_owes_a_first_answer_anew(world: World) -> None:
    report = decide(world, appeal(world, rejected(world), 2 * HOUR), 3 * HOUR, granted=True)
    report.refresh_from_db()
    assert report.answer_due_at == world.at + 27 * HOUR
