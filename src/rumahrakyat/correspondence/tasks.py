"""Background work: drafts that nobody confirmed become cases all the same."""

from rumahrakyat.correspondence import chat
from rumahrakyat.lib import clock, jobs

ABANDONED_TASK = "correspondence.abandoned"


@jobs.task(ABANDONED_TASK)
def file_abandoned() -> None:
    chat.file_abandoned(at=clock.now())


jobs.every(60, ABANDONED_TASK)
