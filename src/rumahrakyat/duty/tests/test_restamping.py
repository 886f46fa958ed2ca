"""What a new version does to clocks that run already, and what its author is told of that beforehand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rumahrakyat.duty import rules, store
from rumahrakyat.duty.models import Clock, DutyRule, EscalationStep
from rumahrakyat.duty.models_rules import Restamping
from rumahrakyat.duty.rulebook import faults, publishing, restamping
from rumahrakyat.duty.rulebook import impact as rulebook_impact
from rumahrakyat.duty.rulebook.drafts import LadderDraft, RuleDraft
from rumahrakyat.duty.rules import Scope, Step
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.people.models import Account
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Entry
from rumahrakyat.reports.states import Stage
from tests.cast import World

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOURCE = "Keputusan contoh nomor 1"
FIRST = RuleDraft(rules.FIRST_RESPONSE, "hours", 12, SOURCE)
STEPS = (Step("tell_officer", 50, "officer", waits=True), Step("over", 100, "secretary", acknowledge=15))
LADDER = LadderDraft(rules.FIRST_RESPONSE, STEPS, SOURCE)


@pytest.fixture
def author(world: World) -> Account:
    return world.accounts["secretary"]


def refused(world: World, draft: RuleDraft) -> list[type[faults.Fault]]:
    with pytest.raises(faults.Refused) as caught:
        publishing.propose(draft, at=world.at, running=True)
    return [type(fault) for fault in caught.value.faults]


def work(world: World) -> None:
    """Let the background do what was asked."""
    while restamping.step(at=world.at + 3 * HOUR):
        pass


def test_running_clocks_keep_their_version_unless_the_author_asks(world: World, author: Account) -> None:
    report = world.assigned()
    publishing.publish(FIRST, account=author, at=world.at + HOUR)
    work(world)
    clock = Clock.objects.get(report=report, obligation=rules.FIRST_RESPONSE)
    assert (clock.rule.version, clock.due_at) == (2, world.at + 24 * HOUR)


def test_asked_with_a_reason_they_are_moved_and_the_record_says_why(world: World, author: Account) -> None:
    report = world.assigned()
    publishing.publish(FIRST, account=author, at=world.at + HOUR, running="Keadaan darurat banjir")
    work(world)
    clock = Clock.objects.get(report=report, obligation=rules.FIRST_RESPONSE)
    assert (clock.rule.version, clock.due_at) == (3, world.at + 12 * HOUR)
    report.refresh_from_db()
    assert report.answer_due_at == clock.due_at
    entry = Entry.objects.get(report=report, type="restamped")
    assert entry.personal is not None
    assert entry.personal["text"] == "Keadaan darurat banjir"
    assert (entry.data["version_before"], entry.data["version"], entry.account_id) == (2, 3, author.pk)
    wish = Restamping.objects.get()
    assert (wish.moved, wish.failed, wish.done_at) == (1, 0, world.at + 3 * HOUR)


def test_a_moved_clock_stays_with_its_version_when_the_case_moves_on(world: World, author: Account) -> None:
    report = world.assigned()
    publishing.publish(FIRST, account=author, at=world.at + HOUR, running="Darurat")
    work(world)
    operations.hand_over(
        report_id=report.pk,
        holder=world.organisations["TRANSPORT"],
        text="Bukan jalan.",
        actor=world.actor("officer", report),
        at=world.at + 4 * HOUR,
    )
    clock = Clock.objects.get(report=report, obligation=rules.FIRST_RESPONSE)
    assert (clock.rule.version, clock.due_at) == (3, world.at + 12 * HOUR)


def test_a_promised_first_answer_never_becomes_longer(world: World, author: Account) -> None:
    report = world.assigned()
    publishing.publish(replace(FIRST, amount=72), account=author, at=world.at + HOUR, running="Semua sedang libur")
    work(world)
    clock = Clock.objects.get(report=report, obligation=rules.FIRST_RESPONSE)
    assert (clock.rule.version, clock.due_at) == (2, world.at + 24 * HOUR)
    assert not Entry.objects.filter(type="restamped").exists()


def test_what_was_missed_stays_missed_even_before_a_sweeper_came_by(world: World, author: Account) -> None:
    report = world.assigned()
    late = world.at + 30 * HOUR
    draft = RuleDraft(rules.RESOLUTION, "workdays", 20, SOURCE, scope=Scope(kind="complaint"))
    Clock.objects.filter(report=report, obligation=rules.RESOLUTION).update(due_at=late - HOUR)
    publishing.publish(draft, account=author, at=late, running="Musim hujan")
    while restamping.step(at=late):
        pass
    assert not Entry.objects.filter(type="restamped").exists()


def test_a_running_clock_of_work_may_also_get_more_time(world: World, author: Account) -> None:
    report = world.assigned()
    before = Clock.objects.get(report=report, obligation=rules.RESOLUTION)
    draft = RuleDraft(rules.RESOLUTION, "workdays", 20, SOURCE, scope=Scope(kind="complaint"))
    publishing.publish(draft, account=author, at=world.at + HOUR, running="Musim hujan")
    work(world)
    after = Clock.objects.get(report=report, obligation=rules.RESOLUTION)
    assert after.due_at > before.due_at


def test_the_reporters_time_that_runs_is_left_alone(world: World, author: Account) -> None:
    draft = RuleDraft(rules.REPORTER_DECIDES, "hours", 120, SOURCE)
    assert refused(world, draft) == [faults.TimeOfTheReporter]


def test_running_clocks_cannot_be_moved_to_what_is_not_in_force(world: World, author: Account) -> None:
    draft = replace(FIRST, since=world.at + DAY)
    assert refused(world, draft) == [faults.NotYetInForce]


def test_moving_them_needs_a_reason(world: World, author: Account) -> None:
    with pytest.raises(faults.Refused) as caught:
        publishing.publish(FIRST, account=author, at=world.at, running="  ")
    assert isinstance(caught.value.faults[0], faults.NoReason)
    assert DutyRule.objects.filter(obligation=rules.FIRST_RESPONSE).count() == 2


def test_a_case_that_cannot_be_moved_does_not_stop_the_others(
    world: World, author: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = world.assigned(), world.assigned()
    record = operations.record

    def broken(**given: object) -> Entry:
        if given["report_id"] == first.pk:
            raise RuntimeError("no")
        return record(**given)  # type: ignore[arg-type]

    publishing.publish(FIRST, account=author, at=world.at + HOUR, running="Darurat")
    monkeypatch.setattr(operations, "record", broken)
    work(world)
    wish = Restamping.objects.get()
    assert (wish.moved, wish.failed) == (1, 1)
    assert Clock.objects.get(report=second, obligation=rules.FIRST_RESPONSE).rule.version == 3


def test_running_clocks_climb_another_ladder_and_take_no_step_twice(world: World, author: Account) -> None:
    report = world.assigned()
    sweep(at=world.at + 13 * HOUR)
    assert [one.code for one in EscalationStep.objects.filter(clock__obligation=rules.FIRST_RESPONSE)] == [
        "remind_officer"
    ]
    steps = (Step("remind_officer", 50, "officer"), Step("soon", 60, "head"), Step("over", 100, "secretary"))
    publishing.publish(replace(LADDER, steps=steps), account=author, at=world.at + 13 * HOUR, running="Lebih awal")
    while restamping.step(at=world.at + 13 * HOUR):
        pass
    assert Entry.objects.filter(report=report, type="restamped").count() == 1
    sweep(at=world.at + 15 * HOUR)
    taken = EscalationStep.objects.filter(clock__obligation=rules.FIRST_RESPONSE).order_by("due_at")
    assert [one.code for one in taken] == ["remind_officer", "soon"]


# -- beforehand ------------------------------------------------------------------------------------------------------


def effect(world: World, draft: RuleDraft | LadderDraft, after: timedelta) -> rulebook_impact.Impact:
    proposal = publishing.propose(draft, at=world.at + after)
    of = rulebook_impact.of_rule if isinstance(draft, RuleDraft) else rulebook_impact.of_ladder
    return of(proposal, store.engine(), at=world.at + after)


def test_the_effect_counts_earlier_later_and_late_at_once_by_holder(world: World) -> None:
    report = world.assigned()
    world.assigned("TRANSPORT", at=world.at + 12 * HOUR)
    found = effect(world, FIRST, 13 * HOUR)
    assert (found.running, found.touched, found.earlier, found.later, found.late) == (2, 2, 2, 0, 1)
    assert {(one.name, one.late) for one in found.holders} == {
        ("Dinas Jalan dan Jembatan", 1),
        ("Dinas Perhubungan", 0),
    }
    (late,) = [one for one in found.examples if one.late]
    assert (late.number, late.due_at) == (report.number, world.at + 12 * HOUR)


def test_the_effect_is_what_then_happens(world: World, author: Account) -> None:
    world.assigned()
    world.assigned("TRANSPORT")
    roads = Scope(organisation=world.organisations["ROADS"].pk)
    draft = RuleDraft(rules.RESOLUTION, "workdays", 3, SOURCE, scope=roads)
    found = effect(world, draft, HOUR)
    publishing.publish(draft, account=author, at=world.at + HOUR, running="Percepatan")
    work(world)
    assert (found.touched, Restamping.objects.get().moved) == (1, 1)
    moved = Clock.objects.get(obligation=rules.RESOLUTION, rule__organisation__isnull=False)
    assert moved.due_at == found.examples[0].due_at


def test_promises_that_would_become_longer_are_counted_apart(world: World) -> None:
    world.assigned()
    found = effect(world, replace(FIRST, amount=72), HOUR)
    assert (found.touched, found.kept) == (0, 1)


def test_the_last_thirty_days_are_judged_again(world: World) -> None:
    answered = world.assigned()
    operations.answer(
        report_id=answered.pk,
        stage=Stage.FIELD_CHECK,
        text="Petugas ke lokasi.",
        actor=world.actor("officer", answered),
        at=world.at + 20 * HOUR,
    )
    found = effect(world, FIRST, 21 * HOUR)
    assert (found.judged, found.newly_late, found.newly_kept) == (1, 1, 0)
    assert effect(world, FIRST, 40 * DAY).judged == 0


def test_the_effect_takes_the_same_few_queries_for_many_clocks(
    world: World, django_assert_max_num_queries: object
) -> None:
    for _nth in range(3):
        world.assigned()
    proposal, machine = publishing.propose(FIRST, at=world.at + HOUR), store.engine()
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        rulebook_impact.of_rule(proposal, machine, at=world.at + HOUR)


def test_the_effect_of_a_ladder_counts_who_would_be_told_at_once(world: World) -> None:
    world.assigned()
    world.assigned("TRANSPORT", at=world.at + 12 * HOUR)
    found = effect(world, LADDER, 14 * HOUR)
    assert (found.touched, found.late) == (2, 1)
