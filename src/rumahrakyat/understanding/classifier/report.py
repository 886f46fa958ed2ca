"""What is known about a classifier from examples that it had not seen, as data and as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rumahrakyat.understanding.classifier import calibration
from rumahrakyat.understanding.classifier.calibration import Chosen, Scores

SURE = 0.95  # a decision without a person has to be right so often
MOST_CERTAIN = 0.65
_CONFUSIONS_SHOWN = 12


@dataclass(frozen=True)
class PerLabel:
    """How well one label is told from the others; `support` is how many examples have it."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Report:
    """`confusion[i][j]` counts examples of label i that were taken for label j. `coverage` is the share of texts, the
    most certain first, that can be decided with 0.95 right; `threshold` the probability from which on that is so."""

    labels: tuple[str, ...]
    n: int
    accuracy: float
    macro_f1: float
    per_label: tuple[PerLabel, ...]
    confusion: tuple[tuple[int, ...], ...]
    reliability: tuple[Mapping[str, float], ...]
    calibration_error: float
    coverage: float
    threshold: float
    most_certain_accuracy: float
    left_out: Mapping[str, int]
    empty: int

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "n": self.n,
            "classes": len(self.labels),
            "accuracy": round(self.accuracy, 4),
            "macro_f1": round(self.macro_f1, 4),
            "coverage": round(self.coverage, 4),
            "threshold": round(self.threshold, 4),
            "accuracy_of_most_certain_65": round(self.most_certain_accuracy, 4),
            "calibration_error": round(self.calibration_error, 4),
            "reliability": [{key: round(value, 4) for key, value in row.items()} for row in self.reliability],
            "per_label": [
                {
                    "label": one.label,
                    "precision": round(one.precision, 4),
                    "recall": round(one.recall, 4),
                    "f1": round(one.f1, 4),
                    "support": one.support,
                }
                for one in self.per_label
            ],
            "labels": list(self.labels),
            "confusion": [list(row) for row in self.confusion],
            "left_out": dict(self.left_out),
            "empty": self.empty,
        }

    def as_text(self) -> str:
        width = max(len(one.label) for one in self.per_label)
        lines = [
            f"{self.n} examples, {len(self.labels)} labels, each example judged by a model that had not seen it",
            f"accuracy {self.accuracy:.3f}, macro-F1 {self.macro_f1:.3f}",
            f"{self.coverage:.1%} can be decided with {SURE:.0%} right: those from {self.threshold:.3f} on",
            f"of the most certain {MOST_CERTAIN:.0%}, {self.most_certain_accuracy:.1%} are right",
            f"calibration error {self.calibration_error:.3f}",
            "",
            f"{'label':{width}}  precision  recall     F1  examples",
        ]
        lines += [
            f"{one.label:{width}}  {one.precision:9.3f}  {one.recall:6.3f}  {one.f1:5.3f}  {one.support:8d}"
            for one in self.per_label
        ]
        lines += ["", "probability   texts  promised   kept"]
        lines += [
            f"{row['from']:.1f} to {row['from'] + 1 / calibration.BINS:.1f} {row['n']:8.0f}"
            f"  {row['promised']:8.3f}  {row['kept']:5.3f}"
            for row in self.reliability
        ]
        return "\n".join([*lines, *self._confusions(), *self._left_out()])

    def _confusions(self) -> list[str]:
        pairs = [
            (count, self.labels[true], self.labels[taken])
            for true, row in enumerate(self.confusion)
            for taken, count in enumerate(row)
            if count and true != taken
        ]
        worst = sorted(pairs, key=lambda pair: (-pair[0], pair[1:]))[:_CONFUSIONS_SHOWN]
        return ["", "most often confused", *(f"{count:5d}  {true} taken for {taken}" for count, true, taken in worst)]

    def _left_out(self) -> list[str]:
        lines = []
        if self.left_out:
            named = ", ".join(f"{label} ({count})" for label, count in self.left_out.items())
            lines += ["", f"left out, because there are too few examples of them: {named}"]
        if self.empty:
            lines += ["", f"left out, because they are empty: {self.empty}"]
        return lines


def describe(
    labels: Sequence[str], truth: Chosen, chances: Scores, *, left_out: Mapping[str, int], empty: int
) -> Report:
    """The report over texts with their true labels (positions in `labels`) and the probabilities they were given."""
    taken = chances.argmax(axis=1)
    certain, right = chances.max(axis=1), taken == truth
    table = confusion(truth, taken, len(labels))
    per_label = per_class(labels, table)
    seen = [one.f1 for one in per_label if one.support]
    reliable = calibration.reliability(chances, right)
    return Report(
        labels=tuple(labels),
        n=len(truth),
        accuracy=float(right.mean()) if len(right) else 0.0,
        macro_f1=float(np.mean(seen)) if seen else 0.0,
        per_label=per_label,
        confusion=tuple(tuple(int(count) for count in row) for row in table),
        reliability=tuple(reliable),
        calibration_error=calibration.calibration_error(reliable),
        coverage=calibration.coverage(certain, right, accuracy=SURE),
        threshold=calibration.threshold(certain, right, accuracy=SURE),
        most_certain_accuracy=calibration.accuracy_of_most_certain(certain, right, share=MOST_CERTAIN),
        left_out=dict(left_out),
        empty=empty,
    )


def confusion(truth: Chosen, taken: Chosen, labels: int) -> npt.NDArray[np.int64]:
    return np.bincount(truth * labels + taken, minlength=labels * labels).reshape(labels, labels)


def per_class(labels: Sequence[str], table: npt.NDArray[np.int64]) -> tuple[PerLabel, ...]:
    found = []
    for at, label in enumerate(labels):
        hit, taken, true = int(table[at, at]), int(table[:, at].sum()), int(table[at].sum())
        precision, recall = hit / taken if taken else 0.0, hit / true if true else 0.0
        f1 = 2 * hit / (taken + true) if taken + true else 0.0
        found.append(PerLabel(label, precision, recall, f1, true))
    return tuple(found)
