"""Background work of writing: answers that waited for approval while their case moved on, and for files."""

from rumahrakyat.lib import clock, jobs
from rumahrakyat.writing import approval
from rumahrakyat.writing.from_outside import doing

PROPOSALS_TASK = "writing.proposals"


@jobs.task(PROPOSALS_TASK)
def run_proposals() -> None:
    approval.come_back(at=clock.now())
    doing.go_on_without(at=clock.now())


jobs.every(60, PROPOSALS_TASK)
