"""One sweeper of `tests.escalation`: sweeps in a loop until it is told to stop."""

import signal
import time

import django

django.setup()

from rumahrakyat.duty.sweeper import sweep  # noqa: E402 -- models exist from here on
from rumahrakyat.lib import clock, jobs  # noqa: E402


def work() -> None:
    signal.signal(signal.SIGTERM, lambda *_: jobs.ask_to_stop())
    while not jobs._stopping.is_set():
        sweep(at=clock.now())
        time.sleep(0.1)


if __name__ == "__main__":
    work()
