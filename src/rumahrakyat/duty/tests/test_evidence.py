"""What a row of the register rests on, and the weekly word to the secretary about rows that wait."""

from datetime import datetime, timedelta

import pytest

from rumahrakyat.duty import rules
from rumahrakyat.duty.models import Breach, BreachState, Clock
from rumahrakyat.duty.models_negligence import Decision
from rumahrakyat.duty.negligence import evidence
from rumahrakyat.duty.negligence import reminders as negligence_reminders
from rumahrakyat.duty.negligence import terms as negligence_terms
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.duty.tests.test_negligence import HOUR, explain, missed, rule, state
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Entry
from rumahrakyat.reports.states import Stage
from tests.cast import World


def test_the_evidence_divides_the_time_and_names_what_counts(world: World) -> None:
    report = world.assigned()
    operations.hand_over(
        report_id=report.pk,
        holder=world.organisations["TRANSPORT"],
        text="Lampu lalu lintas.",
        actor=world.actor("officer", report),
        at=world.at + 20 * HOUR,
    )
    sweep(at=world.at + 25 * HOUR)
    operations.answer(
        report_id=report.pk,
        stage=Stage.FIELD_CHECK,
        text="Sudah dicek.",
        actor=world.actor("other_officer", report),
        at=world.at + 30 * HOUR,
    )
    row = Breach.objects.get(clock__report=report, clock__obligation=rules.FIRST_RESPONSE, own=False)
    found = evidence.of(row.pk, at=world.at + 40 * HOUR)
    assert [(one.body.code, one.charged) for one in found.shares] == [
        ("", False),
        ("ROADS", True),
        ("TRANSPORT", False),
    ]
    assert sum((one.span for one in found.shares), timedelta(0)) == 24 * HOUR
    assert [(one.body.code, one.late) for one in found.spells][-2:] == [("TRANSPORT", False), ("TRANSPORT", True)]
    assert found.late_by == 6 * HOUR
    assert found.answer is not None
    assert found.answer.hash == Entry.objects.get(report=report, type="answered").hash
    assert {"received", "handed_over", "answered", "breached", "escalated"} <= {one.type for one in found.facts}
    assert found.rule.source.startswith("Aturan respons 1x24 jam")
    assert found.reminders[0].code == "remind_officer"
    plain = found.plain()
    assert plain["late_by"] == 6 * 3600
    assert plain["holder"]["code"] == "ROADS"


def test_the_evidence_of_a_case_without_an_answer_runs_to_the_present(world: World) -> None:
    row = missed(world)
    found = evidence.of(row.pk, at=world.at + 40 * HOUR)
    assert (found.answered_at, found.late_by, found.answer) == (None, None, None)
    assert found.spells[-1].until == world.at + 40 * HOUR
    with pytest.raises(negligence_terms.UnknownRow):
        evidence.of(0, at=world.at)


def test_a_clock_is_never_changed_by_what_is_said_about_its_row(world: World) -> None:
    row = missed(world)
    before = Clock.objects.values().get(pk=row.clock_id)
    explain(world, row)
    rule(world, row, Decision.EXCUSED)
    assert Clock.objects.values().get(pk=row.clock_id) == before


def test_the_secretary_is_told_once_a_week_what_waits_for_a_ruling(world: World) -> None:
    row, monday = missed(world), datetime.fromisoformat("2026-08-03T09:00:00+07:00")
    assert negligence_reminders.remind(at=world.at + 26 * HOUR) is None  # there is still time to explain
    early = negligence_reminders.remind(at=monday - 2 * HOUR)
    told = negligence_reminders.remind(at=monday)
    assert early is None
    assert told is not None
    assert (told.audience, told.words.split(" ", 1)[0]) == ("secretary", str(Breach.objects.count()))
    assert negligence_reminders.remind(at=monday + 24 * HOUR) is None
    for one in Breach.objects.all():
        rule(world, one, after=monday - world.at + HOUR)
    assert state(row) == BreachState.UPHELD
    assert negligence_reminders.remind(at=monday + 7 * 24 * HOUR) is None


def test_erasing_a_case_erases_the_words_of_its_rows_too(world: World) -> None:
    row = missed(world)
    explain(world, row)
    rule(world, row)
    operations.erase_personal(report_id=row.clock.report_id)
    found = evidence.of(row.pk, at=world.at + 300 * HOUR)
    assert (found.explanations[0].text, found.rulings[0].text) == ("", "")
    assert found.rulings[0].decision == "upheld"


def test_upholding_what_was_upheld_is_refused(world: World) -> None:
    row = missed(world)
    rule(world, row)
    with pytest.raises(negligence_terms.AlreadyRuled):
        rule(world, row, text="Alasan yang lain, tetapi putusannya sama seperti tadi.")
