"""Sub-categories on the first day, before an installation has any history: the lexicon's words together with sentences
that we wrote ourselves (``examples.csv`` of the province). Pure, built in a fraction of a second, explainable.

Two witnesses are joined. The lexicon knows words by weight; it is sure of few words and silent about the rest. The
sentences know how ordinary words go together (naive Bayes over crude stems and pairs of them); they are unsure of each
word and have something to say about nearly every text. Evidence of sentences is tempered by the root of its length: in
a long letter the same thing is said many times, and each time counts less.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rumahrakyat.understanding.lexicon import Lexicon

MOST_WORDS = 4
_HARD = frozenset("kpst")
_VOWELS = frozenset("aiueo")


@dataclass(frozen=True)
class Weights:
    """How the two witnesses are joined. `doubt` is what every sub-category has seen of every word beforehand;
    `lexicon` and `sentences` weigh the two."""

    doubt: float = 0.3
    lexicon: float = 0.9
    sentences: float = 0.7


@dataclass(frozen=True)
class Ranked:
    """A sub-category, its share of the belief (all shares of a text sum to 1), and the words that speak for it."""

    code: str
    share: float
    words: tuple[str, ...]

    @property
    def main(self) -> str:
        return self.code.split(".", maxsplit=1)[0]


def crude(stem: str) -> str:
    """A stem without the consonant that Indonesian prefixes swallow, so that "potong", "memotong" and texts that were
    stemmed by another method meet."""
    return stem[1:] if len(stem) > 4 and stem[0] in _HARD and stem[1] in _VOWELS else stem


class FirstDay:
    """Reads texts with a lexicon and example sentences, given as (text, sub-category). `ignored` words stand in every
    message and say nothing of its subject."""

    def __init__(
        self,
        lexicon: Lexicon,
        examples: Iterable[tuple[str, str]],
        *,
        ignored: Iterable[str] = (),
        weights: Weights | None = None,
    ) -> None:
        self._lexicon, self._weights = lexicon, weights or Weights()
        self._ignored = frozenset(stem for word in ignored for stem in lexicon.stems(word))
        self._seen: dict[str, Counter[str]] = defaultdict(Counter)
        sizes: Counter[str] = Counter()
        for text, code in examples:
            parts = self._parts(lexicon.stems(text))
            sizes[code] += len(parts)
            for part in parts:
                self._seen[part][code] += 1
        floor = self._weights.doubt * max(len(self._seen), 1)
        self._size = {code: math.log(size + floor) for code, size in sizes.items()}

    @property
    def codes(self) -> tuple[str, ...]:
        """The sub-categories that there are sentences for."""
        return tuple(sorted(self._size))

    def _parts(self, stems: list[str]) -> dict[str, str]:
        """Crude words and pairs of them, each with the stems it stands for."""
        words = [stem for stem in stems if self._says_something(stem)]
        parts = {crude(word): word for word in words}
        parts |= {f"{crude(one)} {crude(two)}": f"{one} {two}" for one, two in pairwise(words)}
        return parts

    def _says_something(self, stem: str) -> bool:
        return len(stem) > 1 and not stem.isdigit() and stem not in self._ignored

    def categories(self, text: str) -> tuple[Ranked, ...]:
        """All sub-categories, the likeliest first; none when neither witness knows a word of the text."""
        stems = self._lexicon.stems(text)
        found = self._lexicon.evidence(stems)
        known = {part: read for part, read in self._parts(stems).items() if part in self._seen}
        if not known and not found:
            return ()
        belief = self._sentences(known)
        for code, (score, _words) in found.items():
            belief[code] = belief.get(code, 0.0) + self._weights.lexicon * score
        return self._ranked(belief, known, {code: words for code, (_, words) in found.items()})

    def _sentences(self, known: Collection[str]) -> dict[str, float]:
        tempered = self._weights.sentences / math.sqrt(max(len(known), 1))
        belief = {code: -size * len(known) for code, size in self._size.items()}
        for part in known:
            for code, times in self._seen[part].items():
                belief[code] += math.log1p(times / self._weights.doubt)
        return {code: value * tempered for code, value in belief.items()}

    def _ranked(
        self, belief: Mapping[str, float], known: Mapping[str, str], found: Mapping[str, tuple[str, ...]]
    ) -> tuple[Ranked, ...]:
        highest = max(belief.values())
        mass = {code: math.exp(value - highest) for code, value in belief.items()}
        total = sum(mass.values())
        order = sorted(mass, key=lambda code: (-mass[code], code))
        return tuple(
            Ranked(code, round(mass[code] / total, 4), self._words(code, known, found.get(code, ())) if nth < 3 else ())
            for nth, code in enumerate(order)
        )

    def _words(self, code: str, known: Mapping[str, str], terms: tuple[str, ...]) -> tuple[str, ...]:
        """The lexicon's terms first, then the words seen oftenest in this sub-category and seldom in others."""
        own = [part for part in known if self._seen[part][code]]
        own.sort(key=lambda part: (-self._seen[part][code] / sum(self._seen[part].values()), part))
        return tuple(dict.fromkeys((*terms, *(known[part] for part in own))))[:MOST_WORDS]


def mains(ranked: Iterable[Ranked]) -> dict[str, float]:
    """The shares of main categories, the likeliest first: often clear where the sub-category is not."""
    shares: dict[str, float] = defaultdict(float)
    for one in ranked:
        shares[one.main] += one.share
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))
