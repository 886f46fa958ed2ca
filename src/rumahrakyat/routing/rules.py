"""Who is responsible, by rules that are data: category, words, and what is known of the matter (`routing.facts`).

Rules are tried in their order and the first that fits decides. Source of the rules: the division of duties between
the levels of government (UU 23/2014, UU 38/2004) as each rule's own sentence and source say. Pure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rumahrakyat.routing.facts import NOTHING, Facts, FactWords

OWN_GOVERNMENT: Final = "@regency"
VILLAGE_GOVERNMENT: Final = "@village"
LOCAL: Final = frozenset({OWN_GOVERNMENT, VILLAGE_GOVERNMENT})


@dataclass(frozen=True)
class Rule:
    """One row. `categories`: "pendidikan.*" stands for all of them. Of `any` one phrase must be said (stems), of `none`
    none; `when` names facts with the values of which one must hold.

    `to` leads; `joined` work on it, too. `automatic` False: a person always looks before it is passed on.
    `confidence` holds when the facts are certain. `code` names the row within its set.
    """

    categories: tuple[str, ...]
    any: tuple[tuple[str, ...], ...]
    none: tuple[tuple[str, ...], ...]
    to: str
    confidence: float
    because: str
    alternatives: tuple[str, ...] = ()
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    joined: tuple[str, ...] = ()
    automatic: bool = True
    source: str = ""
    code: str = ""

    def is_for(self, category: str) -> bool:
        return any(
            pattern == category or (pattern.endswith(".*") and category.startswith(pattern[:-1]))
            for pattern in self.categories
        )

    def fits(self, said: str, facts: Facts = NOTHING) -> bool:
        """`said`: the stems of the text, a space before and after each."""
        if self.any and not _says_one(self.any, said):
            return False
        return not _says_one(self.none, said) and all(facts.holds(name, values) for name, values in self.when)

    @property
    def unconditional(self) -> bool:
        return not (self.any or self.none or self.when)

    @property
    def named(self) -> tuple[str, ...]:
        """Every organisation it names, the lead first."""
        return (self.to, *self.joined, *self.alternatives)


@dataclass(frozen=True)
class Choice:
    """The responsible organisation by its code; None when it is the local government and the place is not known.

    `joined` work on it, too. `automatic` False: a person always looks first. `facts` are the sentences of the facts
    that the rule asked for; `rule` is the code of its row.
    """

    organisation: str | None
    confidence: float
    because: str
    alternatives: tuple[str, ...]
    needs_place: bool
    joined: tuple[str, ...] = ()
    automatic: bool = True
    facts: tuple[str, ...] = ()
    rule: str = ""
    source: str = ""


def _says_one(phrases: tuple[tuple[str, ...], ...], said: str) -> bool:
    return any(f" {' '.join(phrase)} " in said for phrase in phrases)


class Rules:
    """One version of the rules of one province. `stems` must be the function that stems the texts."""

    def __init__(self, document: Mapping[str, Any], *, stems: Callable[[str], list[str]]) -> None:
        self.version = str(document["version"])
        self.auto_threshold = float(document["auto_threshold"])
        self.misconduct_to = str(document["misconduct_to"])
        self.violence_to = str(document["violence_to"])
        self.elsewhere_to = str(document["elsewhere"]["to"])
        self.elsewhere_text = str(document["elsewhere"]["text"])
        self.fact_words: FactWords = {
            name: {value: tuple(tuple(stems(phrase)) for phrase in phrases) for value, phrases in values.items()}
            for name, values in document.get("facts", {}).items()
        }
        self.rules = tuple(_rule(entry, stems, nth) for nth, entry in enumerate(document["rules"], start=1))

    def choose(
        self,
        category: str,
        stems: Sequence[str],
        government: str | None,
        *,
        facts: Facts = NOTHING,
        village: str | None = None,
    ) -> Choice | None:
        """The first rule that fits, with `government` as the code of the place's own government, and `village` as that
        of its village where there is one; the regency's stands in for a village that has none here."""
        said = f" {' '.join(stems)} "
        here = {OWN_GOVERNMENT: government, VILLAGE_GOVERNMENT: village or government}
        for rule in self.rules:
            if rule.is_for(category) and rule.fits(said, facts):
                return _choice(rule, here, facts)
        return None


def _choice(rule: Rule, here: Mapping[str, str | None], facts: Facts) -> Choice:
    asked = [facts.of(name) for name, _values in rule.when]
    trust = 1.0
    for fact in asked:
        trust *= fact.confidence
    lead = here.get(rule.to, rule.to)
    return Choice(
        lead,
        round(rule.confidence * trust, 3),
        rule.because,
        _known(rule.alternatives, here),
        rule.to in LOCAL,
        joined=tuple(code for code in _known(rule.joined, here) if code != lead),
        automatic=rule.automatic,
        facts=tuple(fact.reason for fact in asked if fact.reason),
        rule=rule.code,
        source=rule.source,
    )


def _known(codes: Sequence[str], here: Mapping[str, str | None]) -> tuple[str, ...]:
    found = (here.get(code, code) for code in codes)
    return tuple(dict.fromkeys(code for code in found if code))


def _rule(entry: Mapping[str, Any], stems: Callable[[str], list[str]], nth: int) -> Rule:
    return Rule(
        categories=tuple(entry["for"]),
        any=tuple(tuple(stems(phrase)) for phrase in entry.get("any", ())),
        none=tuple(tuple(stems(phrase)) for phrase in entry.get("none", ())),
        to=entry["to"],
        confidence=float(entry["confidence"]),
        because=entry["because"],
        alternatives=tuple(entry.get("alternatives", ())),
        when=tuple((name, tuple(values)) for name, values in entry.get("when", {}).items()),
        joined=tuple(entry.get("joined", ())),
        automatic=bool(entry.get("automatic", True)),
        source=str(entry.get("source", "")),
        code=str(entry.get("code", nth)),
    )
