"""Delivers thousands of messages over all channels, five times each and shuffled, while workers are killed; counts.

    .venv/bin/python -m bench.deliveries --messages 2000 --copies 5 --kills 20 [--write]

Works in a database of its own on the server of RUMAHRAKYAT_HOME, which is dropped at the end. Exit status 0 only when
every message is stored exactly once, made one report, and was answered on the channel it came from.
"""

import argparse
import json
import os
import random
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")

import django

django.setup()

from bench import paper  # noqa: E402 -- models exist from here on
from bench.__main__ import DOCUMENT  # noqa: E402
from rumahrakyat.config import database  # noqa: E402 -- models exist from here on
from rumahrakyat.config.loading import load_province  # noqa: E402
from rumahrakyat.lib import clock  # noqa: E402
from rumahrakyat.operate.conformance import scratch_database  # noqa: E402
from rumahrakyat.regions.province import active  # noqa: E402
from tests.deliveries import play  # noqa: E402

NONE_OF = ("lost", "doubled", "failed", "unanswered", "elsewhere", "unsent")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--copies", type=int, default=5)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", default=str(random.randrange(10**6)))
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    args = parser.parse_args()
    with database.available(), scratch_database("deliveries"):
        for _line in load_province(active().name, at=clock.now()):
            pass
        begun = time.monotonic()
        found = play(messages=args.messages, copies=args.copies, kills=args.kills, seed=args.seed)
    found["seconds"] = round(time.monotonic() - begun, 1)
    print(json.dumps({"seed": args.seed, **found}))
    if args.write:
        paper.write(DOCUMENT, "deliveries", paper.deliveries(found))
    well = all(found[name] == 0 for name in NONE_OF) and found["stored"] == found["reports"] == args.messages
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
