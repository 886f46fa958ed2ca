"""The command `rumahrakyat train`."""

import argparse
import json
import sys
import time
from pathlib import Path

from rumahrakyat.operate import targets
from rumahrakyat.operate.numbers import at_least
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.understanding.classifier import ClassifierProblem, nearly, tables, train


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file, .csv or .csv.gz")
    parser.add_argument("--text", metavar="COLUMN", help="what people wrote; several: A+B (default: SP4N’s)")
    parser.add_argument("--label", metavar="COLUMN", help="what it is about (default: SP4N’s)")
    parser.add_argument("--out", type=Path, metavar="MODEL", help="where to keep the classifier (default: nowhere)")
    parser.add_argument("--seed", type=at_least(0), default=1, metavar="N", help="of everything drawn (default: 1)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Learns labels from a file of examples and tells how well each is recognised in texts that were not seen.
    Near-duplicates are left out first, so that a campaign counts once. Needs no database. Exit status 2 when the file
    cannot be used."""
    begun = time.monotonic()
    if args.out and (wrong := targets.refusal(args.out)):
        return refuse("train", wrong)
    try:
        table = tables.read(args.file, text=args.text, label=args.label)
        kept, exact, near = nearly.first_of_each(table.texts)
        examples = [table.examples[at] for at in kept]
        trained = train([one.text for one in examples], [one.label for one in examples], seed=args.seed)
        if args.out:
            trained.classifier.save(args.out)
    except ClassifierProblem as problem:
        return refuse("train", problem)
    except OSError as problem:
        return refuse("train", targets.failed(args.out, problem))
    seconds = time.monotonic() - begun
    version = trained.classifier.version
    if args.json:
        found = trained.report.as_data() | {"version": version, "exact_duplicates": exact, "near_duplicates": near}
        found |= {"no_text": table.no_text, "no_label": table.no_label, "seconds": round(seconds, 1)}
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
        return 0
    lines = [
        *table.sentences(),
        f"{exact} exact and {near} near-duplicates were left out",
        trained.report.as_text(),
        "",
    ]
    where = f", kept in {args.out}" if args.out else ""
    lines.append(f"classifier {version}{where} ({seconds:.0f} s)")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
