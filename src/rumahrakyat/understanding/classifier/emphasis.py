"""Which features tell labels apart: those that are much likelier under a label that they point to.

A word that is in a tenth of all texts, under whatever label, gets little weight; one that nearly always comes with the
same label gets much, however rare it is.
"""

from typing import TYPE_CHECKING

import numpy as np

from rumahrakyat.understanding.classifier.bayes import by_label
from rumahrakyat.understanding.classifier.features import Floats
from rumahrakyat.understanding.classifier.ridge import Truth

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# Features that tell nothing keep this much. Both numbers were chosen on parts drawn with other seeds than those that
# figures are reported from.
FLOOR = 0.5
DOUBT = 0.1


def emphasis(matrix: "csr_matrix", truth: Truth, labels: int) -> Floats:
    """A factor for each feature: the logarithm of how much likelier it is under a label than elsewhere, squared,
    averaged over the labels that it comes with."""
    inside = by_label(matrix, truth, labels)
    everywhere = inside.sum(axis=0)
    outside = everywhere - inside + DOUBT
    share = inside / np.maximum(everywhere, 1e-9)
    inside += DOUBT
    within, without = inside.sum(axis=1, keepdims=True), outside.sum(axis=1, keepdims=True)
    lead = np.log(inside / within) - np.log(outside / without)
    return np.asarray(np.sqrt((share * lead**2).sum(axis=0)) + FLOOR, dtype=np.float32)


def emphasised(matrix: "csr_matrix", factor: Floats, block: int) -> "csr_matrix":
    """The matrix with its features weighed by these factors, one for each of the words and letters; the first `block`
    of them and the rest count alike in every text, as in `Vocabulary.weigh`. Hints, behind them, stay as they are."""
    from scipy.sparse import diags, hstack  # noqa: PLC0415 -- only training needs it

    parts = []
    for columns in (slice(0, block), slice(block, len(factor))):
        part = (matrix[:, columns] @ diags(factor[columns])).tocsr()
        lengths = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
        parts.append(diags(1.0 / np.maximum(lengths, 1e-12)) @ part)
    return hstack([*parts, matrix[:, len(factor) :]]).tocsr().astype(np.float32)
