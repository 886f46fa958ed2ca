"""The sweeper: takes every due step once, however many sweepers run, and never lets one bad row stop the rest."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.duty import operations, rules
from rumahrakyat.duty.models import Clock, EscalationStep
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.states import EXPIRE

logger = logging.getLogger(__name__)
_ACTOR = Actor("system", frozenset({EXPIRE}))
_STEP_BACK = timedelta(minutes=5)


def sweep(*, at: datetime, limit: int = 10_000) -> int:
    """Take due steps, oldest first, until none is left or `limit` is reached; returns how many rows were looked at."""
    done = 0
    while done < limit and _sweep_one(at):
        done += 1
    return done


def _sweep_one(at: datetime) -> bool:
    with transaction.atomic():
        # The report's row is the lock: operations on the case take it first, so there is one order everywhere.
        due = Clock.objects.filter(next_action_at__lte=at).order_by("next_action_at")
        clock = due.select_related("report", "rule").select_for_update(of=("report",), skip_locked=True).first()
        if clock is None:
            return False
        clock.refresh_from_db(fields=["next_action_at", "due_at", "started_at", "met_at", "stopped_at", "holder"])
        if clock.next_action_at is None or clock.next_action_at > at:
            return True
        try:
            with transaction.atomic():
                _act(clock, at)
        except Exception:
            # The worker's outer loop: this row steps back and is reported, the others go on.
            logger.exception("clock %s could not be handled", clock.pk)
            Clock.objects.filter(pk=clock.pk).update(next_action_at=at + _STEP_BACK)
    return True


def _act(clock: Clock, at: datetime) -> None:
    taken = set(EscalationStep.objects.filter(clock=clock).values_list("code", flat=True))
    step = rules.next_step(clock.rule.steps, clock.started_at, clock.due_at, taken)
    if step is None:
        Clock.objects.filter(pk=clock.pk).update(next_action_at=None)
        return
    if operations.take_step(clock=clock, step=step, at=at) is None:
        return
    _carry_out(clock, step, at)


def _carry_out(clock: Clock, step: rules.DueStep, at: datetime) -> None:
    if clock.obligation == rules.REPORTER_COMPLETES:
        cases.stop_waiting(report_id=clock.report_id, actor=_ACTOR, at=at)
    elif clock.obligation == rules.REPORTER_DECIDES:
        cases.expire(report_id=clock.report_id, actor=_ACTOR, at=at)
    elif step.step.code == "breach":
        operations.breach(clock=clock, at=at)
        _record(clock, "breached", step, at)
    else:
        _record(clock, "escalated", step, at)


def _record(clock: Clock, entry_type: str, step: rules.DueStep, at: datetime) -> None:
    holder = clock.holder.code if clock.holder else None
    data: dict[str, object] = {
        "step": step.step.code,
        "audience": step.step.audience,
        "holder": holder,
        "cycle": clock.cycle,
        "rule": clock.rule.version,
    }
    cases.record(report_id=clock.report_id, entry_type=entry_type, data=data, actor=_ACTOR, at=at)
