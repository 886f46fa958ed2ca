"""Making scores mean what they say: of all texts that get 0.9, nine in ten shall be right.

Scores of examples that a model has learned by heart say nothing, so everything here works on scores of examples that
were held out. Pure arithmetic on arrays.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rumahrakyat.understanding.classifier.model import softmax

Scores = npt.NDArray[np.float64]
Chosen = npt.NDArray[np.intp]
Right = npt.NDArray[np.bool_]

BINS = 10
# How strongly the offset of a label is held back. Offsets of their full size favour common labels: rare ones are found
# less often, and no more texts are right.
_CALM = 5.0


@dataclass(frozen=True)
class Scaling:
    """Evidence is the sum of the scores of several models, each times its factor, and offsets."""

    factors: tuple[float, ...]
    offsets: Scores

    def apply(self, scores: Scores) -> Scores:
        return softmax(np.tensordot(self.factors, scores, axes=1) + self.offsets)


def fit(scores: Scores, truth: Chosen) -> Scaling:
    """The scaling under which held-out scores (model, text, label) are likeliest: one factor for each model, one offset
    for each label."""
    from scipy.optimize import minimize  # noqa: PLC0415 -- only training needs it

    models, _, labels = scores.shape
    target = np.zeros(scores.shape[1:])
    target[np.arange(len(truth)), truth] = 1.0

    def loss(given: Scores) -> tuple[float, Scores]:
        factors, offsets = np.exp(given[:models]), given[models:]
        chances = softmax(np.tensordot(factors, scores, axes=1) + offsets)
        wrong = (chances - target) / len(truth)
        likely = -float(np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-12)).mean())
        steeper = np.tensordot(scores, wrong, axes=2) * factors
        slope = np.concatenate([steeper, wrong.sum(axis=0) + _CALM * offsets / labels])
        return likely + _CALM * float(offsets @ offsets) / (2 * labels), slope

    found = minimize(loss, np.zeros(models + labels), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    factors = tuple(float(one) for one in np.exp(found.x[:models]))
    return Scaling(factors, np.asarray(found.x[models:], dtype=np.float64))


def reliability(chances: Scores, right: Right) -> list[dict[str, float]]:
    """For each tenth of probability that occurs: from, how many, what was promised, what was kept."""
    certain = chances.max(axis=1)
    which = np.minimum((certain * BINS).astype(int), BINS - 1)
    table = []
    for at in range(BINS):
        inside = which == at
        if inside.any():
            promised, kept = float(certain[inside].mean()), float(right[inside].mean())
            table.append({"from": at / BINS, "n": int(inside.sum()), "promised": promised, "kept": kept})
    return table


def calibration_error(table: list[dict[str, float]]) -> float:
    """The mean distance between promised and kept, weighted by how many texts stand behind each (ECE)."""
    total = sum(row["n"] for row in table)
    return sum(row["n"] * abs(row["promised"] - row["kept"]) for row in table) / total if total else 0.0


def coverage(certain: Scores, right: Right, *, accuracy: float) -> float:
    """The largest share of texts, the most certain first, of which at least this share is right."""
    return _coverage(certain, right, accuracy)[0]


def threshold(certain: Scores, right: Right, *, accuracy: float) -> float:
    """The certainty from which on at least this share is right; above one when no certainty is enough."""
    return _coverage(certain, right, accuracy)[1]


def accuracy_of_most_certain(certain: Scores, right: Right, *, share: float) -> float:
    """How many are right among the most certain texts, so large a share of all."""
    if not len(right):
        return 0.0
    count = max(1, round(share * len(right)))
    return float(right[np.argsort(-certain, kind="stable")[:count]].mean())


def _coverage(certain: Scores, right: Right, accuracy: float) -> tuple[float, float]:
    if not len(right):
        return 0.0, 2.0
    order = np.argsort(-certain, kind="stable")
    kept = np.cumsum(right[order]) / np.arange(1, len(right) + 1)
    ranked = certain[order]
    # Texts that are equally certain are decided together or not at all.
    last_of_equals = np.append(ranked[:-1] > ranked[1:], True)
    enough = np.flatnonzero((kept >= accuracy - 1e-12) & last_of_equals)
    if not len(enough):
        return 0.0, 2.0
    return float((enough[-1] + 1) / len(right)), float(ranked[enough[-1]])
