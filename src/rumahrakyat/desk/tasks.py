"""Background work of service points: the end of a day, and secrets of receipts that were handed out."""

from rumahrakyat.desk import closing
from rumahrakyat.lib import clock, jobs

CLOSE_TASK = "desk.close"


@jobs.task(CLOSE_TASK)
def run_closing() -> None:
    now = clock.now()
    closing.close_due(at=now)
    closing.forget_secrets(at=now)
    closing.forget_drafts(at=now)


jobs.every(60, CLOSE_TASK)
