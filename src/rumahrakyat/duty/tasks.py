"""The sweeper as background work: every few seconds, on any number of workers."""

from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock, jobs

SWEEP_TASK = "duty.sweep"


@jobs.task(SWEEP_TASK)
def run_sweep() -> None:
    sweep(at=clock.now())


jobs.every(10, SWEEP_TASK)
