"""The command `rumahrakyat print-receipt`."""

import argparse
import sys
from pathlib import Path

from rumahrakyat.desk.receipts import sheet
from rumahrakyat.lib import clock, ids
from rumahrakyat.operate import targets
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.reports import access


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="a report's number, such as RR-482-135")
    parser.add_argument("--out", metavar="FILE.pdf", type=Path, required=True, help="where the PDF is written")
    parser.add_argument("--paper", choices=sheet.PAPERS, default="80mm", help="thermal paper or A5 (default: 80mm)")


def run(args: argparse.Namespace) -> int:
    """Prints the receipt of a case once more. The secret code is not on it: it was handed out once, and whoever has
    lost it gets another one at a service point. Exit status 0 when the file was written."""
    try:
        report = access.get_for_tracking(args.number)
    except ids.WrongNumber:
        return refuse("print-receipt", f"{args.number} is no report number; it looks like RR-482-135")
    except access.NotFound:
        return refuse("print-receipt", f"there is no report {args.number}")
    made = sheet.pdf(sheet.Sheet(report, clock.now(), paper=args.paper))
    try:
        args.out.write_bytes(made)
    except OSError as error:
        return refuse("print-receipt", targets.failed(args.out, error))
    sys.stdout.write(f"{args.out}: {report.number}, {args.paper}, {len(made)} bytes\n")
    return 0
