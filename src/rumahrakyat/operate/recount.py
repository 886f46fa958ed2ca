"""The command `rumahrakyat recount`."""

import argparse
import contextlib
import json
import sys
import time

from rumahrakyat.evidence.dossiers import recounted as dossiers
from rumahrakyat.lib import clock
from rumahrakyat.oversight.rollups import rebuilding, recounting
from rumahrakyat.public import recounted as public
from rumahrakyat.reports import effects

# How often a quiet moment is looked for, and how long is waited between, in seconds.
_TRIES, _PAUSE = 40, 0.25
BESIDE = (dossiers.compare, public.compare)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    parser.add_argument("--rebuild", action="store_true", help="make every fact and sum anew first")


def run(args: argparse.Namespace) -> int:
    """Counts every figure of the watching pages and every row of the rollups again, in SQL over the timelines, and
    names what differs. Exit status 0 only when nothing does. Safe beside the working product; what waits to be folded
    is folded first."""
    began = time.monotonic()
    if args.rebuild:
        rebuilding.rebuild(at=clock.now())
    found = _counted()
    seconds = time.monotonic() - began
    if args.json:
        outcome = {
            "figures": found.figures,
            "differences": found.differences,
            "differing": found.differing,
            "examples": found.examples,
            "deadlines_as_stamped": found.stamped,
            "waiting_to_be_folded": found.waiting,
            "told_after_it_was_frozen": found.told_later,
            "deadlines_learned_after_it_was_frozen": found.learned_later,
            "seconds": round(seconds, 1),
        }
        sys.stdout.write(json.dumps(outcome) + "\n")
    else:
        for line in found.examples:
            sys.stdout.write(f"{line}\n")
        sys.stdout.write(f"{found.figures} figures, {found.differences} differences, {seconds:.0f} s\n")
    return 1 if found.differences else 0


def _counted() -> recounting.Recount:
    """Begun at a moment at which nothing waits to be folded, or, where there is none, at any."""
    for _nth in range(_TRIES):
        effects.run_batches()
        with contextlib.suppress(recounting.NotFolded):
            return recounting.recount(at=clock.now(), settled=True, beside=BESIDE)
        time.sleep(_PAUSE)
    return recounting.recount(at=clock.now(), beside=BESIDE)
