"""The signature of a text: hashed words, the names of places in it, and keys that nearly equal texts share. Pure.

Words come in spelled and stemmed (`understanding.Lexicon.stems`). Words that say nothing ("mohon", "segera") are left
out. What is kept is a keyed hash of each word: likeness can be counted, the text cannot be read.
"""

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MOST_WORDS: Final = 64
# Fewer telling words than these are alike by chance: "jalan rusak parah" is no copy of "jalan rusak parah".
LEAST_FOR_BANDS: Final = 6
BANDS: Final = 6
ROWS: Final = 3
CLASSES: Final = 8
_MASK: Final = 0xFFFFFFFF
_CLASS_MASK: Final = CLASSES - 1
_seeds = random.Random(20260721)  # noqa: S311 -- fixed for ever: stored bands were made with these
_STEPS: Final = tuple((_seeds.randrange(1, 1 << 32, 2), _seeds.randrange(1 << 32)) for _ in range(BANDS * ROWS))
Hash = Callable[[str], int]


@dataclass(frozen=True)
class Vocabulary:
    """What is known about words: `common` say nothing, `subjects` say what it is about (and are shared by all reports
    of a category), `triggers` stand before a name and give its class, `between` may stand between the two."""

    common: frozenset[str]
    subjects: frozenset[str]
    triggers: Mapping[str, int]
    between: frozenset[str]


@dataclass(frozen=True)
class Signature:
    """`words`: hashes, sorted, at most 64. `names`: hashes whose lowest three bits are the class. `bands`: empty for a
    text of too few words."""

    words: tuple[int, ...]
    names: tuple[int, ...]
    bands: tuple[int, ...]


def signature_of(stems: Sequence[str], vocabulary: Vocabulary, hashed: Hash) -> Signature:
    """`hashed` gives each word a number of 32 bits."""
    telling = {hashed(word) for word in stems if word not in vocabulary.common and (len(word) > 1 or word.isdigit())}
    # The smallest hashes: the same words are kept of two long texts that share most of them.
    words = tuple(sorted(telling)[:MOST_WORDS])
    return Signature(words, _names(stems, vocabulary, hashed), bands_of(words))


def _names(stems: Sequence[str], vocabulary: Vocabulary, hashed: Hash) -> tuple[int, ...]:
    """Up to two words after "jalan", "dusun", "pasar" ... that are neither common nor about the matter itself."""
    found: set[int] = set()
    plain = vocabulary.common | vocabulary.subjects
    for at, word in enumerate(stems):
        kind = vocabulary.triggers.get(word)
        if kind is None:
            continue
        following = list(stems[at + 1 : at + 4])
        while following and following[0] in vocabulary.between:
            following.pop(0)
        for nth, name in enumerate(following[:2]):
            if name in plain or name in vocabulary.triggers or (len(name) < 3 and not name.isdigit()):
                break
            found.add(hashed(f"{kind}:{name}") & ~_CLASS_MASK | kind)
            if nth == 0 and name.isdigit():
                break
    return tuple(sorted(found))


def class_of(name: int) -> int:
    return name & _CLASS_MASK


def bands_of(words: Collection[int]) -> tuple[int, ...]:
    """Six numbers, each from three minima of the words under fixed permutations. Of two texts that share nine words in
    ten at least one number is equal in 999 cases of 1,000; of texts that share one in five, in 5 of 100."""
    if len(words) < LEAST_FOR_BANDS:
        return ()
    unsigned = [word & _MASK for word in words]
    least = [min((factor * word + step & _MASK) for word in unsigned) for factor, step in _STEPS]
    return tuple(_folded(least[start : start + ROWS], start) for start in range(0, BANDS * ROWS, ROWS))


def _folded(rows: Sequence[int], salt: int) -> int:
    """Several numbers as one signed number of 32 bits."""
    value = 2166136261 ^ salt
    for row in rows:
        value = (value ^ row) * 16777619 & _MASK
        value ^= value >> 15
    return value - (1 << 32) if value >= 1 << 31 else value
