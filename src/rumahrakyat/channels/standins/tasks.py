"""The loop that plays the providers' delivery services (demo mode only)."""

from rumahrakyat.channels.standins import delivery, registry
from rumahrakyat.channels.standins.store import TASK
from rumahrakyat.lib import clock, jobs


@jobs.task(TASK)
def deliver() -> None:
    delivery.deliver_due(registry.default().values(), clock.now)


jobs.every(5, TASK)
