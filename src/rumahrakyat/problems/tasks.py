"""The searches as background work: bursts every five minutes, so that one rings within the hour; clusters by night."""

from rumahrakyat.lib import clock, jobs
from rumahrakyat.problems import searching

BURSTS_TASK = "problems.bursts"
CLUSTERS_TASK = "problems.clusters"


@jobs.task(BURSTS_TASK)
def run_bursts() -> None:
    searching.look_for_bursts(at=clock.now())


jobs.every(300, BURSTS_TASK)


@jobs.task(CLUSTERS_TASK)
def run_clusters() -> None:
    searching.look_for_clusters(at=clock.now())


jobs.every(86_400, CLUSTERS_TASK)
