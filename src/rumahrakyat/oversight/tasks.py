"""Renewing the province's own figures before anybody asks."""

from rumahrakyat.lib import clock, jobs, wallclock
from rumahrakyat.oversight import reckonings
from rumahrakyat.oversight.periods import MONTH, window
from rumahrakyat.oversight.promise import reckon
from rumahrakyat.oversight.reprimands import operations as reprimands
from rumahrakyat.oversight.rollups import rebuilding
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.oversight.surroundings import look

BUILD_TASK = "oversight.rollups"


@jobs.task(BUILD_TASK)
def run_building() -> None:
    """After the update that brought the rollups: the cases that were there before."""
    rebuilding.build_if_never(at=clock.now())


jobs.every(60, BUILD_TASK)

RECKON_TASK = "oversight.reckon"


@jobs.task(RECKON_TASK)
def run_reckoning() -> None:
    shown = window(MONTH, clock.now(), wallclock.zone())
    reckon(shown, Sight(everything=True))
    look(shown, Sight(everything=True))


jobs.every(60, RECKON_TASK)

FORGET_TASK = "oversight.forget"


@jobs.task(FORGET_TASK)
def run_forgetting() -> None:
    """Throw away figures of periods that nobody has asked for since yesterday."""
    reckonings.forget(clock.now())


jobs.every(3600, FORGET_TASK)

DELIVER_TASK = "oversight.reprimands"


@jobs.task(DELIVER_TASK)
def run_deliveries() -> None:
    """Send the reprimands that can no longer be recalled."""
    jobs.drain(lambda: reprimands.deliver_due(at=clock.now()))


jobs.every(5, DELIVER_TASK)
