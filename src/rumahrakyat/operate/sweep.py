"""The command `rumahrakyat sweep`."""

import argparse
import json
import sys
import time
from datetime import datetime, timedelta

from rumahrakyat.duty import heartbeat, sweeper
from rumahrakyat.lib import clock

_MOST = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    parser.add_argument("--limit", type=int, default=_MOST, metavar="N", help="look at no more than N cases")


def run(args: argparse.Namespace) -> int:
    """Does one sweep now: missed deadlines, steps of the ladders, the end of the reporters' time. A worker does the
    same every ten seconds; beside one, nothing is done twice.

    `oldest_due` is the longest due instant that was found waiting and `lag_seconds_max` its age when the sweep began;
    both are empty when nothing was due. Exit status 0 unless a case could not be handled.
    """
    at, began = clock.now(), time.monotonic()
    before = heartbeat.look(at=at)
    pulse = heartbeat.Pulse()
    pulse.begin(at=at)
    done = sweeper.sweep(at=at, limit=max(args.limit, 0), after_each=lambda: pulse.beat(at=clock.now()))
    pulse.end(looked_at=done.looked_at, failed=done.failed, at=clock.now())
    result = _told(done, before, time.monotonic() - began)
    if args.json:
        sys.stdout.write(json.dumps(result) + "\n")
    else:
        sys.stdout.write("".join(f"{name}: {value}\n" for name, value in result.items()))
    return 1 if done.failed else 0


def _told(done: sweeper.Swept, before: heartbeat.Life, seconds: float) -> dict[str, object]:
    return {
        "looked_at": done.looked_at,
        "steps": done.steps,
        "missed": done.missed,
        "ended": done.ended,
        "failed": done.failed,
        "oldest_due": _instant(before.oldest_due),
        "lag_seconds_max": round(before.lag / timedelta(seconds=1), 3),
        "seconds": round(seconds, 3),
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
