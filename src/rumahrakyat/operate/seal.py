"""The command `rumahrakyat seal`."""

import argparse
import json
import sys
from typing import Any

from django.db import transaction

from rumahrakyat.evidence.models import Seal
from rumahrakyat.evidence.seals import queries
from rumahrakyat.evidence.seals.sealing import LOCK
from rumahrakyat.evidence.seals.tasks import seal_and_tell
from rumahrakyat.evidence.seals.wording import as_text
from rumahrakyat.lib import locks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object last")


def run(args: argparse.Namespace) -> int:
    """Seals every local day that is over and not sealed yet, as the worker does after midnight, and prints the newest
    seal: its day, root, cases, entries and the seal before. Without anything to seal it only prints. While a demo is
    being played it waits for its end. Exit status 1 when a case no longer fits what had been sealed of it, 0 otherwise.
    """
    with transaction.atomic():
        if not locks.attempt(LOCK):
            sys.stderr.write("somebody else is sealing, or a demo is being played; waiting for the end of it\n")
    fresh = 0
    while seal_and_tell():
        fresh += 1
    seal = queries.newest()
    if args.json:
        sys.stdout.write(json.dumps(_told(seal, fresh)) + "\n")
    else:
        sys.stdout.write((as_text(seal) if seal else "no day is over since the first case: nothing to seal") + "\n")
    return 1 if seal and seal.faults else 0


def _told(seal: Seal | None, fresh: int) -> dict[str, Any]:
    if seal is None:
        return {"sealed": 0, "date": None}
    return {
        "sealed": fresh,
        "date": seal.day.isoformat(),
        "serial": seal.serial,
        "root": seal.root,
        "cases": seal.cases,
        "entries": seal.entries,
        "previous": seal.previous,
        "sha256": seal.sha256,
        "late": seal.late,
        "faults": seal.faults,
    }
