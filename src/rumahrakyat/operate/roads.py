"""The command `rumahrakyat roads`."""

import argparse
import sys
from pathlib import Path

from rumahrakyat.lib import clock
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.regions import road_queries, roadbook

MOST_FAULTS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a register of roads: CSV or GeoJSON, in UTF-8")
    parser.add_argument("--source", default="", metavar="NAME", help="whose register it is (default: the file's name)")
    parser.add_argument("--dry-run", action="store_true", help="only say what the file would bring")


def run(args: argparse.Namespace) -> int:
    """Takes in a register of roads. A file stands for all that its source knows: what is new is added, what differs
    ends and begins anew, what it lacks any more ends. Exit status 1 when a row is wrong; then nothing is changed."""
    try:
        content = args.file.read_bytes()
        taken = roadbook.take_in(
            content,
            source=(args.source or args.file.stem)[:120],
            at=clock.now(),
            file_name=args.file.name,
            dry_run=args.dry_run,
        )
    except OSError as error:
        return refuse("roads", f"{args.file}: {error.strerror}")
    except roadbook.BadRegister as bad:
        for row, words in bad.faults[:MOST_FAULTS]:
            sys.stderr.write(f"row {row}: {words}\n" if row else f"{words}\n")
        sys.stderr.write(f"{len(bad.faults)} faults; nothing was changed\n")
        return 1
    would = "would be " if args.dry_run else ""
    sys.stdout.write(
        f"{taken.added} {would}added, {taken.changed} {would}changed, {taken.ended} {would}ended, {taken.kept} kept\n"
    )
    total = sum(road_queries.by_class().values())
    sys.stdout.write(f"{total} stretches are in force\n")
    return 0
