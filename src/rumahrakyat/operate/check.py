"""The command `rumahrakyat check`."""

import argparse
import json
import sys
import time
from collections.abc import Mapping

from rumahrakyat.lib import clock
from rumahrakyat.operate.invariants import INVARIANTS, Finding, Scope, examine, name_of
from rumahrakyat.operate.numbers import count_or_all
from rumahrakyat.reports.models import Report

PAUSE_SECONDS = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object last")
    parser.add_argument(
        "--chains",
        type=count_or_all,
        default=20_000,
        metavar="N|all",
        help="verify the timelines of the newest N cases (default: 20000)",
    )
    parser.add_argument(
        "--wait",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="look again until all is well, at most this long: after a restart the worker needs a moment",
    )


def run(args: argparse.Namespace) -> int:
    """Checks what must always be true of the live data, and names what is not, with counts and up to five examples
    (numbers and ids, never anybody's words). Exit status 0 only when all is well. Changes nothing, but lets the
    rollups catch up with the record as a worker does; may run at any time beside the working product."""
    end = time.monotonic() + args.wait
    while True:
        findings = examine(Scope(at=clock.now(), chains=args.chains))
        if _well(findings) or time.monotonic() >= end:
            break
        time.sleep(PAUSE_SECONDS)
    reports = Report.objects.count()
    if args.json:
        sys.stdout.write(json.dumps(_as_json(findings, reports)) + "\n")
    else:
        sys.stdout.write(_as_text(findings, reports))
    return 0 if _well(findings) else 1


def _well(findings: Mapping[str, Finding]) -> bool:
    return all(one.ok for one in findings.values())


def _as_json(findings: Mapping[str, Finding], reports: int) -> dict[str, object]:
    invariants = {
        name: {"ok": one.ok, "count": one.count, "examples": list(one.examples)} for name, one in findings.items()
    }
    return {"ok": _well(findings), "reports": reports, "invariants": invariants}


def _as_text(findings: Mapping[str, Finding], reports: int) -> str:
    lines = []
    for invariant in INVARIANTS:
        one = findings[name_of(invariant)]
        name = name_of(invariant).replace("_", " ")
        lines.append(f"well   {name}" if one.ok else f"WRONG  {name}: {one.count} ({', '.join(one.examples)})")
    wrong = sum(not one.ok for one in findings.values())
    lines.append(f"{reports} reports, " + ("all is well" if not wrong else f"{wrong} of {len(findings)} are broken"))
    return "\n".join(lines) + "\n"
