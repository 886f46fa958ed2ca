"""What happens to a case's clocks: started with the report, moved with the holder, met by an answer, never by talk."""

from datetime import timedelta

import pytest

from rumahrakyat.correspondence import intake
from rumahrakyat.duty import rules
from rumahrakyat.duty.models import Breach, Clock, EscalationStep, Tenure
from rumahrakyat.duty.rules import Facts, NoRule
from rumahrakyat.duty.store import rulebook
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import Stage
from tests.cast import World

HOUR = timedelta(hours=1)


def first(report: Report, cycle: int = 1) -> Clock:
    return Clock.objects.get(report=report, obligation=rules.FIRST_RESPONSE, cycle=cycle)


def answer(world: World, report: Report, after: timedelta, stage: Stage = Stage.FIELD_CHECK) -> None:
    operations.answer(
        report_id=report.pk,
        stage=stage,
        text="Petugas kami sudah ke lokasi.",
        actor=world.actor("officer", report),
        at=world.at + after,
    )


def test_a_report_is_born_with_a_clock_of_24_hours_from_its_receipt(world: World) -> None:
    report = world.report()
    clock = first(report)
    assert clock.due_at == report.received_at + 24 * HOUR
    assert clock.rule.version == 2
    report.refresh_from_db()
    assert report.answer_due_at == clock.due_at


def test_the_older_rule_still_holds_for_the_time_when_it_was_valid(world: World) -> None:
    older = rulebook().rule(rules.FIRST_RESPONSE, Facts(), world.at - timedelta(days=365 * 8))
    assert older is not None
    assert older.amount == 48
    with pytest.raises(NoRule):
        rulebook().rule(rules.FIRST_RESPONSE, Facts(), world.at - timedelta(days=365 * 30))


def test_an_answer_with_a_stage_meets_the_clock(world: World) -> None:
    report = world.assigned()
    answer(world, report, 5 * HOUR)
    clock = first(report)
    assert clock.met_at == world.at + 5 * HOUR
    assert clock.breached_at is None
    report.refresh_from_db()
    assert report.answer_due_at is None


def test_talk_does_not_meet_the_clock(world: World) -> None:
    report = world.assigned()
    officer = world.actor("officer", report)
    operations.note(report_id=report.pk, text="Besok dicek.", actor=officer, at=world.at + HOUR)
    intake.add_words(report=report, text="Tolong segera.", channel="web", at=world.at + 2 * HOUR)
    clock = first(report)
    assert clock.met_at is None
    assert clock.due_at == world.at + 24 * HOUR


def test_handing_over_changes_who_is_asked_but_not_until_when(world: World) -> None:
    report = world.assigned()
    operations.hand_over(
        report_id=report.pk,
        holder=world.organisations["TRANSPORT"],
        text="Lampu lalu lintas, bukan jalan.",
        actor=world.actor("officer", report),
        at=world.at + 23 * HOUR,
    )
    clock = first(report)
    assert clock.holder == world.organisations["TRANSPORT"]
    assert clock.due_at == world.at + 24 * HOUR
    spans = list(Tenure.objects.filter(clock=clock).order_by("since").values_list("holder__code", "until"))
    assert [code for code, _until in spans] == [None, "ROADS", "TRANSPORT"]
    assert spans[1][1] == world.at + 23 * HOUR


def test_the_ladder_reminds_then_records_the_breach_once(world: World) -> None:
    report = world.assigned()
    for after in (11, 13, 22, 23, 25, 26):
        sweep(at=world.at + after * HOUR)
    steps = list(EscalationStep.objects.filter(clock=first(report)).order_by("pk").values_list("code", "audience"))
    assert steps == [
        ("remind_officer", "officer"),
        ("remind_deputy", "deputy"),
        ("remind_head", "head"),
        ("breach", "secretary"),
    ]
    breach = Breach.objects.get(clock__report=report)
    assert (breach.holder, breach.due_at) == (world.organisations["ROADS"], world.at + 24 * HOUR)
    assert Entry.objects.filter(report=report, type="breached").count() == 1


def test_a_sweeper_that_slept_takes_every_step_in_order(world: World) -> None:
    report = world.assigned()
    sweep(at=world.at + 72 * HOUR)
    codes = list(EscalationStep.objects.filter(clock=first(report)).order_by("pk").values_list("code", flat=True))
    assert codes == ["remind_officer", "remind_deputy", "remind_head", "breach", "governor"]


def test_a_case_that_nobody_was_given_breaches_too(world: World) -> None:
    report = world.report()
    sweep(at=world.at + 25 * HOUR)
    missed = Breach.objects.filter(clock__report=report).order_by("due_at")
    assert [(one.clock.obligation, one.holder) for one in missed] == [
        (rules.ROUTING, None),
        (rules.FIRST_RESPONSE, None),
    ]


def test_a_late_answer_is_a_breach_even_before_the_sweeper_came(world: World) -> None:
    report = world.assigned()
    answer(world, report, 25 * HOUR)
    clock = first(report)
    assert clock.breached_at == clock.due_at
    assert Breach.objects.get(clock=clock).holder == world.organisations["ROADS"]


def test_waiting_for_the_reporter_stops_the_clock_and_the_reply_starts_it_again(world: World) -> None:
    report = world.assigned()
    officer = world.actor("officer", report)
    operations.ask_reporter(report_id=report.pk, text="Di sebelah mana?", actor=officer, at=world.at + 4 * HOUR)
    sweep(at=world.at + 40 * HOUR)
    assert first(report).breached_at is None
    intake.add_words(report=report, text="Dekat jembatan.", channel="web", at=world.at + 44 * HOUR)
    assert first(report).due_at == world.at + 64 * HOUR
    report.refresh_from_db()
    assert report.stage == Stage.ASSIGNED


def test_waiting_is_capped_at_ten_days_and_ends_by_itself(world: World) -> None:
    report = world.assigned()
    officer = world.actor("officer", report)
    operations.ask_reporter(report_id=report.pk, text="Di mana?", actor=officer, at=world.at + 4 * HOUR)
    sweep(at=world.at + 245 * HOUR)
    report.refresh_from_db()
    assert report.stage == Stage.ASSIGNED
    assert first(report).due_at > world.at + 240 * HOUR
    assert first(report).paused_at is None


def test_an_objection_owes_a_new_first_answer(world: World) -> None:
    report = world.assigned()
    answer(world, report, 2 * HOUR)
    intake.object_to(report=report, text="Lubang yang besar dilewati.", channel="web", at=world.at + 30 * HOUR)
    assert first(report, cycle=2).due_at == world.at + 54 * HOUR
    assert first(report).met_at == world.at + 2 * HOUR


def test_done_gives_the_reporter_ten_days_and_silence_is_not_solved(world: World) -> None:
    report = world.assigned()
    operations.resolve(
        report_id=report.pk,
        text="Sudah ditambal.",
        no_photo_reason="Foto menyusul dari rekanan.",
        actor=world.actor("officer", report),
        at=world.at + 3 * HOUR,
    )
    report.refresh_from_db()
    assert report.reporter_due_at == world.at + 243 * HOUR
    sweep(at=world.at + 244 * HOUR)
    report.refresh_from_db()
    assert (report.stage, report.closing) == (Stage.CLOSED, "system")
    assert not Clock.objects.filter(report=report, met_at=None, stopped_at=None).exists()
