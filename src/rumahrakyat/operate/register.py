"""The command `rumahrakyat register`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rumahrakyat.lib import clock, wallclock
from rumahrakyat.lib.canonical import digest
from rumahrakyat.lib.quarters import NotAQuarter, Quarter, parse
from rumahrakyat.operate.trouble import Trouble, refuse
from rumahrakyat.oversight.models_registers import Register
from rumahrakyat.oversight.registers import freezing
from rumahrakyat.oversight.registers.files import every_file
from rumahrakyat.people.models import Account
from rumahrakyat.reports.errors import NotPermitted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("quarter", metavar="QUARTER", help="the quarter, as 2026Q3")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the files into this folder")
    parser.add_argument("--freeze", action="store_true", help="publish it: numbered, once, for good")
    parser.add_argument("--by", metavar="USER", help="who publishes it; must be allowed to")
    parser.add_argument("--meeting", default="", metavar="WORDS", help="the meeting it is made for")
    parser.add_argument("--check", action="store_true", help="reckon a frozen register again and compare every byte")
    parser.add_argument("--json", action="store_true", help="print one JSON object last")


def run(args: argparse.Namespace) -> int:
    """Writes the register of a quarter: PDF, XLSX, CSV, JSON and the hashes of these files (SHA256SUMS).

    A frozen quarter is written as it was frozen, with its last erratum. Any other is a draft without a number, cut off
    at the last entry of the record. The same record gives the same bytes. --check reckons a frozen register again from
    the record: exit status 1 when anything differs, because then somebody changed the past.
    """
    try:
        return _run(args)
    except Trouble as trouble:
        return refuse("register", trouble)


def _run(args: argparse.Namespace) -> int:
    quarter = _quarter(args.quarter)
    if args.freeze:
        _freeze(quarter, args.by, args.meeting)
    if args.check:
        return _check(quarter, as_json=args.json)
    known = freezing.published(quarter)
    content = known.content if known else freezing.draft(quarter, at=clock.now())
    written = _write(content, args.out) if args.out else []
    return _tell(content, known.register if known else None, written, as_json=args.json)


def _quarter(words: str) -> Quarter:
    try:
        quarter = parse(words)
    except NotAQuarter:
        raise Trouble(f"{words!r} is no quarter; write the year and the quarter, as 2026Q3") from None
    if not quarter.begun(clock.now(), wallclock.zone()):
        raise Trouble(f"{quarter.code} has not begun")
    return quarter


def _freeze(quarter: Quarter, by: str | None, meeting: str) -> None:
    account = Account.objects.filter(username=by or "", is_active=True).first()
    if account is None:
        raise Trouble("--freeze needs --by and the user name of somebody who may publish it")
    try:
        freezing.freeze(quarter=quarter, account=account, at=clock.now(), meeting=meeting)
    except NotPermitted:
        raise Trouble(f"{account.username} may not publish a register") from None
    except freezing.NotOver:
        raise Trouble(f"{quarter.code} is not over; there is only a draft of it") from None
    except freezing.AlreadyFrozen as known:
        raise Trouble(f"{quarter.code} is frozen already, as {known.register.number}") from None
    except freezing.Unrecorded:
        raise Trouble("deadlines have passed that are not recorded yet; let the worker run, then try again") from None


def _write(content: dict[str, Any], folder: Path) -> list[Path]:
    written = []
    files = every_file(content)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
            written.append(folder / name)
    except OSError as error:
        raise Trouble(f"cannot write into {folder}: {error.strerror or error}") from None
    return written


def _tell(content: dict[str, Any], register: Register | None, written: list[Path], *, as_json: bool) -> int:
    seal, total, sha256 = content["seal"], content["total"], digest(content)
    number = seal.get("erratum") or seal.get("number") or "draft"
    if as_json:
        figures = {name: total[name] for name in ("due", "on_time", "missed", "neglect")}
        told = {"number": number, "frozen": register is not None, "sha256": sha256, "cut_off": content["cut_off"]}
        sys.stdout.write(json.dumps({**told, **figures, "files": [str(path) for path in written]}) + "\n")
        return 0
    sys.stdout.write(f"{number}\nsha256 {sha256}\n")
    for path in written:
        sys.stdout.write(f"{path}\n")
    return 0


def _check(quarter: Quarter, *, as_json: bool) -> int:
    known = freezing.published(quarter)
    if known is None:
        raise Trouble(f"{quarter.code} is not frozen, so there is nothing to check")
    differences = freezing.reckon_again(known.register)
    for one in differences:
        sys.stderr.write(f"{one['path']}: published {one['before']!r}, reckoned {one['after']!r}\n")
    if as_json:
        told = {"ok": not differences, "number": known.number, "sha256": known.sha256, "differences": len(differences)}
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        outcome = f"{len(differences)} differences" if differences else "the same, byte for byte"
        sys.stdout.write(f"{known.number} reckoned again: {outcome}\n")
    return 1 if differences else 0
