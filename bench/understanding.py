"""How well texts are understood, on real complaints that lie outside of the product: `docs/understanding.md`.

    .venv/bin/python -m bench.understanding --corpora DIR [--only PART] [--write]

The corpora stay where they are: nothing but figures leaves this measurement, and no classifier is kept.
"""

import argparse
import importlib
import json
import os
import platform
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import paper
from rumahrakyat.operate import evaluate
from rumahrakyat.understanding.classifier import hints

DOCUMENT = Path(__file__).parent.parent / "docs" / "understanding.md"
ALSO = {
    "place": ("bench.understanding_place", "measure"),
    "duplicates": ("bench.understanding_duplicates", "measure"),
    "first-day-where": ("bench.understanding_firstday", "measure"),
    "thresholds": ("bench.understanding_learnt", "thresholds"),
    "speed": ("bench.understanding_learnt", "speed"),
}


@dataclass(frozen=True)
class Task:
    """A measurement with what was asked of it (accuracy, macro-F1); None where nothing was asked."""

    name: str
    file: str
    text: str
    label: str
    accuracy: float | None
    macro_f1: float | None
    words: tuple[str, ...] = ()


_LAPORGUB = ("laporgub_2024_stemmed.csv.gz", "teks", "kategori")
_SURABAYA = "surabaya_wargaku_2022_2023.csv.gz"
_BANDUNG = "bandung_tweet_keluhan_2015_2016.csv.gz"
_LAPOR_TEXT = "judul+teks_tanpa_alamat_instansi"
TRAINED = (
    Task("LaporGub, category, 5 folds", *_LAPORGUB, 0.85, 0.73),
    Task("LaporGub, category, earlier 85 % to latest 15 %", *_LAPORGUB, 0.83, 0.69, ("--temporal", "0.85")),
    # Three folds: five take a quarter of an hour. Fewer teach with less, so the figures are a little too low.
    Task("Surabaya, agency, 3 folds", _SURABAYA, "teks", "instansi", 0.88, 0.62, ("--folds", "3")),
    Task("Surabaya, topic, 3 folds", _SURABAYA, "teks", "topik", 0.73, 0.58, ("--folds", "3")),
    Task("LAPOR 2017, agency, 5 folds", "lapor_2017.csv.gz", _LAPOR_TEXT, "instansi_disposisi", 0.90, 0.88),
    Task("Bandung tweets, complaint, reply or chatter, 5 folds", _BANDUNG, "teks", "label", None, 0.90),
)
UNTRAINED = (
    Task("LaporGub, category", *_LAPORGUB, 0.65, None, ("--untrained",)),
    Task("Surabaya, topic as our category", _SURABAYA, "teks", "topik", 0.65, None, ("--untrained",)),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR")
    parser.add_argument("--only", choices=("labels", "first-day", *ALSO))
    parser.add_argument("--write", action="store_true", help="put the tables into docs/understanding.md")
    args = parser.parse_args()
    parts: dict[str, str] = {}
    if args.only in {None, "labels"}:
        with hints.kept():
            parts |= labels([(task, measure(task, args.corpora)) for task in TRAINED])
    if args.only in {None, "first-day"}:
        parts["first-day"] = first_day([(task, measure(task, args.corpora)) for task in UNTRAINED])
    for name, (module, function) in ALSO.items():
        if args.only in {None, name}:
            parts[name] = getattr(importlib.import_module(module), function)(args.corpora)
    for name, table in parts.items():
        print(f"{name}\n{table}\n")
        if args.write:
            paper.write(DOCUMENT, f"measured:{name}", table)
    if args.write:
        paper.write(DOCUMENT, "measured:machine", machine())
    return 0


def measure(task: Task, corpora: Path) -> dict[str, Any]:
    begun = time.monotonic()
    parser = argparse.ArgumentParser()
    evaluate.add_arguments(parser)
    words = [str(corpora / task.file), "--text", task.text, "--label", task.label, *task.words]
    found = evaluate.evaluate(parser.parse_args(words))
    seconds = round(time.monotonic() - begun)
    print(json.dumps({"task": task.name, "seconds": seconds, **found}), file=sys.stderr, flush=True)
    return found


def labels(measured: list[tuple[Task, dict[str, Any]]]) -> dict[str, str]:
    return {"labels": _accuracy(measured), "coverage": _coverage(measured), "left-out": _left_out(measured)}


def _accuracy(measured: list[tuple[Task, dict[str, Any]]]) -> str:
    lines = [
        "| Task | Texts | Labels | Accuracy (95 %) | asked | Macro-F1 (95 %) | asked | Plain SVM | Commonest label |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for task, found in measured:
        plain, common = found["baselines"]["plain_svm"], found["baselines"]["majority"]
        lines.append(
            f"| {task.name} | {found['n']:,} | {found['classes']} | {_asked(found, 'accuracy', task.accuracy)}"
            f" | {_asked(found, 'macro_f1', task.macro_f1)} | {plain['accuracy']:.3f} / {plain['macro_f1']:.3f}"
            f" | {common['accuracy']:.3f} |"
        )
    return "\n".join(lines)


def _asked(found: dict[str, Any], name: str, asked: float | None) -> str:
    low, high = found["intervals"][name]
    if asked is None:
        return f"{found[name]:.3f} ({low:.3f}–{high:.3f}) | "
    verdict = "met" if found[name] >= asked else "**missed**"
    return f"{found[name]:.3f} ({low:.3f}–{high:.3f}) | {asked:.2f}: {verdict}"


def _coverage(measured: list[tuple[Task, dict[str, Any]]]) -> str:
    lines = [
        "| Task | Coverage (95 %) | plain SVM | Of the most certain 65 % | plain SVM | Decided | right | ECE | ms |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for task, found in measured:
        plain, decided = found["baselines"]["plain_svm"], found["decided"]
        low, high = found["intervals"]["coverage"]
        right = "–" if decided["accuracy"] is None else f"{decided['accuracy']:.3f}"
        lines.append(
            f"| {task.name} | {found['coverage']:.3f} ({low:.3f}–{high:.3f}) | {plain['coverage']:.3f}"
            f" | {found['accuracy_of_most_certain_65']:.3f} | {plain['accuracy_of_most_certain_65']:.3f}"
            f" | {decided['share']:.3f} | {right} | {found['calibration_error']:.3f} | {found['ms_per_report']:.2f} |"
        )
    return "\n".join(lines)


def _left_out(measured: list[tuple[Task, dict[str, Any]]]) -> str:
    lines = [
        "| Task | Rows | Exact duplicates | Near-duplicates | Rows of labels with fewer than 20 texts |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {task.name} | {found['rows']:,} | {found['exact_duplicates']} | {found['near_duplicates']}"
        f" | {found['left_out']['rows_of_rare_labels']:,} of {found['left_out']['rare_labels']} labels |"
        for task, found in measured
    ]
    return "\n".join(lines)


def first_day(measured: list[tuple[Task, dict[str, Any]]]) -> str:
    lines = [
        "| Task | Texts | Categories | Accuracy (95 %) | asked | Macro-F1 | Commonest | No category of ours | ms |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {task.name} | {found['n']:,} | {found['classes']} | {_asked(found, 'accuracy', task.accuracy)}"
        f" | {found['macro_f1']:.3f} | {found['baselines']['majority']['accuracy']:.3f}"
        f" | {found['unmapped']:,} of {found['unmapped_labels']} labels | {found['ms_per_report']:.2f} |"
        for task, found in measured
    ]
    return "\n".join(lines)


def machine() -> str:
    day = datetime.now(UTC).date().isoformat()  # noqa: TID251 -- the day of a measurement
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"Measured on {day}, one core of {os.cpu_count()}, Python {platform.python_version()}; load at the end: {load}."
    )


if __name__ == "__main__":
    sys.exit(main())
