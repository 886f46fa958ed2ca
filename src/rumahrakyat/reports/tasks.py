"""Background work of the case: effects of entries, served copies of evidence, suggestions of what recordings say, the
ends of roles."""

from rumahrakyat.lib import clock, jobs
from rumahrakyat.reports import attachments, effects, hearing, leaving, timeline


@jobs.task(timeline.EFFECTS_TASK)
def run_effects() -> None:
    effects.run_due()


@jobs.task(timeline.BATCHES_TASK)
def run_batches() -> None:
    effects.run_batches()


@jobs.task(attachments.ATTACHMENTS_TASK)
def make_served_copies() -> None:
    attachments.process_pending()


@jobs.task(hearing.TASK)
def listen_to_recordings() -> None:
    hearing.suggest_due(clock.now)


@jobs.task(leaving.TASK)
def end_expired_roles() -> None:
    leaving.end_expired(at=clock.now())


jobs.every(10, timeline.EFFECTS_TASK)
jobs.every(5, timeline.BATCHES_TASK)
jobs.every(30, attachments.ATTACHMENTS_TASK)
jobs.every(60, hearing.TASK)
jobs.every(60, leaving.TASK)
