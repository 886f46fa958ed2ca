"""Linear regression on labels with a penalty (ridge), solved over texts instead of features: there are more features.

It needs no iteration to converge and no luck with a starting point; rare labels get their due by a weight for each
text. Up to some thousand texts the equations are solved at once, beyond that step by step (conjugate gradients).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rumahrakyat.understanding.classifier.features import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Truth = npt.NDArray[np.intp]
Scores = npt.NDArray[np.float64]

PENALTY = 0.7
# How far rare labels are raised: 0 counts every text alike, 1 every label. Chosen on parts drawn with other seeds than
# those that figures are reported from.
EVENNESS = 0.4
MOST_AT_ONCE = 12_000  # texts; their likenesses to each other fill half a gigabyte then
_COMMON = 3_000  # features that are in so many texts that a dense table is quicker
_ROWS = 500
_STEPS, _CLOSE = 100, 1e-3


@dataclass(frozen=True)
class Linear:
    """Scores are features x weights + bias."""

    weights: Floats
    bias: Floats

    def scores(self, matrix: "csr_matrix") -> Scores:
        return np.asarray(matrix @ self.weights + self.bias, dtype=np.float64)


def fit(matrix: "csr_matrix", truth: Truth, labels: int) -> Linear:
    """Scores near one for the label of a text, near minus one for all others."""
    counts = np.bincount(truth, minlength=labels)
    worth = ((len(truth) / (labels * np.maximum(counts, 1))) ** EVENNESS)[truth]
    target = -np.ones((len(truth), labels), dtype=np.float32)
    target[np.arange(len(truth)), truth] = 1.0
    usual = (target * worth[:, np.newaxis]).sum(axis=0) / worth.sum()
    slack = (PENALTY / worth).astype(np.float32)
    goal = (target - usual).astype(np.float32)
    solve = _at_once if len(truth) <= MOST_AT_ONCE else _step_by_step
    return Linear(np.asarray(matrix.T @ solve(matrix, goal, slack), dtype=np.float32), usual.astype(np.float32))


def likenesses(matrix: "csr_matrix") -> Floats:
    """How alike each two texts are: matrix x its transpose, as a dense table."""
    often = np.argsort(-matrix.getnnz(axis=0), kind="stable")
    common, rare = np.sort(often[:_COMMON]), np.sort(often[_COMMON:])
    dense = matrix[:, common].toarray()
    found = dense @ dense.T
    if len(rare):
        rest = matrix[:, rare].tocsr()
        across = rest.T.tocsr()
        for start in range(0, rest.shape[0], _ROWS):
            found[start : start + _ROWS] += (rest[start : start + _ROWS] @ across).toarray()
    return np.asarray(found, dtype=np.float32)


def _at_once(matrix: "csr_matrix", goal: Floats, slack: Floats) -> Floats:
    from scipy.linalg import cho_factor, cho_solve  # noqa: PLC0415 -- only training needs it

    table = likenesses(matrix)
    table[np.diag_indices(len(goal))] += slack
    # A symmetric table is its own transpose, which lies in memory as LAPACK wants it and is not copied.
    factor = cho_factor(table.T, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(cho_solve(factor, goal, check_finite=False), dtype=np.float32)


def _step_by_step(matrix: "csr_matrix", goal: Floats, slack: Floats) -> Floats:
    across = matrix.T.tocsr()
    scale = (1.0 / (np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + slack))[:, np.newaxis].astype(np.float32)
    found, rest = np.zeros_like(goal), goal.copy()
    ready = scale * rest
    way, size = ready.copy(), (rest * ready).sum(axis=0)
    begun = size.copy()
    for _ in range(_STEPS):
        moved = matrix @ (across @ way) + slack[:, np.newaxis] * way
        length = size / np.maximum((way * moved).sum(axis=0), 1e-30)
        found += length * way
        rest -= length * moved
        ready = scale * rest
        before, size = size, (rest * ready).sum(axis=0)
        if np.all(size <= _CLOSE**2 * begun):
            break
        way = ready + (size / np.maximum(before, 1e-30)) * way
    return found
