"""One worker of `tests.deliveries`: what the product's worker does, in a loop, until it is told to stop."""

import signal
import time
from unittest import mock

import django

django.setup()

from rumahrakyat.channels import handing, registry, sending, unpack  # noqa: E402 -- models exist from here on
from rumahrakyat.lib import clock, jobs  # noqa: E402
from rumahrakyat.reports import effects  # noqa: E402
from tests.deliveries import adapters  # noqa: E402


def work() -> None:
    signal.signal(signal.SIGTERM, lambda *_: jobs.ask_to_stop())
    with mock.patch.object(registry, "default", return_value=adapters()):
        while not jobs._stopping.is_set():
            unpack.unpack(clock.now)
            handing.hand_on(clock.now)
            effects.run_due()
            sending.send_due(clock.now)
            time.sleep(0.1)


if __name__ == "__main__":
    work()
