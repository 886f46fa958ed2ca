"""Background work of teamwork: the reminders of the morning."""

from rumahrakyat.lib import clock, jobs
from rumahrakyat.teamwork import mornings


@jobs.task("teamwork.mornings")
def remind() -> None:
    mornings.remind_due(clock.now())


jobs.every(300, "teamwork.mornings")
