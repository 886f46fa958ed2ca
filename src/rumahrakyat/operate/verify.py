"""The command `rumahrakyat verify`."""

import argparse
import json
import sys
from collections.abc import Iterable

from rumahrakyat.evidence import chains
from rumahrakyat.lib.ids import WrongNumber, parse_tracking_number
from rumahrakyat.operate.trouble import refuse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="verify this file instead, without any database")
    parser.add_argument("--number", metavar="RR-...", help="verify this case only")
    parser.add_argument("--json", action="store_true", help="print one JSON object last")


def run(args: argparse.Namespace) -> int:
    """Verifies the hash chains of the timelines in this installation's database: every case, or the one of --number.

    Each entry is hashed again together with the hash before it, and the last one is compared with the case's head. A
    fault says at which entry the record was altered (hash), its words were changed (personal), an entry is missing or
    out of order (order), or the end was cut off (head). Exit status 0 only when there is none.

    With a FILE (a dossier, an export of the record, or seals) that file is verified instead, by a program that needs
    neither database nor settings and imports nothing of ours; --seal COPY compares it with a seal that you kept,
    --record EXPORT looks it up in an export of the whole record.
    """
    if args.number:
        return _one(args.number, as_json=args.json)
    return _report(chains.verify_all(), as_json=args.json)


def _one(typed: str, *, as_json: bool) -> int:
    try:
        found = chains.verify_one(parse_tracking_number(typed))
    except WrongNumber as error:
        return refuse("verify", f"{typed!r} is not a tracking number ({error.reason})")
    if found is None:
        return refuse("verify", "there is no case of this number")
    return _report([found], as_json=as_json)


def _report(verified: Iterable[chains.Verified], *, as_json: bool) -> int:
    cases = entries = faults = 0
    for one in verified:
        cases, entries, faults = cases + 1, entries + one.entries, faults + len(one.faults)
        for fault in one.faults:
            sys.stderr.write(f"{one.number} entry {fault.seq}: {fault.reason}\n")
    if as_json:
        counted = {"ok": not faults, "reports": cases, "entries": entries, "faults": faults}
        sys.stdout.write(json.dumps(counted) + "\n")
    else:
        outcome = f"{faults} faults" if faults else "nothing was altered"
        sys.stdout.write(f"{cases} cases with {entries} entries: {outcome}\n")
    return 1 if faults else 0
