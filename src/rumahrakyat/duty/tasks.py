"""The sweeper as background work: every few seconds, on any number of workers."""

from rumahrakyat.duty import heartbeat
from rumahrakyat.duty.negligence import reminders as negligence_reminders
from rumahrakyat.duty.rulebook import restamping
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock, jobs

SWEEP_TASK = "duty.sweep"


@jobs.task(SWEEP_TASK)
def run_sweep() -> None:
    pulse = heartbeat.Pulse()
    pulse.begin(at=clock.now())
    done = sweep(at=clock.now(), after_each=lambda: pulse.beat(at=clock.now()))
    pulse.end(looked_at=done.looked_at, failed=done.failed, at=clock.now())


jobs.every(10, SWEEP_TASK)


@jobs.task(restamping.TASK)
def run_restamping() -> None:
    jobs.drain(lambda: restamping.step(at=clock.now()))


jobs.every(60, restamping.TASK)


@jobs.task(negligence_reminders.TASK)
def remind_of_rulings() -> None:
    negligence_reminders.remind(at=clock.now())


jobs.every(3600, negligence_reminders.TASK)
