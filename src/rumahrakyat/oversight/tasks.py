"""Renewing the province's own figures before anybody asks."""

from zoneinfo import ZoneInfo

from django.conf import settings

from rumahrakyat.lib import clock, jobs
from rumahrakyat.oversight.periods import MONTH, window
from rumahrakyat.oversight.promise import reckon
from rumahrakyat.oversight.reprimands import operations as reprimands
from rumahrakyat.oversight.sight import Sight

RECKON_TASK = "oversight.reckon"


@jobs.task(RECKON_TASK)
def run_reckoning() -> None:
    reckon(window(MONTH, clock.now(), ZoneInfo(settings.TIME_ZONE)), Sight(everything=True))


jobs.every(60, RECKON_TASK)

DELIVER_TASK = "oversight.reprimands"


@jobs.task(DELIVER_TASK)
def run_deliveries() -> None:
    """Send the reprimands that can no longer be recalled."""
    jobs.drain(lambda: reprimands.deliver_due(at=clock.now()))


jobs.every(5, DELIVER_TASK)
