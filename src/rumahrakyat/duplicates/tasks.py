"""Background work: campaigns that somebody gathers or scatters, and fingerprints that are not there yet."""

from rumahrakyat.duplicates import campaigns, keeping
from rumahrakyat.lib import clock, jobs

FILL_TASK = "duplicates.fill"


@jobs.task(campaigns.TASK)
def run_campaigns() -> None:
    jobs.drain(lambda: campaigns.step(at=clock.now()))


jobs.every(60, campaigns.TASK)


@jobs.task(FILL_TASK)
def fill() -> None:
    """For what came in before this version, or was copied in."""
    jobs.drain(lambda: keeping.fill_missing(at=clock.now()))


jobs.every(600, FILL_TASK)
