"""When which step of a ladder is due. Pure: a ladder and the state of a clock in, the next step out.

A step once taken is never taken again, whenever it was due: a sweeper that slept takes them in order, none skipped.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.rules import REPORTERS, Ladder, Step
from rumahrakyat.duty.state import TICK, Clock

Taken = Collection[tuple[str, bool, int | None]]


@dataclass(frozen=True)
class DueStep:
    step: Step
    at: datetime


def next_step(ladder: Ladder | None, clock: Clock, machine: Engine, taken: Taken) -> DueStep | None:
    """The earliest step not yet taken. `taken` are (code, own, holder); the holder counts for own steps only. None
    while the clock waits for the reporter, when it has ended, and when every step was taken."""
    if ladder is None or not clock.running or clock.waiting_since is not None or clock.obligation in REPORTERS:
        return None
    of_case = {code for code, own, _holder in taken if not own}
    of_holder = {code for code, own, holder in taken if own and holder == clock.holder}
    found = [DueStep(one, _of_case(one, clock)) for one in ladder.steps if not one.own and one.code not in of_case]
    if clock.breached_at is not None and _answers_for_itself(clock):
        found += [
            DueStep(one, _of_holder(one, clock, machine))
            for one in ladder.steps
            if one.own and one.code not in of_holder
        ]
    return min(found, key=lambda due: (due.at, due.step.percent), default=None)


def _answers_for_itself(clock: Clock) -> bool:
    """Whether the holder has a time of its own: not when the case's deadline was charged to it."""
    return not any(miss.holder == clock.holder and not miss.own for miss in clock.misses)


def _of_case(step: Step, clock: Clock) -> datetime:
    allowed = clock.due_at - clock.started_at - clock.waited
    return _at(step, clock.due_at, max(allowed, timedelta(0)))


def _of_holder(step: Step, clock: Clock, machine: Engine) -> datetime:
    missed = next((miss for miss in clock.misses if miss.own and miss.holder == clock.holder), None)
    due = missed.due_at if missed else machine.own_due(clock)
    since = clock.spells[-1].since
    assert clock.breached_at is not None
    return max(_at(step, due, max(due - since, timedelta(0))), clock.breached_at + TICK)


def _at(step: Step, due: datetime, allowed: timedelta) -> datetime:
    """The share of the time before the deadline; the deadline itself is past only just after it."""
    moment = due - allowed * (100 - step.percent) / 100
    return moment + TICK if step.percent >= 100 else moment
