"""Alerts as background work, and how they are tied to what they follow from; any number of workers."""

from rumahrakyat.correspondence import staff_words
from rumahrakyat.duty.alerts import answers as alerts_answers
from rumahrakyat.duty.alerts import pingpong as alerts_pingpong
from rumahrakyat.duty.alerts import words as alerts_words
from rumahrakyat.duty.alerts.inheriting import pass_on
from rumahrakyat.duty.alerts.sweeping import sweep_alerts
from rumahrakyat.lib import clock, jobs
from rumahrakyat.reports import timeline

ALERTS_TASK = "duty.alerts"
INHERIT_TASK = "duty.inherit"


@jobs.task(ALERTS_TASK)
def run_alerts() -> None:
    sweep_alerts(at=clock.now())


jobs.every(10, ALERTS_TASK)


@jobs.task(INHERIT_TASK)
def run_inheriting() -> None:
    pass_on(at=clock.now())


jobs.every(60, INHERIT_TASK)


def register() -> None:
    """Called once at start, after the clocks were tied to the timeline."""
    alerts_words.register_templates()
    staff_words.add_listener("10 alerts", alerts_answers.hear)
    timeline.on(["handed_over", "returned"], "duty.ping_pong", alerts_pingpong.watch, inline=True)
