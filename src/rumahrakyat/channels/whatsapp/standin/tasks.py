"""The loop that plays the provider's delivery service (demo mode only)."""

from rumahrakyat.channels.whatsapp.standin import webhooks
from rumahrakyat.lib import clock, jobs


@jobs.task("channels.standin.whatsapp")
def deliver() -> None:
    webhooks.deliver_due(clock.now)


jobs.every(5, "channels.standin.whatsapp")
