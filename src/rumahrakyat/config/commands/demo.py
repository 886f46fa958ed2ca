"""Plays the demo."""

import argparse
import sys

from rumahrakyat.demo import play


def add_arguments(parser: argparse.ArgumentParser) -> None:
    play.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Plays a day and a month of cases through the real operations with a moving clock, so that every page is alive.
    Only in demo mode, and only into a database without real reports."""
    sys.stdout.write("Playing the demo ...\n")
    return play.run(args)
