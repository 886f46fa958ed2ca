"""The command `rumahrakyat train --history`: on the installation's own cases, with its database."""

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path

from rumahrakyat.lib import clock
from rumahrakyat.operate import targets
from rumahrakyat.operate.models import told, why_not
from rumahrakyat.operate.numbers import at_least
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.reports.attachments import blobs
from rumahrakyat.routing.learning import training
from rumahrakyat.routing.models_learning import Target


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--history", action="store_true", required=True, help="learn from the installation’s own cases")
    parser.add_argument(
        "--target", choices=list(Target.values), default=Target.CATEGORY.value, help="category or agency"
    )
    parser.add_argument("--days", type=at_least(1), metavar="N", help="cases of the last N days (default: all)")
    parser.add_argument(
        "--limit", type=at_least(1), default=training.MOST_EXAMPLES, metavar="N", help="newest examples"
    )
    parser.add_argument("--out", type=Path, metavar="MODEL", help="a copy of the classifier as a file")
    parser.add_argument("--reason", default="", help="why, for those who come after you")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Learns from what people confirmed, corrected and handled in this installation, and keeps the classifier as a
    candidate that changes nothing until it is put to work (`rumahrakyat models`). Exit status 2 when there is too
    little to learn from."""
    if args.out and (wrong := targets.refusal(args.out)):
        return refuse("train", wrong)
    at = clock.now()
    since = at - timedelta(days=args.days) if args.days else None
    try:
        row = training.train_from_history(target=args.target, at=at, since=since, reason=args.reason, limit=args.limit)
        if args.out:
            args.out.write_bytes(blobs().get(row.digest))
    except training.CannotTrain as problem:
        return refuse("train", why_not(problem))
    except OSError as problem:
        return refuse("train", targets.failed(args.out, problem))
    if args.json:
        sys.stdout.write(json.dumps(told(row), ensure_ascii=False) + "\n")
        return 0
    report, gain = row.report, row.report["gain"]
    sys.stdout.write(
        f"{row.examples} examples, {row.classes} labels; {report['repeated']} repetitions were left out\n"
        f"accuracy {report['accuracy']:.3f}, macro-F1 {report['macro_f1']:.3f} on examples it had not seen\n"
        f"by its thresholds it decides {gain['acts']:.1%} alone, {gain['right']:.1%} of that rightly\n"
        f"kept as candidate {row.version}\n"
    )
    return 0
