"""What a text is about, by weighted words and by words that stand together. Pure, and explainable: every guess names
the words it rests on.

A term is a phrase ("lampu jalan") or words that stand near each other in any order ("jalan + rusak"). Terms and texts
are spelled and stemmed by the same functions, so "berlobang", "lubang2" and "lubang" meet. Confidence is the share of a
guess among all guesses, lowered when there is little to go by.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rumahrakyat.lib.text import Spelling, stem

Kind = Literal["complaint", "aspiration", "information"]
MOST_GUESSES = 3
# A text of so few words with nothing in it is a greeting, not a case.
FEW_WORDS = 5
QUESTION_MARK = 1.0


@dataclass(frozen=True)
class Guess:
    """A sub-category with its share of the belief, and the words that speak for it."""

    code: str
    confidence: float
    words: tuple[str, ...]

    @property
    def main(self) -> str:
        return self.code.split(".", maxsplit=1)[0]


@dataclass(frozen=True)
class Trivial:
    """Something friends or the police can help with rather than a government: where to, and the kind words for it."""

    code: str
    to: str
    text: str


@dataclass(frozen=True)
class Reading:
    """What a text says. `guesses` are the best three, the first is the choice; `main_confidence` is that of the main
    category alone, which is often clear when the sub-category is not."""

    guesses: tuple[Guess, ...]
    main_confidence: float
    kind: Kind
    urgent: bool
    urgent_words: tuple[str, ...]
    misconduct: bool
    violence: bool
    trivial: Trivial | None

    @property
    def best(self) -> Guess | None:
        return self.guesses[0] if self.guesses else None


@dataclass(frozen=True)
class _Term:
    written: str
    parts: tuple[tuple[str, ...], ...]  # phrases that must all be near each other


class _Index:
    """Terms with weights, found by the first word of their first phrase."""

    def __init__(self, terms: Iterable[tuple[str, str, float]], stems: Callable[[str], list[str]], reach: int) -> None:
        self._reach = reach
        self._by_word: dict[str, list[tuple[str, float, _Term]]] = {}
        known: set[tuple[str, tuple[tuple[str, ...], ...]]] = set()
        for code, written, weight in sorted(terms, key=lambda term: -term[2]):
            parts = tuple(tuple(stems(part)) for part in written.split("+"))
            # A greeting may be left out by the spelling table; two forms of a word are one term, the weightier.
            if all(parts) and (code, parts) not in known:
                known.add((code, parts))
                self._by_word.setdefault(parts[0][0], []).append((code, weight, _Term(written, parts)))

    def hits(self, words: list[str]) -> dict[str, list[tuple[float, str]]]:
        """By code: the weights and terms found, each term once. A phrase hides the single words inside it."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(words):
            places.setdefault(word, []).append(at)
        found: dict[str, list[tuple[float, str]]] = {}
        for word, begins in places.items():
            for code, weight, term in self._by_word.get(word, ()):
                if any(self._matches(term, words, places, begin) for begin in begins):
                    found.setdefault(code, []).append((weight, term.written))
        return found

    def _matches(self, term: _Term, words: list[str], places: Mapping[str, list[int]], begin: int) -> bool:
        if not _phrase_at(term.parts[0], words, begin):
            return False
        return all(
            any(
                abs(at - begin) <= self._reach and _phrase_at(part, words, at)
                for at in places.get(part[0], ())
                if at != begin
            )
            for part in term.parts[1:]
        )


def _phrase_at(phrase: tuple[str, ...], words: list[str], at: int) -> bool:
    return tuple(words[at : at + len(phrase)]) == phrase


def _weighted(groups: Mapping[str, Mapping[str, list[str]]]) -> list[tuple[str, str, float]]:
    return [
        (code, term, float(weight))
        for code, terms in groups.items()
        for weight, written in terms.items()
        for term in written
    ]


class Lexicon:
    """The words of one province, ready to read texts. `document` is the content of its ``lexicon.json``."""

    def __init__(self, document: Mapping[str, Any], *, spelling: Spelling) -> None:
        threshold = document["threshold"]
        self.confident = float(threshold["confident"])
        self._smoothing = float(threshold["smoothing"])
        self._whole = frozenset(document["whole_words"])
        self._spelling = spelling
        reach = int(threshold["reach"])
        self._categories = _Index(_weighted(document["categories"]), self.stems, reach)
        signals = {name: document[name] for name in ("information", "aspiration", "complaint", "emergency")}
        self._signals = _Index(_weighted(signals), self.stems, reach)
        self._trivial = {
            entry["code"]: Trivial(entry["code"], entry["to"], entry["text"]) for entry in document["trivial"]
        }
        terms = [(entry["code"], term, 1.0) for entry in document["trivial"] for term in entry["terms"]]
        self._trivia = _Index(terms, self.stems, reach)
        self._misconduct = frozenset(document["misconduct"])
        self._violence = frozenset(document["violence"])

    def stems(self, text: str) -> list[str]:
        return [stem(word, whole=self._whole) for word in self._spelling.words(text)]

    def evidence(self, stems: list[str]) -> dict[str, tuple[float, tuple[str, ...]]]:
        """By sub-category: its score and the terms it rests on, weightiest first."""
        return {
            code: (_score(found), tuple(term for _, term in sorted(found, reverse=True)[:4]))
            for code, found in self._categories.hits(stems).items()
        }

    def read(self, text: str) -> Reading:
        """Category, kind and alarms of a text."""
        words = self.stems(text)
        hits = self._categories.hits(words)
        scores = {code: _score(found) for code, found in hits.items()}
        guesses = self._guesses(scores, hits)
        signals = self._signals.hits(words)
        urgent = tuple(term for _, term in signals.get("emergency", ()))
        top = {guess.code for guess in guesses[:2] if scores[guess.code] >= 3}
        violence = bool(guesses) and guesses[0].code in self._violence
        return Reading(
            guesses=guesses,
            main_confidence=self._main_confidence(guesses, scores),
            kind=_kind(signals, asks="?" in text),
            urgent=bool(urgent),
            urgent_words=urgent,
            misconduct=bool(top & self._misconduct) and not violence,
            violence=violence,
            trivial=self._trivial_in(words, guesses, scores, urgent=bool(urgent)),
        )

    def _guesses(self, scores: Mapping[str, float], hits: Mapping[str, list[tuple[float, str]]]) -> tuple[Guess, ...]:
        ranked = sorted(scores, key=lambda code: (-scores[code], code))[:MOST_GUESSES]
        total = sum(score**2 for score in scores.values()) + self._smoothing**2
        return tuple(
            Guess(
                code,
                round(scores[code] ** 2 / total, 3),
                tuple(term for _, term in sorted(hits[code], reverse=True)[:4]),
            )
            for code in ranked
        )

    def _main_confidence(self, guesses: tuple[Guess, ...], scores: Mapping[str, float]) -> float:
        if not guesses:
            return 0.0
        total = sum(score**2 for score in scores.values()) + self._smoothing**2
        own = sum(score**2 for code, score in scores.items() if code.startswith(guesses[0].main + "."))
        return round(own / total, 3)

    def _trivial_in(
        self, words: list[str], guesses: tuple[Guess, ...], scores: Mapping[str, float], *, urgent: bool
    ) -> Trivial | None:
        """A trivial matter, unless the text holds something of weight besides it."""
        found = self._trivia.hits(words)
        weighty = bool(guesses) and scores[guesses[0].code] > 3 and guesses[0].code != "forkominda.kepolisian"
        if urgent or weighty:
            return None
        for code, trivial in self._trivial.items():
            if code in found and (trivial.to or (len(words) <= FEW_WORDS and not guesses)):
                return trivial
        return self._trivial.get("chat") if not words else None


def _score(found: list[tuple[float, str]]) -> float:
    """Terms add up, each further one a little less: five synonyms are not five reasons."""
    return sum(weight * 0.75**nth for nth, (weight, _) in enumerate(sorted(found, reverse=True)))


def _kind(signals: Mapping[str, list[tuple[float, str]]], *, asks: bool) -> Kind:
    """A complaint unless the words of a question or of an idea outweigh those of a complaint."""
    strength = {name: sum(weight for weight, _ in found) for name, found in signals.items()}
    against = max(strength.get("complaint", 0.0), 2.5)
    information = strength.get("information", 0.0)
    # A question mark strengthens a question; alone it may be mere indignation.
    information += QUESTION_MARK if asks and information else 0.0
    aspiration = strength.get("aspiration", 0.0)
    if max(information, aspiration) <= against:
        return "complaint"
    return "information" if information > aspiration else "aspiration"
