"""Background work: outside bodies that are silent, letters that came back, disputes that nobody decides."""

from rumahrakyat.handover import disputes, letters
from rumahrakyat.lib import clock, jobs

TASK = "handover.sweep"


@jobs.task(TASK)
def sweep() -> None:
    now = clock.now()
    disputes.pass_up(at=now)
    letters.notice_bounces(at=now)
    letters.remind_due(at=now)


jobs.every(60, TASK)
