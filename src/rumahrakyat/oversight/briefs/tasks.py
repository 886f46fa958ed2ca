"""Briefs and alerts as background work; any number of workers."""

from rumahrakyat.lib import clock, jobs
from rumahrakyat.oversight.briefs import alerting, message, sending

BRIEFS_TASK = "oversight.briefs"
ALERTS_TASK = "oversight.brief_alerts"


@jobs.task(BRIEFS_TASK)
def run_briefs() -> None:
    """Send what is due today and has not been sent, and take another way where one failed."""
    at = clock.now()
    sending.send_due(at=at)
    sending.follow_up(at=at)


jobs.every(60, BRIEFS_TASK)


@jobs.task(ALERTS_TASK)
def run_alerts() -> None:
    alerting.watch(at=clock.now())


jobs.every(300, ALERTS_TASK)


def register() -> None:
    """Called once at start."""
    message.register_templates()
