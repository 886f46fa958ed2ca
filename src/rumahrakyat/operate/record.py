"""The command `rumahrakyat record`."""

import argparse
import json
import sys
from pathlib import Path

from rumahrakyat.evidence.seals.export import UnknownCase, write_record
from rumahrakyat.lib import clock
from rumahrakyat.lib.ids import WrongNumber, parse_tracking_number
from rumahrakyat.operate import targets
from rumahrakyat.operate.trouble import refuse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file, ending in .jsonl.gz")
    parser.add_argument("--number", action="append", default=[], metavar="RR-...", help="this case only (repeatable)")
    parser.add_argument("--json", action="store_true", help="print one JSON object last")


def run(args: argparse.Namespace) -> int:
    """Writes every case's timeline without anybody's words: what happened when and by which body, the digests of the
    words, the hashes, and every daily seal. Whoever has the file can verify it with `rumahrakyat verify FILE`, or with
    the program that the public page of the seals offers, anywhere.

    The file holds the numbers of confidential cases: it is for auditors, not for publication.
    """
    if wrong := targets.refusal(args.out):
        return refuse("record", wrong)
    try:
        numbers = [parse_tracking_number(typed) for typed in args.number]
        cases, entries = write_record(args.out, numbers=numbers, at=clock.now())
    except WrongNumber as misread:
        return refuse("record", f"not a report number ({misread.reason}); it looks like RR-482-135")
    except UnknownCase as unknown:
        return refuse("record", f"there is no case {unknown}")
    except OSError as error:
        return refuse("record", targets.failed(args.out, error))
    told = {"file": str(args.out), "reports": cases, "entries": entries}
    sys.stdout.write((json.dumps(told) if args.json else f"{args.out}: {cases} cases with {entries} entries") + "\n")
    return 0
