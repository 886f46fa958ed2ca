"""How good a classifier is on texts that it has not seen: by parts (folds), by time, or as it is in a file.

Everything is drawn from a seed, so that a figure can be had again. Intervals are those of a bootstrap over texts; they
tell how much the figure owes to chance in the choice of texts, not what other years or provinces will bring.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from rumahrakyat.understanding.classifier import calibration, hints
from rumahrakyat.understanding.classifier.calibration import Chosen, Right, Scores
from rumahrakyat.understanding.classifier.errors import NothingToLearn
from rumahrakyat.understanding.classifier.model import Classifier
from rumahrakyat.understanding.classifier.report import MOST_CERTAIN, SURE, confusion, describe
from rumahrakyat.understanding.classifier.training import parts, train

SAMPLES = 1_000
_TIMED = 200


@dataclass(frozen=True)
class Judged:
    """Texts with the probability that each label got. `truth` is a position in `labels`. `sure` says which of them
    would have been decided without a person, at the threshold that training had found."""

    labels: tuple[str, ...]
    truth: Chosen
    chances: Scores
    sure: Right | None = None
    ms_per_report: float | None = None
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Texts:
    texts: Sequence[str]
    labels: Sequence[str]
    names: tuple[str, ...]


def by_parts(texts: Sequence[str], labels: Sequence[str], *, count: int, seed: int) -> Judged:
    """Every text is judged by a classifier that was trained on the other parts."""
    names = tuple(sorted(set(labels)))
    known, truth = _Texts(texts, labels, names), _positions(names, labels)
    if len(names) < 2 or len(texts) < count:
        raise NothingToLearn(f"{len(texts)} texts with {len(names)} labels are too few for {count} parts")
    where = parts(truth, count, seed)
    chances, sure, waits = np.zeros((len(texts), len(names))), np.zeros(len(texts), dtype=bool), []
    with hints.kept():
        for part in range(count):
            seen, unseen = np.flatnonzero(where != part), np.flatnonzero(where == part)
            chances[unseen], sure[unseen], wait = _learned(known, seen, unseen, seed)
            waits.append(wait)
    return Judged(names, truth, chances, sure, float(np.mean(waits)))


def by_time(texts: Sequence[str], labels: Sequence[str], *, share: float, seed: int) -> Judged:
    """Texts come in order; the earlier share teaches and the rest is judged."""
    names = tuple(sorted(set(labels)))
    cut = round(share * len(texts))
    if not 0 < cut < len(texts):
        raise NothingToLearn(f"{share:.0%} of {len(texts)} texts leave nothing to learn from, or nothing to judge")
    known, seen, unseen = _Texts(texts, labels, names), np.arange(cut), np.arange(cut, len(texts))
    chances, sure, wait = _learned(known, seen, unseen, seed)
    return Judged(names, _positions(names, labels)[cut:], chances, sure, wait)


def as_it_is(classifier: Classifier, texts: Sequence[str], labels: Sequence[str]) -> Judged:
    """A finished classifier on a file. Texts whose label it never learned count as wrong."""
    names = tuple(sorted({*labels, *classifier.labels}))
    unknown = sum(label not in classifier.labels for label in labels)
    chances = _spread(classifier.probabilities(texts), classifier.labels, names)
    notes = {"model": classifier.version, "unknown_to_the_model": unknown}
    return Judged(names, _positions(names, labels), chances, None, timed(classifier, texts), notes)


def figures(judged: Judged, *, seed: int) -> dict[str, Any]:
    """The figures with their intervals, as plain data."""
    report = describe(judged.labels, judged.truth, judged.chances, left_out={}, empty=0)
    certain = judged.chances.max(axis=1)
    taken = judged.chances.argmax(axis=1)
    right = taken == judged.truth
    found = {
        "accuracy": round(report.accuracy, 4),
        "macro_f1": round(report.macro_f1, 4),
        "coverage": round(report.coverage, 4),
        "accuracy_of_most_certain_65": round(report.most_certain_accuracy, 4),
        "n": report.n,
        "classes": len(set(judged.truth.tolist())),
        "calibration_error": round(report.calibration_error, 4),
        "intervals": _intervals(judged, certain, taken, seed),
    }
    if judged.sure is not None:
        decided = right[judged.sure]
        found["decided"] = {
            "share": round(float(judged.sure.mean()), 4),
            "accuracy": round(float(decided.mean()), 4) if len(decided) else None,
        }
    if judged.ms_per_report is not None:
        found["ms_per_report"] = round(judged.ms_per_report, 3)
    return found | judged.notes


def timed(classifier: Classifier, texts: Sequence[str]) -> float:
    """Milliseconds to read one text with its reasons, one after the other as they come in."""
    some = texts[:_TIMED]
    begun = time.perf_counter()
    for text in some:
        classifier.read(text)
    return (time.perf_counter() - begun) / max(1, len(some)) * 1000


def _learned(known: _Texts, seen: Chosen, unseen: Chosen, seed: int) -> tuple[Scores, Right, float]:
    texts, labels, names = known.texts, known.labels, known.names
    trained = train([texts[at] for at in seen], [labels[at] for at in seen], seed=seed)
    classifier = trained.classifier
    judged = [texts[at] for at in unseen]
    chances = _spread(classifier.probabilities(judged), classifier.labels, names)
    return chances, chances.max(axis=1) >= trained.report.threshold, timed(classifier, judged)


def _positions(names: tuple[str, ...], labels: Sequence[str]) -> Chosen:
    position = {name: at for at, name in enumerate(names)}
    return np.array([position[label] for label in labels], dtype=np.intp)


def _spread(chances: Scores, own: tuple[str, ...], names: tuple[str, ...]) -> Scores:
    wide = np.zeros((len(chances), len(names)))
    wide[:, [names.index(label) for label in own]] = chances
    return wide


def _intervals(judged: Judged, certain: Scores, taken: Chosen, seed: int) -> dict[str, list[float]]:
    chance = np.random.default_rng(seed)
    count, labels = len(judged.truth), len(judged.labels)
    right = taken == judged.truth
    found: dict[str, list[float]] = {"accuracy": [], "macro_f1": [], "coverage": [], "accuracy_of_most_certain_65": []}
    for _ in range(SAMPLES):
        drawn = chance.integers(0, count, count)
        found["accuracy"].append(float(right[drawn].mean()))
        found["macro_f1"].append(macro_f1(confusion(judged.truth[drawn], taken[drawn], labels)))
        found["coverage"].append(calibration.coverage(certain[drawn], right[drawn], accuracy=SURE))
        most = calibration.accuracy_of_most_certain(certain[drawn], right[drawn], share=MOST_CERTAIN)
        found["accuracy_of_most_certain_65"].append(most)
    return {
        name: [round(float(end), 4) for end in np.quantile(values, (0.025, 0.975))] for name, values in found.items()
    }


def macro_f1(table: npt.NDArray[np.int64]) -> float:
    """The mean F1 over all labels that occur or were given."""
    both = table.sum(axis=0) + table.sum(axis=1)
    return float((2 * np.diag(table)[both > 0] / both[both > 0]).mean()) if both.any() else 0.0
