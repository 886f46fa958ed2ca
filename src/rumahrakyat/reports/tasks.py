"""Background work of the case: effects of entries, and served copies of evidence."""

from rumahrakyat.lib import jobs
from rumahrakyat.reports import attachments, effects, timeline


@jobs.task(timeline.EFFECTS_TASK)
def run_effects() -> None:
    effects.run_due()


@jobs.task(attachments.ATTACHMENTS_TASK)
def make_served_copies() -> None:
    attachments.process_pending()


jobs.every(10, timeline.EFFECTS_TASK)
jobs.every(30, attachments.ATTACHMENTS_TASK)
