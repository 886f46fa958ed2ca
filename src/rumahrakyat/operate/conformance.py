"""The command `rumahrakyat conformance`."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from rumahrakyat.channels import registry
from rumahrakyat.channels.conformance import run as suite
from rumahrakyat.channels.conformance.cases import CASES
from rumahrakyat.operate.trouble import refuse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("channels", nargs="*", metavar="CHANNEL", help="only these (default: all)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--write", type=Path, metavar="FILE.md", help="write the table as a page of the documentation")


def run(args: argparse.Namespace) -> int:
    """Runs every channel's adapter through every case where such systems are known to fail, against providers that are
    played on this machine and in a database of its own, which is made and dropped again. The live data is not touched.
    Exit status 0 only when every case passes or is said not to apply, with the reason."""
    unknown = sorted(set(args.channels) - {adapter.code for adapter in registry.build()})
    if unknown:
        return refuse("conformance", f"no channel is called {', '.join(unknown)}")
    logging.disable(logging.CRITICAL)  # the cases are full of refusals that would be logged
    with scratch_database("conformance"):
        table = suite.run(args.channels)
    if args.json:
        sys.stdout.write(json.dumps({"adapters": table}) + "\n")
    else:
        sys.stdout.write(as_text(table))
    if args.write:
        args.write.write_text(as_page(table), encoding="utf-8")
    return 0 if all(not verdict.startswith("fail") for row in table.values() for verdict in row.values()) else 1


@contextmanager
def scratch_database(name: str) -> Iterator[None]:
    """A database beside the live one, with all tables and nothing in them; dropped at the end."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{name}_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def as_text(table: suite.Table) -> str:
    lines = []
    for code, row in table.items():
        passed = sum(verdict == suite.PASS for verdict in row.values())
        failed = {name: verdict for name, verdict in row.items() if verdict.startswith("fail")}
        lines.append(f"{code}: {passed} pass, {len(row) - passed - len(failed)} do not apply, {len(failed)} fail")
        lines += [f"  {name}: {verdict}" for name, verdict in failed.items()]
    return "\n".join(lines) + "\n"


def as_page(table: suite.Table) -> str:
    """The table in Markdown: one column a channel, and below it the reasons of what does not apply."""
    codes = list(table)
    lines = [
        "# Conformance of the channels",
        "",
        "Every channel against every case where such systems are known to fail. Made by",
        "`rumahrakyat conformance --write docs/conformance.md`; `make test` runs the same cases and fails when this",
        "page is not what they say. ✓ passes · a letter: does not apply, with the reason below.",
        "",
        "| Case | " + " | ".join(codes) + " |",
        "|---|" + "---|" * len(codes),
    ]
    reasons: dict[str, str] = {}
    for case in CASES:
        marks = [_mark(table[code][case.__name__], reasons) for code in codes]
        lines.append(f"| {case.__name__.replace('_', ' ')} | " + " | ".join(marks) + " |")
    lines += ["", *[f"- **{letter}** {reason}" for reason, letter in reasons.items()], ""]
    return "\n".join(lines)


def _mark(verdict: str, reasons: dict[str, str]) -> str:
    if verdict == suite.PASS:
        return "✓"
    if verdict.startswith("fail"):
        return "✗"
    reason = verdict.removeprefix("n/a: ")
    return reasons.setdefault(reason, _letter(len(reasons)))


def _letter(number: int) -> str:
    high, low = divmod(number, 26)
    return (chr(96 + high) if high else "") + chr(97 + low)
