"""Naive Bayes over weighed features: what each word says by itself, however the words around it are distributed.

Beside a ridge regression, which weighs words against each other, it errs elsewhere: their sum is better than either,
most of all for labels with few examples.
"""

from typing import TYPE_CHECKING

import numpy as np

from rumahrakyat.understanding.classifier.arrays import Wide
from rumahrakyat.understanding.classifier.ridge import Linear, Truth

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# What every label has seen of every feature beforehand. Chosen on parts drawn with other seeds than those that figures
# are reported from; between 0.001 and 0.02 it hardly matters.
DOUBT = 0.003


def fit(matrix: "csr_matrix", truth: Truth, labels: int) -> Linear:
    """Scores are the logarithm of the likelihood of a text under each label, against their mean over all labels.
    How common a label is, is left to the calibration: counted here too, it hides the rare ones."""
    seen = by_label(matrix, truth, labels) + DOUBT
    said = np.log(seen / seen.sum(axis=1, keepdims=True))
    return Linear((said - said.mean(axis=0)).T.astype(np.float32), np.zeros(labels, dtype=np.float32))


def by_label(matrix: "csr_matrix", truth: Truth, labels: int) -> Wide:
    """How much of each feature the texts of each label have together: a row per label."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 -- only training needs it

    ones = np.ones(len(truth), dtype=np.float32)
    members = csr_matrix((ones, (truth, np.arange(len(truth)))), shape=(labels, len(truth)))
    return np.asarray((members @ matrix).toarray(), dtype=np.float64)
