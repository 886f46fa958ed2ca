"""What a figure has to be compared with: always the commonest label, and a plain linear support vector machine on words
and letters (TF-IDF of words 1-2 and letters 3-5, balanced labels), as anybody would try it first."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from rumahrakyat.understanding.classifier import calibration
from rumahrakyat.understanding.classifier.calibration import Chosen, Scores
from rumahrakyat.understanding.classifier.evaluation import macro_f1
from rumahrakyat.understanding.classifier.report import MOST_CERTAIN, SURE, confusion
from rumahrakyat.understanding.classifier.training import parts


def by_parts(texts: Sequence[str], labels: Sequence[str], *, count: int, seed: int) -> dict[str, Any]:
    """Both baselines on the same parts as `evaluation.by_parts`."""
    names, truth = np.unique(np.array(labels), return_inverse=True)
    where = parts(truth, count, seed)
    splits = [(np.flatnonzero(where != part), np.flatnonzero(where == part)) for part in range(count)]
    return _both(texts, truth, len(names), splits, seed)


def by_time(texts: Sequence[str], labels: Sequence[str], *, share: float, seed: int) -> dict[str, Any]:
    """Both baselines on the same texts as `evaluation.by_time`."""
    names, truth = np.unique(np.array(labels), return_inverse=True)
    cut = round(share * len(texts))
    return _both(texts, truth, len(names), [(np.arange(cut), np.arange(cut, len(texts)))], seed)


def of_labels(labels: Sequence[str]) -> dict[str, Any]:
    """Only the first one: there is nothing to train on."""
    return {"majority": {"accuracy": round(max(Counter(labels).values()) / len(labels), 4)}}


def _both(
    texts: Sequence[str], truth: Chosen, labels: int, splits: Sequence[tuple[Chosen, Chosen]], seed: int
) -> dict[str, Any]:
    commonest, plain = [], []
    for seen, unseen in splits:
        commonest.append(np.full(len(unseen), np.bincount(truth[seen]).argmax()))
        plain.append(_plain([texts[at] for at in seen], truth[seen], [texts[at] for at in unseen], labels, seed))
    known = truth[np.concatenate([unseen for _, unseen in splits])]
    scores = np.concatenate(plain)
    return {
        "majority": _figures(known, np.concatenate(commonest), labels),
        "plain_svm": {**_figures(known, scores.argmax(axis=1), labels), **_certain(known, scores)},
    }


def _plain(seen: list[str], truth: Chosen, unseen: list[str], labels: int, seed: int) -> Scores:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- only evaluation needs it
    from sklearn.pipeline import make_union  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    look = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True),
    )
    machine = LinearSVC(class_weight="balanced", random_state=seed).fit(look.fit_transform(seen), truth)
    found = machine.decision_function(look.transform(unseen))
    scores = np.full((len(unseen), labels), -np.inf)
    scores[:, machine.classes_] = found if found.ndim == 2 else np.column_stack([-found, found])
    return scores


def _figures(truth: Chosen, taken: Chosen, labels: int) -> dict[str, Any]:
    return {
        "accuracy": round(float((taken == truth).mean()), 4),
        "macro_f1": round(macro_f1(confusion(truth, taken, labels)), 4),
    }


def _certain(truth: Chosen, scores: Scores) -> dict[str, Any]:
    """By how far the best score leads, as a machine without probabilities tells its certainty."""
    ranked = np.sort(scores, axis=1)
    lead, right = ranked[:, -1] - ranked[:, -2], scores.argmax(axis=1) == truth
    most = calibration.accuracy_of_most_certain(lead, right, share=MOST_CERTAIN)
    return {
        "coverage": round(calibration.coverage(lead, right, accuracy=SURE), 4),
        "accuracy_of_most_certain_65": round(most, 4),
    }
