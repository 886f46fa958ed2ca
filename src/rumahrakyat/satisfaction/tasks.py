"""Surveys go out every five minutes; the sample of a day is drawn every morning, and once only."""

from zoneinfo import ZoneInfo

from django.conf import settings

from rumahrakyat.lib import clock, jobs
from rumahrakyat.satisfaction import asking, sampling

SAMPLE_TASK = "satisfaction.sample"


@jobs.task(asking.SEND_TASK)
def send() -> None:
    asking.send_due(at=clock.now())


jobs.every(300, asking.SEND_TASK)


@jobs.task(SAMPLE_TASK)
def sample() -> None:
    sampling.draw(day=clock.today(ZoneInfo(settings.TIME_ZONE)), at=clock.now())


jobs.every(3600, SAMPLE_TASK)
