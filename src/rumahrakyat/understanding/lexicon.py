"""What a text is about, by weighted words and by words that stand together. Pure, and explainable: every guess names
the words it rests on.

A term is a phrase ("lampu jalan") or words that stand near each other in any order ("jalan + rusak"). Terms and texts
are spelled and stemmed by the same functions, so "berlobang", "lubang2" and "lubang" meet. Confidence is the share of a
guess among all guesses, lowered when there is little to go by.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any

from rumahrakyat.lib.text import Spelling, stem
from rumahrakyat.understanding import clauses
from rumahrakyat.understanding.alarms import Alarms
from rumahrakyat.understanding.signals import Kind, Mark, Matter, Signals
from rumahrakyat.understanding.wordindex import Hits, WordIndex, once, weighted
from rumahrakyat.understanding.wordindex import score as weigh

MOST_GUESSES = 3
# A text of more words than these is read piece by piece, so that one clause is not drowned by the rest.
MANY_WORDS = 220
STEMS_KEPT = 50_000
READINGS_KEPT = 4  # one report is read by the router, by a model on trial and by who looks for others like it
WHOLE_SHARE = 0.25
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
    misconduct: bool
    violence: bool
    trivial: Trivial | None
    signals: Signals = field(default_factory=Signals)

    @property
    def best(self) -> Guess | None:
        return self.guesses[0] if self.guesses else None


class Lexicon:
    """The words of one province, ready to read texts. `document` is the content of its ``lexicon.json``."""

    def __init__(self, document: Mapping[str, Any], *, spelling: Spelling) -> None:
        threshold = document["threshold"]
        self.confident = float(threshold["confident"])
        self._smoothing = float(threshold["smoothing"])
        # People use few words, and a text is looked at whole and in pieces.
        self._stem = lru_cache(maxsize=STEMS_KEPT)(partial(stem, whole=frozenset(document["whole_words"])))
        self.read = lru_cache(maxsize=READINGS_KEPT)(self._read)
        self._spelling = spelling
        reach = int(threshold["reach"])
        self._categories = WordIndex(weighted(document["categories"]), self.stems, reach)
        kinds = {name: document[name] for name in ("information", "aspiration", "complaint")}
        self._kinds = WordIndex(weighted(kinds), self.stems, reach)
        self._trivial = {
            entry["code"]: Trivial(entry["code"], entry["to"], entry["text"]) for entry in document["trivial"]
        }
        terms = [(entry["code"], term, 1.0) for entry in document["trivial"] for term in entry["terms"]]
        self._trivia = WordIndex(terms, self.stems, reach)
        self._misconduct = frozenset(document["misconduct"])
        self._violence = frozenset(document["violence"])
        extra = document["signals"]
        self.alarms = Alarms(extra, self.stems, reach)
        self._oversight = WordIndex([("oversight", term, 1.0) for term in extra["oversight"]], self.stems, reach)
        self._together: list[Collection[str]] = [frozenset(family) for family in extra["together"]]
        self._aspects = frozenset(extra["aspects"])
        self._why: dict[str, str] = extra["why_person"]

    def stems(self, text: str) -> list[str]:
        """The words of a text as terms are matched; what is only repeated counts once."""
        return once([self._stem(word) for word in self._spelling.words(text)])

    def evidence(self, stems: list[str]) -> dict[str, tuple[float, tuple[str, ...]]]:
        """By sub-category: its score and the terms it rests on, weightiest first."""
        return {
            code: (weigh(found), tuple(term for _, term in sorted(found, reverse=True)[:4]))
            for code, found in self._categories.hits(stems).items()
        }

    def _read(self, text: str) -> Reading:
        """Category, kind, alarms and signals of a text. Any text: empty, endless, in any script."""
        tongue = self.alarms.tongue(text)
        plain = self.alarms.from_english(text) if tongue == "en" else text
        words = self.stems(plain)
        told = clauses.telling(plain, lambda piece: self.evidence(self.stems(piece)))
        evidence = self._evidence(words, plain)
        guesses = self._guesses(evidence)
        kinds = self._kinds.hits(words)
        emergency = self.alarms.emergency(plain)
        violence, misconduct = self._guarded(guesses, evidence)
        # What cannot be read is no small talk.
        weighty = emergency is not None or tongue == "other"
        trivial = self._trivial_in(words, guesses, evidence, urgent=weighty)
        kind = _kind(kinds, asks="?" in text)
        signals = Signals(
            kind=kind,
            emergency=emergency,
            oversight=self._overseen(words, misconduct or violence),
            misconduct=misconduct,
            violence=violence,
            noise=self.alarms.noise(
                text, words, telling=_telling(evidence), terms=sum(len(words) for _, words in evidence.values())
            ),
            praise=self.alarms.praise(plain, faults=sum(weight for weight, _ in kinds.get("complaint", ())) >= 2),
            matters=self._matters(plain, told),
            issue=clauses.densest(told, guesses[0].code if guesses else ""),
            tongue=tongue,
        )
        return Reading(
            guesses=guesses,
            main_confidence=self._main_confidence(guesses, evidence),
            kind=kind,
            urgent=emergency is not None,
            misconduct=misconduct is not None,
            violence=violence is not None,
            trivial=trivial,
            signals=replace(signals, why_person=self._why_person(signals)),
        )

    def _evidence(self, words: list[str], text: str) -> dict[str, tuple[float, tuple[str, ...]]]:
        whole = self.evidence(words)
        if len(words) <= MANY_WORDS:
            return whole
        # In a long text words stand beside each other by chance; a clause that says it at once is worth more.
        strongest = dict.fromkeys(whole, 0.0)
        for piece in clauses.pieces(text):
            for code, (found, _) in self.evidence(self.stems(piece)).items():
                strongest[code] = max(strongest.get(code, 0.0), found)
        return {code: (strongest[code] + WHOLE_SHARE * found, terms) for code, (found, terms) in whole.items()}

    def _guesses(self, evidence: clauses.Evidence) -> tuple[Guess, ...]:
        ranked = sorted(evidence, key=lambda code: (-evidence[code][0], code))[:MOST_GUESSES]
        total = self._total(evidence)
        return tuple(Guess(code, round(evidence[code][0] ** 2 / total, 3), evidence[code][1]) for code in ranked)

    def _total(self, evidence: clauses.Evidence) -> float:
        return sum(float(found**2) for found, _ in evidence.values()) + self._smoothing**2

    def _main_confidence(self, guesses: tuple[Guess, ...], evidence: clauses.Evidence) -> float:
        if not guesses:
            return 0.0
        own = sum(found**2 for code, (found, _) in evidence.items() if code.startswith(guesses[0].main + "."))
        return round(own / self._total(evidence), 3)

    def _guarded(self, guesses: tuple[Guess, ...], evidence: clauses.Evidence) -> tuple[Mark | None, Mark | None]:
        """Violence when it is what the text is about; misconduct when it is that or nearly."""
        if guesses and guesses[0].code in self._violence:
            return Mark(guesses[0].words), None
        for guess in guesses[:2]:
            if guess.code in self._misconduct and evidence[guess.code][0] >= clauses.TELLING:
                return None, Mark(guess.words)
        return None, None

    def _overseen(self, words: list[str], guarded: Mark | None) -> Mark | None:
        if guarded:
            return guarded
        found = tuple(term for _, term in self._oversight.hits(words).get("oversight", ()))
        return Mark(found[:3]) if found else None

    def _matters(self, text: str, told: list[clauses.Piece]) -> tuple[Matter, ...]:
        found = clauses.several(text, told, together=self._together, aspects=self._aspects)
        return tuple(Matter(piece.text, piece.category, piece.words) for piece in found)

    def _why_person(self, signals: Signals) -> str:
        if signals.tongue in {"none", "other"}:
            return self._why[signals.tongue]
        if signals.noise:
            return self._why[signals.noise.noise]
        if len(signals.matters) > 1:
            return self._why["matters"].format(count=len(signals.matters))
        return self._why["sarcasm"] if signals.praise and signals.praise.sarcastic else ""

    def _trivial_in(
        self, words: list[str], guesses: tuple[Guess, ...], evidence: clauses.Evidence, *, urgent: bool
    ) -> Trivial | None:
        """A trivial matter, unless the text holds something of weight besides it."""
        found = self._trivia.hits(words)
        weighty = bool(guesses) and evidence[guesses[0].code][0] > 3 and guesses[0].code != "forkominda.kepolisian"
        if urgent or weighty:
            return None
        for code, trivial in self._trivial.items():
            if code in found and (trivial.to or (len(words) <= FEW_WORDS and not guesses)):
                return trivial
        return self._trivial.get("chat") if not words else None


def _telling(evidence: clauses.Evidence) -> bool:
    return any(found >= clauses.TELLING - 1 for found, _ in evidence.values())


def _kind(signals: Hits, *, asks: bool) -> Kind:
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
