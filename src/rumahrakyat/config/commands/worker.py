"""Runs the background worker only."""

import argparse
import asyncio

from rumahrakyat.config.worker import work


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="end when the queue is empty")


def run(args: argparse.Namespace) -> int:
    """Runs the background worker: what came in, what goes out, clocks and sweeps. Any number may run at once."""
    asyncio.run(work(wait=not args.once))
    return 0
