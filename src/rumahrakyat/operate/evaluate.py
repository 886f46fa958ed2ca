"""The command `rumahrakyat evaluate`."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rumahrakyat.operate.numbers import at_least
from rumahrakyat.operate.trouble import refuse
from rumahrakyat.understanding.classifier import Classifier, ClassifierProblem, baselines, evaluation, nearly, tables
from rumahrakyat.understanding.mapping import BadMapping

_NAMES = {
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "coverage": "can be decided with 95 % right",
    "accuracy_of_most_certain_65": "right of the most certain 65 %",
}
SEED = 1


class WrongWords(ValueError):
    """Options that cannot go together or have no meaning."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file, .csv or .csv.gz")
    parser.add_argument("--text", metavar="COLUMN", help="what people wrote; several: A+B (default: SP4N’s)")
    parser.add_argument("--label", metavar="COLUMN", help="what it is about (default: SP4N’s)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--model", type=Path, metavar="FILE", help="judge a finished classifier, made by train --out")
    how.add_argument("--untrained", action="store_true", help="judge the first day: words and own examples only")
    how.add_argument("--folds", type=at_least(2), default=5, metavar="N", help="train on the other parts (default: 5)")
    how.add_argument("--temporal", type=_share, metavar="SHARE", help="train on the earlier share, as 0.85")
    parser.add_argument(
        "--order", metavar="COLUMN", help="what came earlier (default: id or date; 'file': as it stands)"
    )
    parser.add_argument("--map", type=Path, metavar="FILE", help="with --untrained: a CSV of label,category")
    parser.add_argument("--min-class", type=at_least(1), default=20, metavar="N", help="leave rarer labels out (20)")
    parser.add_argument("--seed", type=at_least(0), default=SEED, metavar="N", help=f"of everything drawn ({SEED})")
    parser.add_argument("--no-baselines", action="store_true", help="without what figures are compared with (quicker)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Tells how often the right label is found for texts that were not seen, with intervals (bootstrap, 95 %) and with
    baselines beside them. Near-duplicates and rare labels are left out first. Coverage is the share of reports, the
    most certain first, that can be decided with 95 % right. Needs no database. Exit status 2 when the file cannot be
    used."""
    try:
        found = evaluate(args)
    except (ClassifierProblem, BadMapping, WrongWords) as problem:
        return refuse("evaluate", problem)
    sys.stdout.write((json.dumps(found, ensure_ascii=False) if args.json else as_text(found)) + "\n")
    return 0


def evaluate(args: argparse.Namespace) -> dict[str, Any]:
    by_file = (args.order or "").lower() == "file"
    table = tables.read(args.file, text=args.text, label=args.label, order=None if by_file else args.order)
    order = list(range(len(table.examples))) if by_file else tables.in_order(table.examples)
    kept, exact, near = nearly.first_of_each([table.examples[at].text for at in order])
    examples = [table.examples[order[at]] for at in kept]
    about = {"rows": len(table.examples), "exact_duplicates": exact, "near_duplicates": near, "seed": args.seed}
    about |= {"no_text": table.no_text, "no_label": table.no_label}
    if args.untrained:
        return _untrained(examples, args) | about
    if args.model:
        return _with_model(examples, args) | about
    examples, rare = _common(examples, args.min_class)
    about["left_out"] = {"rows_of_rare_labels": sum(rare.values()), "rare_labels": len(rare)}
    if args.temporal is not None:
        about["ordered_by"] = "file" if by_file else table.ordered_by or "file"
    return _trained(examples, args) | about


def as_text(found: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"{found['n']} texts, {found['classes']} labels ({found['method']})"]
    for name, words in _NAMES.items():
        low, high = found["intervals"][name]
        lines.append(f"{words:34} {found[name]:.3f}  ({low:.3f} to {high:.3f})")
    lines.append(f"{'milliseconds a report':34} {found['ms_per_report']:.2f}")
    for name, one in found.get("baselines", {}).items():
        lines.append(f"baseline {name}: " + ", ".join(f"{key} {value:.3f}" for key, value in one.items()))
    skipped = f"{found['exact_duplicates']} exact and {found['near_duplicates']} near-duplicates"
    rare = found.get("left_out", {}).get("rows_of_rare_labels", 0) + found.get("unmapped", 0)
    empty = found["no_text"] + found["no_label"]
    lines.append(f"left out: {skipped}, {rare} with rare or unknown labels, {empty} without text or label")
    return "\n".join(lines)


def _share(word: str) -> float:
    share = float(word)
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError("a share lies between 0 and 1, as 0.85")
    return share


def _common(examples: Sequence[tables.Example], least: int) -> tuple[list[tables.Example], Counter[str]]:
    counts = Counter(one.label for one in examples)
    rare = Counter({label: count for label, count in counts.items() if count < least})
    left = [one for one in examples if one.label not in rare]
    if len(set(counts) - set(rare)) < 2:
        raise WrongWords(f"fewer than two labels have {least} texts; lower --min-class, or check --label")
    return left, rare


def _trained(examples: Sequence[tables.Example], args: argparse.Namespace) -> dict[str, Any]:
    texts, labels = [one.text for one in examples], [one.label for one in examples]
    if args.temporal is not None:
        judged = evaluation.by_time(texts, labels, share=args.temporal, seed=args.seed)
        method = {"method": f"temporal {args.temporal:g}"}
    else:
        judged = evaluation.by_parts(texts, labels, count=args.folds, seed=args.seed)
        method = {"method": f"{args.folds} folds"}
    found = method | evaluation.figures(judged, seed=args.seed)
    if args.no_baselines:
        return found
    if args.temporal is not None:
        return found | {"baselines": baselines.by_time(texts, labels, share=args.temporal, seed=args.seed)}
    return found | {"baselines": baselines.by_parts(texts, labels, count=args.folds, seed=args.seed)}


def _with_model(examples: Sequence[tables.Example], args: argparse.Namespace) -> dict[str, Any]:
    classifier = Classifier.load(args.model)
    texts, labels = [one.text for one in examples], [one.label for one in examples]
    judged = evaluation.as_it_is(classifier, texts, labels)
    return {
        "method": "model",
        **evaluation.figures(judged, seed=args.seed),
        "baselines": baselines.of_labels(labels),
    }


def _untrained(examples: Sequence[tables.Example], args: argparse.Namespace) -> dict[str, Any]:
    # Late: the words of a province are found through the settings, which nothing else here needs.
    from rumahrakyat.operate import untrained  # noqa: PLC0415

    return untrained.judge(examples, table=args.map, seed=args.seed)
