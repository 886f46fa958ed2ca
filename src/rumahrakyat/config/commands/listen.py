"""Runs the connections that channels keep open, and nothing else."""

import argparse
import signal
import threading

from rumahrakyat.channels import listening


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:  # noqa: ARG001 -- as above
    """Runs the connections that channels keep open: mail servers, sessions with SMS centres, event streams. One process
    is enough; a second one would open every session twice."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    listening.run(stopping)
    return 0
