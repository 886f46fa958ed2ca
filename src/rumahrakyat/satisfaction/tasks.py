"""Surveys go out every five minutes; the sample of a day is drawn every morning, and once only."""

from rumahrakyat.lib import clock, jobs, wallclock
from rumahrakyat.satisfaction import asking, sampling

SAMPLE_TASK = "satisfaction.sample"


@jobs.task(asking.SEND_TASK)
def send() -> None:
    asking.send_due(at=clock.now())


jobs.every(300, asking.SEND_TASK)


@jobs.task(SAMPLE_TASK)
def sample() -> None:
    sampling.draw(day=clock.today(wallclock.zone()), at=clock.now())


jobs.every(3600, SAMPLE_TASK)
