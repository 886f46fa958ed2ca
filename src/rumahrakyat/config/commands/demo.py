"""Plays the demo."""

import argparse
import os
import signal
from types import FrameType

from rumahrakyat.demo import play


def add_arguments(parser: argparse.ArgumentParser) -> None:
    play.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Plays a month of cases through the real operations with a moving clock, so that every page is alive. Only into a
    database without reports, and never in production."""
    if os.getpgrp() == os.getpid():  # under the supervisor: the helpers that it forks must end with it
        signal.signal(signal.SIGTERM, _end_all)
    return play.run(args)


def _end_all(_signal: int, _frame: FrameType | None) -> None:
    os.killpg(0, signal.SIGKILL)
