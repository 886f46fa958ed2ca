"""Brings the database's tables up to date."""

import argparse
import sys

from rumahrakyat.config import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; exit status 1 when something is missing")


def run(args: argparse.Namespace) -> int:
    """Brings the database's tables up to date. Safe to run at any time and on several machines at once."""
    if args.check:
        current = database.is_current()
        sys.stdout.write("up to date\n" if current else "migrations are missing\n")
        return 0 if current else 1
    database.migrate()
    sys.stdout.write("up to date\n")
    return 0
