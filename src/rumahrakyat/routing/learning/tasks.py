"""Learning as background work."""

from rumahrakyat.lib import clock, jobs
from rumahrakyat.routing.learning import shadow, training

PRUNE_TASK = "routing.prune_shadow"


@jobs.task(training.TASK)
def run_training() -> None:
    jobs.drain(lambda: training.step(at=clock.now()))


jobs.every(600, training.TASK)


@jobs.task(PRUNE_TASK)
def run_prune() -> None:
    shadow.prune(at=clock.now())


jobs.every(86400, PRUNE_TASK)
