"""Joining the words of the first day with what a classifier has learnt: one belief over categories. Pure.

Without a classifier the lexicon speaks alone. A classifier that learnt sub-categories is believed as it is; one that
learnt main categories divides each belief over the sub-categories as the lexicon does. A category the classifier has
never seen keeps what the lexicon believes of it: a model of roads and schools must not hide a new kind of report.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from rumahrakyat.routing.thresholds import Thresholds
from rumahrakyat.understanding.firstday import FirstDay
from rumahrakyat.understanding.lexicon import Guess, Reading

SHOWN: Final = 3
# From what share of a main category on the sentences of the first day are clear enough where the lexicon is not.
FIRST_DAY_SURE: Final = 0.8
# A sub-category with less of the belief is not worth offering: every word was seen in some sentence.
FIRST_DAY_WORTH: Final = 0.12
# What sub-categories of a main category share evenly beside the lexicon's word: it may know none of them.
EVEN: Final = 0.05
_LEAST: Final = 0.005
_IDLE_WORDS: Final = frozenset({"dan", "kategori"})


class Scored(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def probability(self) -> float: ...
    @property
    def words(self) -> Sequence[str]: ...


class Classifier(Protocol):
    """What a trained classifier must offer: `read` ranks all its labels, the likeliest first."""

    @property
    def version(self) -> str: ...
    @property
    def labels(self) -> Sequence[str]: ...
    def read(self, text: str) -> Sequence[Scored]: ...


@dataclass(frozen=True)
class Codes:
    """The categories of the installation: names by code, a sub-category as "main.sub"."""

    names: Mapping[str, str]

    def of_label(self, label: str) -> str | None:
        """The code a label of a training file means: a code, or a name in any spelling; None when it means none."""
        return label if label in self.names else self._by_slug.get(_slug(label))

    @cached_property
    def _by_slug(self) -> dict[str, str]:
        # Main categories first: "Keagamaan" as a label of a file of mains is never the sub-category of that name.
        ordered = sorted(self.names, key=lambda code: ("." in code, code))
        found: dict[str, str] = {}
        for code in ordered:
            for slug in (_slug(code), _slug(self.names[code])):
                found.setdefault(slug, code)
        return found

    def children(self, main: str) -> list[str]:
        return [code for code in self.names if code.startswith(f"{main}.")]


@dataclass(frozen=True)
class Said:
    """One of the classifier's own scores, kept with a decision: our code, or the label where it means none."""

    code: str
    probability: float


@dataclass(frozen=True)
class Belief:
    """`guesses`: every category worth weighing, the likeliest first (show `SHOWN` of them). `main_confidence`: that of
    the main category of the first. `category`: what is clear enough to be noted, a sub-category or else the main one.
    `model`: the version that spoke, empty without one; `said` its own best scores. `words`: what it went by.
    """

    guesses: tuple[Guess, ...]
    main_confidence: float
    category: str | None
    model: str = ""
    said: tuple[Said, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def best(self) -> Guess | None:
        return self.guesses[0] if self.guesses else None

    def reasons(self) -> list[str]:
        """Sentences for the decision, in the language of those who read it."""
        if not self.words:
            return []
        shown = ", ".join(f"“{word}”" for word in self.words[:3])
        return [f"Menurut laporan-laporan sebelumnya, kata {shown} sering berarti urusan ini."]


@dataclass(frozen=True)
class Learnt:
    """A classifier at work: its labels as codes, and from which probability on it may act alone."""

    classifier: Classifier
    codes: Codes
    thresholds: Thresholds


def guess(
    text: str,
    reading: Reading,
    learnt: Learnt | None,
    *,
    confident: float,
    first_day: FirstDay | None = None,
) -> Belief:
    """The belief about a text that the lexicon read as `reading`. `confident`: from what share on the lexicon alone is
    clear enough; where it is not and nothing was learnt, the sentences of the `first_day` are asked."""
    if learnt is None:
        return _unlearnt(text, reading, confident, first_day)
    scores = learnt.classifier.read(text)
    by_code = _by_code(scores, learnt.codes)
    belief = _kept(_spread(by_code, reading, learnt.codes), by_code, reading, learnt.codes)
    spoken = _words(scores, learnt.codes)
    ranked = sorted(belief, key=lambda code: (-belief[code], code))
    own = {one.code: one.words for one in reading.guesses}
    guesses = tuple(
        Guess(
            code,
            round(belief[code], 3),
            _both(own.get(code, ()), spoken.get(code) or spoken.get(_main(code), ())),
        )
        for code in ranked
        if belief[code] >= _LEAST or code == ranked[0]
    )
    if not guesses:
        return Belief((), 0.0, None, learnt.classifier.version)
    main = guesses[0].main
    sure = round(sum(share for code, share in belief.items() if _main(code) == main), 3)
    best = ranked[0]
    return Belief(
        guesses,
        sure,
        _clear(guesses[0], sure, learnt.thresholds, told=best in by_code or best in own),
        learnt.classifier.version,
        tuple(Said(learnt.codes.of_label(one.label) or one.label, round(one.probability, 4)) for one in scores[:SHOWN]),
        tuple((spoken.get(best) or spoken.get(main, ()))[:4]),
    )


def _unlearnt(text: str, reading: Reading, confident: float, first_day: FirstDay | None) -> Belief:
    """Two witnesses who agree are believed more readily than one: the lexicon counts where the sentences point to the
    same main category, the sentences alone only from a higher share on."""
    noted = _noted(reading.guesses, reading.main_confidence, confident)
    told = Belief(reading.guesses, reading.main_confidence, noted)
    ranked = first_day.categories(text) if first_day else ()
    if not ranked or (noted and told.best and told.best.main == ranked[0].main):
        return told
    guesses = tuple(
        Guess(one.code, round(one.share, 3), one.words)
        for nth, one in enumerate(ranked[:SHOWN])
        if one.share >= (FIRST_DAY_WORTH if nth == 0 else FIRST_DAY_WORTH / 2)
    )
    if not guesses or guesses[0].code != ranked[0].code:
        return told
    sure = round(sum(one.share for one in ranked if one.main == guesses[0].main), 3)
    return Belief(guesses, sure, _noted(guesses, sure, FIRST_DAY_SURE))


def _noted(guesses: Sequence[Guess], main_confidence: float, confident: float) -> str | None:
    # Sub-categories of one main category that are hard to tell apart: the likeliest stands for them.
    if guesses and max(guesses[0].confidence, main_confidence) >= confident:
        return guesses[0].code
    return None


def _clear(best: Guess, main_confidence: float, thresholds: Thresholds, *, told: bool) -> str | None:
    if best.confidence >= thresholds.for_category(best.code):
        return best.code
    if main_confidence >= thresholds.for_category(best.main):
        return best.code if told else best.main
    return None


def _by_code(scores: Iterable[Scored], codes: Codes) -> dict[str, float]:
    """Probabilities by our codes; labels that mean none of them are left out and their share with them."""
    found: dict[str, float] = {}
    for one in scores:
        code = codes.of_label(one.label)
        if code is not None:
            found[code] = found.get(code, 0.0) + one.probability
    return found


def _spread(by_code: Mapping[str, float], reading: Reading, codes: Codes) -> dict[str, float]:
    """The probabilities of main categories divided over their sub-categories."""
    told = {one.code: one.confidence for one in reading.guesses}
    belief: dict[str, float] = {}
    for code, probability in by_code.items():
        below = codes.children(code)
        weights = {sub: told.get(sub, 0.0) + EVEN / len(below) for sub in below} or {code: 1.0}
        total = sum(weights.values())
        for sub, weight in weights.items():
            belief[sub] = belief.get(sub, 0.0) + probability * weight / total
    return belief


def _kept(
    belief: Mapping[str, float], by_code: Mapping[str, float], reading: Reading, codes: Codes
) -> dict[str, float]:
    """Room for the lexicon's belief in categories of which the classifier knows neither the main nor the sub."""
    known = {_main(code) for code in by_code}
    strange = {one.code: one.confidence for one in reading.guesses if one.main not in known and one.code in codes.names}
    room = 1.0 - min(sum(strange.values()), 1.0)
    return {code: share * room for code, share in belief.items()} | strange


def _words(scores: Iterable[Scored], codes: Codes) -> dict[str, tuple[str, ...]]:
    named = ((codes.of_label(one.label), tuple(one.words)) for one in scores)
    return {code: words for code, words in named if code is not None}


def _both(own: Sequence[str], learnt: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *learnt)))[:4]


def _main(code: str) -> str:
    return code.split(".", maxsplit=1)[0]


def _slug(words: str) -> str:
    return "-".join(word for word in re.findall(r"[a-z0-9]+", words.casefold()) if word not in _IDLE_WORDS)
