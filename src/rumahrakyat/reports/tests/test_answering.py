"""Whose word counts, the promised next day, real questions, and taking more time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rumahrakyat.correspondence.intake import CITIZEN, CLERK
from rumahrakyat.duty.operations import SYSTEM
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import PERMISSIONS
from rumahrakyat.reports import operations
from rumahrakyat.reports.errors import NotAQuestion, NotExtendable, NotPermitted, PastDay
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage
from tests.cast import ROUTER, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def answer(world: World, report: Report, actor: Actor, **given: object) -> Report:
    return operations.answer(
        report_id=report.pk, stage=Stage.FIELD_CHECK, text="Petugas ke lokasi.", actor=actor, at=world.at + HOUR,
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


def test_only_the_holders_own_people_answer(world: World) -> None:
    report = world.assigned()
    others = ("other_officer", "other_head", "regency_officer", "verifier", "secretary", "governor", "ombudsman")
    for name in others:
        with pytest.raises(NotPermitted):
            answer(world, report, world.actor(name, report))
    for machine in (SYSTEM, ROUTER, CLERK, CITIZEN):
        with pytest.raises(NotPermitted):
            answer(world, report, machine)
    answer(world, report, world.actor("head", report))
    entry = report.entries.get(type="answered")
    assert (entry.actor_kind, entry.organisation) == ("staff", report.holder)


def test_somebody_who_may_everything_still_does_not_speak_for_the_holder(world: World) -> None:
    report = world.assigned()
    anybody = Actor("staff", PERMISSIONS)
    for actor in (anybody, replace(anybody, organisation_id=world.organisations["TRANSPORT"].pk)):
        with pytest.raises(NotPermitted):
            answer(world, report, actor)


def test_whoever_gave_the_case_away_answers_no_more(world: World) -> None:
    report = world.assigned()
    before = world.actor("officer", report)
    operations.hand_over(
        report_id=report.pk, holder=world.organisations["TRANSPORT"], text="Terminal.", actor=before, at=world.at + HOUR
    )
    with pytest.raises(NotPermitted):
        answer(world, report, before)


def test_a_promised_day_is_not_over(world: World) -> None:
    report = world.assigned()
    officer = world.actor("officer", report)
    with pytest.raises(PastDay):
        answer(world, report, officer, next_on=world.at.date() - DAY)
    answer(world, report, officer, next_on=world.at.date())
    assert report.entries.get(type="answered").data["next_on"] == world.at.date().isoformat()


@pytest.mark.parametrize(("words", "real"), [("ok", False), ("mohon tunggu", False), ("Di mana?", True)])
def test_a_case_waits_only_for_a_real_question(world: World, words: str, real: bool) -> None:
    report = world.assigned()
    officer, at = world.actor("officer", report), world.at + HOUR
    if real:
        operations.ask_reporter(report_id=report.pk, text=words, actor=officer, at=at)
        return
    with pytest.raises(NotAQuestion):
        operations.ask_reporter(report_id=report.pk, text=words, actor=officer, at=at)


def test_only_a_request_for_information_takes_more_time(world: World) -> None:
    report = world.assigned()
    with pytest.raises(NotExtendable):
        operations.extend(report_id=report.pk, text="Arsip lama.", actor=world.actor("officer", report), at=world.at)
