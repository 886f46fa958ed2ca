"""Danger, noise, praise and foreign tongues in a text, by the words of the province's data. Pure.

Danger errs on the side of telling a number too often: a number that was not needed costs a line, one that was missing
costs a life. But what only remembers or fears ("last year somebody drowned, please build a fence") is no emergency, so
words of the past and of worry silence words that do not speak of now.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rumahrakyat.understanding.clauses import pieces
from rumahrakyat.understanding.signals import Danger, Disturbance, Emergency, Noise, Number, Praise, Tongue
from rumahrakyat.understanding.wordindex import Hits, WordIndex

Stems = Callable[[str], list[str]]
_LETTERS = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"https?://|\bwww\.|\bbit\.ly|\bwa\.me|\.(?:com|net|id|xyz|link)\b", re.IGNORECASE)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aiueoy")
_LONG_WITHOUT_VOWEL = 7
_RUN_OF_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_REPEATS = re.compile(r"(.{1,4})\1{3,}")
SHORT_TEXT = 14
STUFFED_WORDS = 20
STUFFED_SHARE = 0.3
STUFFED_TERMS = 9


@dataclass(frozen=True)
class _Peril:
    danger: Danger
    lasting: bool
    numbers: tuple[Number, ...]
    text: str
    short: str


def _terms(groups: Mapping[str, list[str]]) -> list[tuple[str, str, float]]:
    return [(code, term, 1.0) for code, terms in groups.items() for term in terms]


class Alarms:
    """`data` is the part ``signals`` of the province's lexicon; `stems` spells and stems a text as its terms."""

    def __init__(self, data: Mapping[str, Any], stems: Stems, reach: int) -> None:
        self._stems = stems
        names: dict[str, str] = data["numbers"]
        self._perils: dict[str, _Peril] = {}
        terms: list[tuple[str, str, float]] = []
        for one in data["dangers"]:
            code = one["code"]
            numbers = tuple(Number(digits, names[digits]) for digits in one["numbers"])
            self._perils[code] = _Peril(code, bool(one.get("lasting")), numbers, one["text"], one["short"])
            terms += [(f"{code}:now", term, 1.0) for term in one["now"]]
            terms += [(f"{code}:perhaps", term, 1.0) for term in one["perhaps"]]
            terms += [(f"{code}:unless", term, 1.0) for term in one.get("unless", ())]
        self._dangers = WordIndex(terms, stems, reach)
        self._times = WordIndex(_terms(data["times"]), stems, reach)
        self._noises = WordIndex(_terms(data["noise"]), stems, reach)
        self._praises = WordIndex(_terms(data["praise"]), stems, reach)
        self._english: dict[str, str] = data["english"]["words"]
        self._tongues = {"en": frozenset(data["english"]["usual"]), "id": frozenset(data["indonesian"])}

    def emergency(self, text: str) -> Emergency | None:
        """Danger to life that goes on now; of several the one listed first in the data. Cheap enough for every door
        at which reports come in."""
        found: dict[str, tuple[str, ...]] = {}
        for piece in pieces(text):
            for code, words in self._of_piece(self._stems(piece)).items():
                found.setdefault(code, words)
        for code, peril in self._perils.items():
            if code in found:
                return Emergency(peril.danger, found[code], peril.numbers, peril.text, peril.short)
        return None

    def _of_piece(self, stems: list[str]) -> dict[str, tuple[str, ...]]:
        hits = self._dangers.hits(stems)
        if not hits:
            return {}
        times = self._times.hits(stems)
        # "Still no help to this day" speaks of something that is over.
        over = "lingering" in times
        present, calling = ("now" in times and not over), ("calling" in times)
        past = over or "past" in times
        found: dict[str, tuple[str, ...]] = {}
        for key, terms in hits.items():
            code, certainty = key.split(":")
            calm = past and not present and not self._perils[code].lasting
            if calm or certainty == "unless" or f"{code}:unless" in hits:
                continue
            if certainty == "now" or present or calling:
                found[code] = (*found.get(code, ()), *(term for _, term in terms))
        return found

    def noise(self, text: str, stems: list[str], *, telling: bool, terms: int) -> Disturbance | None:
        """What is no report: `telling` when the lexicon knows what the text is about, `terms` how many of its terms
        stand in it. A complaint about gambling or about dogs is a complaint."""
        hits = self._noises.hits(stems)
        return (
            self._selling(text, hits, telling=telling)
            or self._insulting(hits, stems, telling=telling)
            or _stuffed(text, terms)
            or (None if telling else _gibberish(text, self._known))
        )

    def _selling(self, text: str, hits: Hits, *, telling: bool) -> Disturbance | None:
        link = bool(_LINK.search(text))
        if "complaining" in hits and not link:
            return None
        kinds: tuple[Noise, ...] = ("gambling", "loan", "advertising")
        for kind in kinds:
            words = tuple(term for _, term in hits.get(kind, ()))
            needed = 3 if telling and kind == "advertising" else 2
            if len(words) + link >= needed and words:
                return Disturbance(kind, words[:4])
        return None

    def _insulting(self, hits: Hits, stems: list[str], *, telling: bool) -> Disturbance | None:
        words = tuple(term for _, term in hits.get("insult", ()))
        return Disturbance("insult", words[:4]) if words and not telling and len(stems) <= SHORT_TEXT else None

    def _known(self, word: str) -> bool:
        return word in self._tongues["id"] or word in self._tongues["en"]

    def praise(self, text: str, *, faults: bool) -> Praise | None:
        """Thanks or praise; a courtesy at the end of a complaint is none. `faults`: words of complaint in the text."""
        for piece in pieces(text):
            hits = self._praises.hits(self._stems(piece))
            praise = tuple(term for _, term in hits.get("praise", ()))
            mocking = tuple(term for _, term in hits.get("mocking", ()))
            if praise and mocking:
                return Praise((*praise, *mocking)[:4], sarcastic=True)
        whole = self._praises.hits(self._stems(text))
        words = tuple(term for _, term in (*whole.get("praise", ()), *whole.get("thanks", ())))
        done = "done" in whole
        if not words or (faults and not done) or "asking" in whole:
            return None
        return Praise(words[:4], sarcastic=False)

    def tongue(self, text: str) -> Tongue:
        """The language as far as reading needs it: none without letters, another one without Latin letters."""
        letters = [sign for sign in text if sign.isalpha()]
        if not letters:
            return "none"
        latin = sum(sign < "\u0250" for sign in letters)
        if latin * 2 < len(letters):
            return "other"
        words = Counter(word.lower() for word in _LETTERS.findall(text))
        english = sum(times for word, times in words.items() if word in self._tongues["en"])
        own = sum(times for word, times in words.items() if word in self._tongues["id"])
        return "en" if english >= 2 and english > own else "id"

    def from_english(self, text: str) -> str:
        """The words of an English text that our lexicon has a word for, as far as they are known: to sort by only."""
        words = [word.lower() for word in _LETTERS.findall(text)]
        pairs = [f"{one} {two}" for one, two in zip(words, [*words[1:], ""], strict=True)]
        told = [self._english.get(pair, self._english.get(word, "")) for word, pair in zip(words, pairs, strict=True)]
        return " ".join(word for word in told if word)


def _gibberish(text: str, known: Callable[[str], bool]) -> Disturbance | None:
    words = [word.lower() for word in _LETTERS.findall(text) if word.isascii()]
    odd = [word for word in words if not known(word) and _odd(word)]
    if words and len(odd) * 2 > len(words):
        return Disturbance("gibberish", tuple(dict.fromkeys(word[:20] for word in odd))[:3])
    return None


def _odd(word: str) -> bool:
    """Letters that no hand writes on purpose. Words without vowels are usual in short messages, up to a length."""
    if len(word) >= 4 and any(word in row or word in row[::-1] for row in _ROWS):
        return True
    bare = not set(word) & _VOWELS and len(word) >= _LONG_WITHOUT_VOWEL
    return bare or bool(_RUN_OF_CONSONANTS.search(word)) or bool(_REPEATS.search(word))


def _stuffed(text: str, terms: int) -> Disturbance | None:
    """Key words heaped up or said over and over, to be sorted somewhere or to be seen."""
    words = [word.lower() for word in _LETTERS.findall(text) if len(word) > 2]
    if len(words) < STUFFED_WORDS:
        return None
    counted = Counter(words)
    if len(counted) <= STUFFED_SHARE * len(words) and len(counted) < STUFFED_WORDS:
        return Disturbance("stuffing", tuple(word for word, _ in counted.most_common(3)))
    if terms >= STUFFED_TERMS and terms * 1.5 >= len(counted):
        return Disturbance("stuffing", tuple(word for word, _ in counted.most_common(3)))
    return None
