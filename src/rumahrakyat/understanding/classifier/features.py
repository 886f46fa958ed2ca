"""What a classifier looks at: words, pairs of neighbouring words, and the letters inside words.

The letters carry what spelling and affixes hide ("dibolongi", "bolong2"), the pairs what single words do not say
("lampu merah"). A vocabulary is fixed when a classifier is trained; texts are read by it alone, so that a classifier
reads the same tomorrow, whatever else of the product changes.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rumahrakyat.understanding.classifier import hints
from rumahrakyat.understanding.classifier.arrays import Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Floats", "Found", "Ints", "Vocabulary", "letters", "terms", "tokens", "vocabulary"]

# More than this is not read: the longest complaint that a form takes.
MOST_CHARACTERS = 8_000
LETTERS = (2, 3, 4, 5)
RARE_WORD, RARE_LETTERS = 2, 3  # a feature of fewer texts says nothing about the next one
_REMEMBERED = 20_000  # words whose letters are kept at hand
_LONGEST_WORD = 30
_LINK = re.compile(r"https?://\S+|www\.\S+")
_TOKEN = re.compile(r"[^\W_]+|[?!]+|[@#]")


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, with the marks that tell a question or a mention from a statement."""
    plain = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).lower()
    return [token[:_LONGEST_WORD] for token in _TOKEN.findall(_LINK.sub(" http ", plain))]


def terms(words: Sequence[str]) -> list[str]:
    """Words and pairs of neighbours: first all words, then each pair, beginning with the first."""
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


def letters(word: str) -> list[str]:
    """Runs of two to five letters of a word, whose beginning and end count as letters."""
    padded = f" {word} "
    return [padded[at : at + size] for size in LETTERS for at in range(len(padded) - size + 1)]


@dataclass(frozen=True)
class Found:
    """A text by the features of a vocabulary: every occurrence, with the place of the word that it belongs to."""

    words: list[str]
    features: Ints
    places: Ints
    pairs: npt.NDArray[np.bool_]  # an occurrence of a pair belongs to the next word, too
    block: int  # how many of the occurrences are words and pairs; the rest are letters
    hints: Floats


@dataclass(frozen=True)
class Vocabulary:
    """The features of a classifier: words and pairs first, then runs of letters, then what the first day knows of
    the sub-categories `hints`; `rarity` weighs each of the first two kinds."""

    terms: Mapping[str, int]
    letters: Mapping[str, int]
    rarity: Floats
    hints: tuple[str, ...] = ()
    _known: dict[str, Ints] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return self.plain + len(self.hints)

    @property
    def plain(self) -> int:
        """How many features are words, pairs or letters."""
        return len(self.terms) + len(self.letters)

    def find(self, text: str) -> Found:
        words = tokens(text)
        at = np.array([self.terms.get(term, -1) for term in terms(words)], dtype=np.int32)
        places = np.concatenate([np.arange(len(words)), np.arange(max(0, len(words) - 1))]).astype(np.int32)
        inside = [self._letters(word) for word in words]
        of_letters = np.concatenate(inside) if inside else np.empty(0, dtype=np.int32)
        belongs = np.repeat(np.arange(len(words), dtype=np.int32), [len(one) for one in inside])
        seen = at >= 0
        return Found(
            words=words,
            features=np.concatenate([at[seen], of_letters]),
            places=np.concatenate([places[seen], belongs]),
            pairs=np.concatenate([np.flatnonzero(seen) >= len(words), np.zeros(len(of_letters), dtype=bool)]),
            block=int(seen.sum()),
            hints=hints.shares(text, self.hints) if self.hints else np.empty(0, dtype=np.float32),
        )

    def weigh(self, found: Found) -> tuple[Ints, Floats]:
        """Words and letters of a text and their weights. Both kinds count alike, however many there are of each."""
        parts = [self._block(found.features[: found.block]), self._block(found.features[found.block :])]
        return np.concatenate([ids for ids, _ in parts]), np.concatenate([values for _, values in parts])

    def matrix(self, texts: Iterable[str]) -> "csr_matrix":
        """A row per text, a column per feature."""
        from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415 -- only training and large batches need it

        texts, unhinted = list(texts), replace(self, hints=())
        rows = [self.weigh(unhinted.find(text)) for text in texts]
        starts = np.concatenate([[0], np.cumsum([len(ids) for ids, _ in rows])])
        ids = np.concatenate([ids for ids, _ in rows]) if rows else np.empty(0, dtype=np.int32)
        values = np.concatenate([values for _, values in rows]) if rows else np.empty(0, dtype=np.float32)
        plain = csr_matrix((values, ids, starts), shape=(len(rows), self.plain))
        return hstack([plain, csr_matrix(hints.table(texts, self.hints))]).tocsr() if self.hints else plain

    def _letters(self, word: str) -> Ints:
        known = self._known.get(word)
        if known is None:
            ids = (self.letters.get(run, -1) for run in letters(word))
            known = np.array([one for one in ids if one >= 0], dtype=np.int32)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = known
        return known

    def _block(self, occurrences: Ints) -> tuple[Ints, Floats]:
        ids, counts = np.unique(occurrences, return_counts=True)
        values = (1.0 + np.log(counts)).astype(np.float32) * self.rarity[ids]
        norm = float(np.sqrt(values @ values))
        return ids.astype(np.int32), (values / norm if norm else values).astype(np.float32)


def vocabulary(texts: Sequence[str], *, most: int, rare: int = RARE_WORD, hinted: Sequence[str] = ()) -> Vocabulary:
    """The vocabulary of these texts: what stands in more than a few of them, at most `most` words and letters. A word
    or a pair of words of fewer than `rare` texts is left out. `hinted`: sub-categories of the first day."""
    in_texts: Counter[str] = Counter()
    of_letters: Counter[str] = Counter()
    runs: dict[str, list[str]] = {}
    for text in texts:
        words = tokens(text)
        in_texts.update(set(terms(words)))
        known = set(words)
        for word in known - runs.keys():
            runs[word] = letters(word)
        of_letters.update({run for word in known for run in runs[word]})
    chosen_terms = _common(in_texts, rare, most // 3)
    chosen_letters = _common(of_letters, RARE_LETTERS, most - len(chosen_terms))
    counts = [in_texts[term] for term in chosen_terms] + [of_letters[run] for run in chosen_letters]
    rarity = np.log((1 + len(texts)) / (1 + np.array(counts, dtype=np.float64))) + 1
    first = len(chosen_terms)
    return Vocabulary(
        terms={term: at for at, term in enumerate(chosen_terms)},
        letters={run: first + at for at, run in enumerate(chosen_letters)},
        rarity=rarity.astype(np.float32),
        hints=tuple(hinted),
    )


def _common(counts: Mapping[str, int], least: int, most: int) -> list[str]:
    """The commonest, in an order that does not depend on the order of the texts."""
    often = [term for term, count in counts.items() if count >= least]
    if len(often) > most:
        often = sorted(often, key=lambda term: (-counts[term], term))[:most]
    return sorted(often)
