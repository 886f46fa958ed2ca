"""Learning a classifier from examples.

Features that tell labels apart are emphasised, two linear models are fitted to them, and the scores that these give to
texts that they had not seen say how to join them into probabilities. All of it folds into one table of weights.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rumahrakyat.understanding.classifier import bayes, calibration, hints, ridge
from rumahrakyat.understanding.classifier.calibration import Chosen, Right, Scores
from rumahrakyat.understanding.classifier.emphasis import emphasis, emphasised
from rumahrakyat.understanding.classifier.errors import NothingToLearn
from rumahrakyat.understanding.classifier.features import RARE_WORD, Floats, Vocabulary, vocabulary
from rumahrakyat.understanding.classifier.model import Classifier
from rumahrakyat.understanding.classifier.report import Report, describe
from rumahrakyat.understanding.classifier.ridge import Linear

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 3
# An example whose label is so clearly contradicted by all others (scores lie between -1 and 1) is oftener mislabelled
# than instructive: it is counted in the report, and not learned from. At most a quarter of a label.
CONTRADICTED, AT_MOST = 1.4, 0.25
LEAST_EXAMPLES = 5  # a label with fewer cannot be in every part of the examples
MOST_FEATURES = 150_000


@dataclass(frozen=True)
class HeldOut:
    """What a model that had not seen an example said of it: the likeliest label, how likely, and whether it was so."""

    label: str
    probability: float
    right: bool


@dataclass(frozen=True)
class Trained:
    classifier: Classifier
    report: Report
    held_out: tuple[HeldOut, ...] = ()


def train(
    texts: Sequence[str], labels: Sequence[str], *, seed: int, least: int = LEAST_EXAMPLES, rare: int = RARE_WORD
) -> Trained:
    """A classifier and what is known about it from examples that it had not seen.

    Labels with fewer than `least` examples are left out and named in the report. The same examples in the same order
    with the same seed make the same classifier; words of fewer than `rare` texts are not in it. Raises
    `NothingToLearn`.
    """
    if len(texts) != len(labels):
        raise NothingToLearn(f"{len(texts)} texts with {len(labels)} labels")
    counts = Counter(label for text, label in zip(texts, labels, strict=True) if text.strip())
    names = tuple(sorted(label for label, count in counts.items() if count >= max(least, 2)))
    if len(names) < 2:
        raise NothingToLearn(_why(counts, names, least))
    position = {name: at for at, name in enumerate(names)}
    kept = [
        at for at, (text, label) in enumerate(zip(texts, labels, strict=True)) if text.strip() and label in position
    ]
    known = vocabulary([texts[at] for at in kept], most=MOST_FEATURES, rare=rare, hinted=hints.codes())
    matrix = known.matrix([texts[at] for at in kept])
    truth = np.array([position[labels[at]] for at in kept], dtype=np.intp)
    blocks = (len(known.terms), known.plain)
    held_out, folds, emphasise = _held_out(matrix, truth, len(names), blocks=blocks, seed=seed)
    chances = _cross_fitted(held_out, truth, folds)
    good = _credible(held_out[0], truth)
    learned = learn(matrix[good], truth[good], len(names), blocks=blocks, emphasise=emphasise)
    left_out = {label: count for label, count in sorted(counts.items()) if label not in position}
    return Trained(
        classifier=_classifier(names, known, learned, calibration.fit(held_out, truth)),
        report=describe(names, truth, chances, left_out=left_out, empty=len(texts) - sum(counts.values())),
        held_out=_readings(names, chances, truth),
    )


def _why(counts: Counter[str], names: tuple[str, ...], least: int) -> str:
    if not counts:
        return "there is no example with a text"
    if len(counts) == 1:
        return f"all examples have one label, {next(iter(counts))!r}; there is nothing to tell apart"
    few = f"{len(counts) - len(names)} of {len(counts)} labels have fewer than {least} examples"
    return f"{few}; at least two labels with {least} are needed"


@dataclass(frozen=True)
class Learned:
    """Two linear models with the emphasis of the features that they were fitted on. `block`: how many of the features
    are words and pairs."""

    regression: Linear
    likelihood: Linear
    factor: Floats
    block: int

    def scores(self, matrix: "csr_matrix") -> Scores:
        """(model, text, label)."""
        seen = emphasised(matrix, self.factor, self.block)
        plain = seen[:, : len(self.factor)]
        return np.stack([self.regression.scores(seen), self.likelihood.scores(plain)])


def learn(matrix: "csr_matrix", truth: Chosen, labels: int, *, blocks: tuple[int, int], emphasise: bool) -> Learned:
    """`blocks`: where words and pairs end, and where letters end. The hints behind them are for the regression only:
    they depend on each other too much for naive Bayes."""
    block, plain = blocks
    factor = emphasis(matrix[:, :plain], truth, labels) if emphasise else np.ones(plain, dtype=np.float32)
    seen = emphasised(matrix, factor, block)
    likelihood = bayes.fit(seen[:, :plain], truth, labels)
    return Learned(ridge.fit(seen, truth, labels), likelihood, factor, block)


def _held_out(
    matrix: "csr_matrix", truth: Chosen, labels: int, *, blocks: tuple[int, int], seed: int
) -> tuple[Scores, Chosen, bool]:
    """The scores of every example from models that had not seen it, in which part each example was, and whether
    emphasis helps here: it does where labels have many examples each. The first part decides."""
    folds = parts(truth, FOLDS, seed)
    scores = np.zeros((2, len(truth), labels))

    def judge(fold: int, *, emphasise: bool) -> Scores:
        out = folds == fold
        learned = learn(matrix[~out], truth[~out], labels, blocks=blocks, emphasise=emphasise)
        return learned.scores(matrix[out])

    first = {emphasise: judge(0, emphasise=emphasise) for emphasise in (True, False)}
    right = {emphasise: (judged[0].argmax(axis=1) == truth[folds == 0]).sum() for emphasise, judged in first.items()}
    emphasise = bool(right[True] >= right[False])
    scores[:, folds == 0] = first[emphasise]
    for fold in range(1, int(folds.max()) + 1):
        scores[:, folds == fold] = judge(fold, emphasise=emphasise)
    return scores, folds, emphasise


def _credible(scores: Scores, truth: Chosen) -> Right:
    """All examples but those whose label is clearly contradicted by the scores that others give them."""
    lag = scores.max(axis=1) - scores[np.arange(len(truth)), truth]
    good = np.ones(len(truth), dtype=bool)
    for label in np.unique(truth):
        own = np.flatnonzero(truth == label)
        worst = own[np.argsort(-lag[own], kind="stable")][: int(AT_MOST * len(own))]
        good[worst[lag[worst] > CONTRADICTED]] = False
    return good


def parts(truth: Chosen, count: int, seed: int) -> Chosen:
    """Examples dealt out to parts so that every label is spread evenly."""
    chance = np.random.default_rng(seed)
    where = np.zeros(len(truth), dtype=np.intp)
    dealt = 0
    for label in np.unique(truth):
        own = chance.permutation(np.flatnonzero(truth == label))
        where[own] = (np.arange(len(own)) + dealt) % count
        dealt += len(own)
    return where


def _cross_fitted(scores: Scores, truth: Chosen, folds: Chosen) -> Scores:
    """Probabilities of every example by a scaling that had not seen it either."""
    chances = np.zeros(scores.shape[1:])
    for fold in np.unique(folds):
        out = folds == fold
        chances[out] = calibration.fit(scores[:, ~out], truth[~out]).apply(scores[:, out])
    return chances


def _readings(names: Sequence[str], chances: Scores, truth: Chosen) -> tuple[HeldOut, ...]:
    taken = chances.argmax(axis=1)
    return tuple(
        HeldOut(names[label], float(chances[at, label]), bool(label == truth[at])) for at, label in enumerate(taken)
    )


def _classifier(
    names: tuple[str, ...], known: Vocabulary, learned: Learned, scaling: calibration.Scaling
) -> Classifier:
    regression, likelihood = scaling.factors
    weights = learned.regression.weights * regression
    weights[: known.plain] += learned.likelihood.weights * likelihood
    bias = learned.regression.bias * regression + learned.likelihood.bias * likelihood + scaling.offsets
    return Classifier(
        labels=names,
        vocabulary=Vocabulary(known.terms, known.letters, known.rarity * learned.factor, known.hints),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
    )
