"""The command `rumahrakyat signs`."""

import argparse
import json
import sys
import time

from rumahrakyat.lib import clock
from rumahrakyat.problems import queries, searching


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object last")


def run(args: argparse.Namespace) -> int:
    """Looks now for bursts and for clusters, and tells what each search did and what is offered. A worker does the same
    every five minutes and every night; beside one, nothing is found twice. Names no case and nobody."""
    at, began = clock.now(), time.monotonic()
    runs = [searching.look_for_bursts(at=at), searching.look_for_clusters(at=at)]
    seconds = round(time.monotonic() - began, 3)
    signs = queries.offered()
    if args.json:
        sys.stdout.write(json.dumps({"at": at.isoformat(), "seconds": seconds, "runs": queries.runs_told(runs),
                                     "signs": [queries.sign_told(one) for one in signs]}) + "\n")  # fmt: skip
        return 0
    for one in runs:
        sys.stdout.write(
            f"{one.search}: {one.looked_at} reports, {one.tested} tests, {one.found} found, {one.new} new\n"
        )
    for sign in signs:
        sys.stdout.write(f"{sign.kind} {sign.state}: {sign.suggested}, {sign.observed} people, usual {sign.expected}\n")
    return 0
