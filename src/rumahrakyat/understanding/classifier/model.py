"""A classifier: one table of weights, feature by label. The evidence for a label is a sum over the words of a text, so
that every decision can be taken apart into the words it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rumahrakyat.understanding.classifier import files
from rumahrakyat.understanding.classifier.features import Floats, Found, Vocabulary

EXPLAINED = 3  # so many of the likeliest labels come with their words
MOST_WORDS = 5
_BATCH = 2_000


@dataclass(frozen=True)
class Scored:
    """A label, how likely it is, and the words of the text that speak most for it, the strongest first."""

    label: str
    probability: float
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Classifier:
    """Never changes after it was trained or loaded; may be shared between threads.

    `weights` has a row per feature of the vocabulary and a column per label. What comes out is calibrated: of all texts
    with a probability of 0.9, nine in ten have the label.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats
    bias: Floats

    def __post_init__(self) -> None:
        for array in (self.weights, self.bias, self.vocabulary.rarity):
            array.setflags(write=False)

    @cached_property
    def version(self) -> str:
        """The first twelve digits of the SHA-256 of everything that decides what it answers."""
        return files.digest(self._content())[:12]

    def probabilities(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """One row per text, one column per label in the order of `labels`; every row adds up to one."""
        if len(texts) <= EXPLAINED:
            rows = [self._evidence(self.vocabulary.find(text)) for text in texts]
            return softmax(np.array(rows, dtype=np.float64).reshape(len(texts), len(self.labels)))
        return np.concatenate([softmax(rows) for rows in self._batches(texts)])

    def read(self, text: str) -> tuple[Scored, ...]:
        """All labels, the likeliest first; the first three with their words."""
        found = self.vocabulary.find(text)
        chances = softmax(self._evidence(found)[np.newaxis, :])[0]
        ranked = np.argsort(-chances, kind="stable")
        words = self._words(found, ranked[:EXPLAINED])
        return tuple(
            Scored(self.labels[label], float(chances[label]), words[nth] if nth < len(words) else ())
            for nth, label in enumerate(ranked)
        )

    def to_bytes(self) -> bytes:
        return files.pack(self._content())

    @classmethod
    def from_bytes(cls, data: bytes) -> "Classifier":
        """Raises `BadModel` for anything that `to_bytes` did not write."""
        content = files.unpack(data)
        vocabulary = Vocabulary(
            terms={term: at for at, term in enumerate(content.terms)},
            letters={run: at for at, run in enumerate(content.letters, start=len(content.terms))},
            rarity=content.rarity,
            hints=tuple(content.hints),
        )
        return cls(labels=tuple(content.labels), vocabulary=vocabulary, weights=content.weights, bias=content.bias)

    def save(self, path: Path) -> None:
        path.write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: Path) -> "Classifier":
        """Raises `BadModel` when the file is missing, damaged or something else."""
        return cls.from_bytes(files.read(path))

    def _content(self) -> files.Content:
        return files.Content(
            labels=list(self.labels),
            terms=list(self.vocabulary.terms),
            letters=list(self.vocabulary.letters),
            hints=list(self.vocabulary.hints),
            rarity=self.vocabulary.rarity,
            weights=self.weights,
            bias=self.bias,
        )

    def _evidence(self, found: Found) -> npt.NDArray[np.float64]:
        ids, values = self.vocabulary.weigh(found)
        words = values @ self.weights[ids]
        return np.asarray(words + found.hints @ self.weights[self.vocabulary.plain :] + self.bias, dtype=np.float64)

    def _batches(self, texts: Sequence[str]) -> Iterator[npt.NDArray[np.float64]]:
        for start in range(0, len(texts), _BATCH):
            matrix = self.vocabulary.matrix(texts[start : start + _BATCH])
            yield np.asarray(matrix @ self.weights + self.bias, dtype=np.float64)

    def _words(self, found: Found, ranked: npt.NDArray[np.intp]) -> list[tuple[str, ...]]:
        """For each of these labels the words that speak for it rather than for the others. A pair of words counts half
        for each of the two, letters for the word they stand in."""
        if not found.words:
            return [() for _ in ranked]
        ids, values = self.vocabulary.weigh(found)
        distinct, at, counts = np.unique(found.features, return_inverse=True, return_counts=True)
        by_id = np.zeros(len(distinct), dtype=np.float32)
        by_id[np.searchsorted(distinct, ids)] = values
        table = self.weights[distinct]
        lead = table[:, ranked] - table.mean(axis=1, keepdims=True)
        share = lead * (by_id / counts)[:, np.newaxis]
        return [self._strongest(found, share[at, nth]) for nth in range(len(ranked))]

    def _strongest(self, found: Found, share: Floats) -> tuple[str, ...]:
        strength: dict[str, float] = {}
        for word, amount in zip(found.words, self._by_place(found, share), strict=True):
            strength[word] = strength.get(word, 0.0) + float(amount)
        best = sorted(strength, key=lambda word: (-strength[word], word))
        return tuple(word for word in best if strength[word] > 0 and word[0].isalnum())[:MOST_WORDS]

    def _by_place(self, found: Found, share: Floats) -> npt.NDArray[np.float64]:
        last = len(found.words)
        sums = np.bincount(found.places, weights=share, minlength=last)
        pairs = np.flatnonzero(found.pairs)
        half = share[pairs] / 2
        sums -= np.bincount(found.places[pairs], weights=half, minlength=last)
        sums += np.bincount(found.places[pairs] + 1, weights=half, minlength=last)
        return np.asarray(sums, dtype=np.float64)


def softmax(evidence: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Evidence as probabilities, row by row."""
    raised = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
