"""The sweeper: takes every due step once, however many sweepers run, and never lets one bad row stop the rest."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.duty import ladders, memory, operations, rules, store
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.models import Clock, EscalationStep
from rumahrakyat.lib import jobs
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report

logger = logging.getLogger(__name__)
_STEP_BACK = timedelta(minutes=5)


@dataclass
class Swept:
    """What a sweep did: cases looked at, steps taken, deadlines recorded as missed, waits ended, rows that failed."""

    looked_at: int = 0
    steps: int = 0
    missed: int = 0
    ended: int = 0
    failed: int = 0

    def add(self, case: "Swept") -> None:
        """What one case came to, once it is kept."""
        self.steps += case.steps
        self.missed += case.missed
        self.ended += case.ended


def sweep(*, at: datetime, limit: int = 10_000, after_each: Callable[[], None] = lambda: None) -> Swept:
    """Do what is due, the longest due first, until nothing is left or `limit` cases were looked at. `after_each` is
    called outside any transaction after every case."""
    done = Swept()
    machine = store.engine()

    def step() -> bool:
        if done.looked_at >= limit or not _sweep_one(at, machine, done):
            return False
        done.looked_at += 1
        after_each()
        return True

    with memory.remembered():
        jobs.drain(step)
    return done


def _sweep_one(at: datetime, machine: Engine, done: Swept) -> bool:
    with transaction.atomic():
        # The report's row is the lock: operations on the case take it first, so there is one order everywhere.
        due = Clock.objects.filter(next_action_at__lt=at).order_by("next_action_at")
        found = due.select_related("report").select_for_update(of=("report",), skip_locked=True).first()
        if found is None:
            return False
        case = Swept()
        try:
            with transaction.atomic():
                _act(found.report, machine, at, case)
        except Exception:
            # The worker's outer loop: this case steps back and is reported, the others go on.
            logger.exception("the clocks of case %s could not be handled", found.report_id)
            Clock.objects.filter(report=found.report_id, next_action_at__lt=at).update(next_action_at=at + _STEP_BACK)
            done.failed += 1
        else:
            done.add(case)
    return True


def _act(report: Report, machine: Engine, at: datetime, done: Swept) -> None:
    """Everything that is due on one case: missed deadlines first, then steps of ladders, then the reporter's time."""
    report.refresh_from_db(from_queryset=Report.objects.select_related("category"))
    loaded = operations.let_time_pass(report, machine, at=at)
    done.missed += sum(len(one.misses) for one in loaded.case.clocks) - sum(loaded.known.values())
    due = [row for row in loaded.rows.values() if row.next_action_at is not None and row.next_action_at < at]
    of_reporter = next((row for row in due if row.obligation in rules.REPORTERS), None)
    if of_reporter is not None:
        # What follows from it moves the other clocks: they are looked at afresh in the next turn.
        _end_reporters_time(of_reporter, at)
        done.ended += 1
        return
    for row in due:
        _climb(row, loaded, report, machine, at, done)


def _climb(  # noqa: PLR0917 -- a private step of the sweep
    row: Clock, loaded: store.Loaded, report: Report, machine: Engine, at: datetime, done: Swept
) -> None:
    state = next(one for one in loaded.case.clocks if (one.obligation, one.cycle) == (row.obligation, row.cycle))
    taken = loaded.steps.setdefault(row.pk, [])
    ladder = next((one for one in machine.book.ladders if one.key == row.ladder_id), None)
    row.report = report
    while True:
        due = ladders.next_step(ladder, state, machine, {(one.code, one.own, one.organisation_id) for one in taken})
        if due is None or due.at >= at:
            break
        step = operations.take_step(clock=row, due=due, at=at)
        taken.append(step)
        done.steps += 1
        _record(report, step, at)
        alerts.for_step(step, due.step, at)
    row.next_action_at = store.next_action(state, row.ladder_id, taken, machine)
    row.save(update_fields=["next_action_at"])


def _end_reporters_time(row: Clock, at: datetime) -> None:
    if row.obligation == rules.REPORTER_COMPLETES:
        cases.stop_waiting(report_id=row.report_id, actor=operations.SYSTEM, at=at)
    else:
        cases.expire(report_id=row.report_id, actor=operations.SYSTEM, at=at)


def _record(report: Report, step: EscalationStep, at: datetime) -> None:
    data: dict[str, object] = {
        "obligation": step.clock.obligation,
        "cycle": step.clock.cycle,
        "step": step.code,
        "own": step.own,
        "audience": step.audience,
        "holder": step.organisation.code if step.organisation else None,
    }
    cases.record(report_id=report.pk, entry_type="escalated", data=data, actor=operations.SYSTEM, at=at, report=report)
