"""How long an answer may take, and what happens on the way. Pure: instants in, instants out, all aware.

First response: 1x24 calendar hours, weekends included (the province's rule; it was 2x24 before). Progress counts,
solving need not. The time a case waits for the reporter's answer does not run, and is capped.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

FIRST_RESPONSE: Final = "first_response"
REPORTER_COMPLETES: Final = "reporter_completes"
REPORTER_DECIDES: Final = "reporter_decides"


@dataclass(frozen=True)
class Step:
    """Something due when `percent` of the time has passed. `audience`: officer, head, secretary or nobody."""

    code: str
    percent: int
    audience: str


@dataclass(frozen=True)
class DueStep:
    step: Step
    at: datetime


def due_at(started_at: datetime, hours: int) -> datetime:
    """Plain hours later: no calendar, no weekends."""
    return started_at + timedelta(hours=hours)


def step_time(step: Step, started_at: datetime, due: datetime) -> datetime:
    return started_at + (due - started_at) * step.percent / 100


def next_step(ladder: Sequence[Step], started_at: datetime, due: datetime, done: Collection[str]) -> DueStep | None:
    """The earliest step not yet done, whenever it was due: a worker that slept takes them in order, none skipped."""
    open_steps = [DueStep(step, step_time(step, started_at, due)) for step in ladder if step.code not in done]
    return min(open_steps, key=lambda due_step: (due_step.at, due_step.step.percent), default=None)


def resumed(started_at: datetime, due: datetime, paused_at: datetime, at: datetime) -> tuple[datetime, datetime]:
    """Start and due time after a pause: both move by its length, so the share of time used stays what it was."""
    pause = max(at - paused_at, timedelta())
    return started_at + pause, due + pause


def was_late(due: datetime, met_at: datetime) -> bool:
    """Late is after the due instant; at the very instant is on time."""
    return met_at > due
