"""Thousands of overdue cases of every awkward kind, two sweepers at once, one killed; counts steps, alerts, breaches.

    .venv/bin/python -m bench.escalation --cases 10000 [--kills 3] [--write]

Works in a database of its own on the server of RUMAHRAKYAT_HOME, which is dropped at the end. Exit status 0 only when
every step that the ladders ask for was taken exactly once and no invariant is broken.
"""

import argparse
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")

import django

django.setup()

from bench import paper  # noqa: E402 -- models exist from here on
from bench.__main__ import DOCUMENT  # noqa: E402
from rumahrakyat.config import database  # noqa: E402 -- models exist from here on
from rumahrakyat.config.loading import load_province  # noqa: E402
from rumahrakyat.demo import cast  # noqa: E402
from rumahrakyat.lib import clock  # noqa: E402
from rumahrakyat.operate.conformance import scratch_database  # noqa: E402
from rumahrakyat.regions.province import active  # noqa: E402
from tests.escalation import is_well, play  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    args = parser.parse_args()
    with database.available(), scratch_database("escalation"):
        for _line in load_province(active().name, at=clock.now()):
            pass
        cast.create()
        found = play(count=args.cases, kills=args.kills)
    print(json.dumps(found))
    if args.write:
        paper.write(DOCUMENT, "escalation", paper.escalation(found))
    return 0 if is_well(found) else 1


if __name__ == "__main__":
    sys.exit(main())
