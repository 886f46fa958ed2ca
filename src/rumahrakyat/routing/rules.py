"""Who is responsible, by rules that are data: category, what the text says about the level of government, and place.

Rules are tried in the order of the file and the first that fits decides. Source of the rules: the division of duties
between province and regencies (UU 23/2014, UU 38/2004) as each rule's own sentence says. Pure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OWN_GOVERNMENT = "@regency"


class BadRules(ValueError):
    """The rules name an organisation or category that does not exist, or leave a category without a rule."""


@dataclass(frozen=True)
class Rule:
    """Categories it is for ("pendidikan.*" for all of them), words of which one must be said (and none of `none`)."""

    categories: tuple[str, ...]
    any: tuple[tuple[str, ...], ...]
    none: tuple[tuple[str, ...], ...]
    to: str
    confidence: float
    because: str
    alternatives: tuple[str, ...]

    def is_for(self, category: str) -> bool:
        return any(
            pattern == category or (pattern.endswith(".*") and category.startswith(pattern[:-1]))
            for pattern in self.categories
        )

    def fits(self, said: str) -> bool:
        """`said`: the stems of the text, a space before and after each."""
        return (not self.any or _says_one(self.any, said)) and not _says_one(self.none, said)


@dataclass(frozen=True)
class Choice:
    """The responsible organisation by its code; None when it is the local government and the place is not known."""

    organisation: str | None
    confidence: float
    because: str
    alternatives: tuple[str, ...]
    needs_place: bool


def _says_one(phrases: tuple[tuple[str, ...], ...], said: str) -> bool:
    return any(f" {' '.join(phrase)} " in said for phrase in phrases)


class Rules:
    """The rules of one province. `stems` must be the function that stems the texts."""

    def __init__(self, document: Mapping[str, Any], *, stems: Callable[[str], list[str]]) -> None:
        self.version = str(document["version"])
        self.auto_threshold = float(document["auto_threshold"])
        self.misconduct_to = str(document["misconduct_to"])
        self.violence_to = str(document["violence_to"])
        self.elsewhere_to = str(document["elsewhere"]["to"])
        self.elsewhere_text = str(document["elsewhere"]["text"])
        self.rules = tuple(_rule(entry, stems) for entry in document["rules"])

    def choose(self, category: str, stems: Sequence[str], government: str | None) -> Choice | None:
        """The first rule that fits, with `government` as the code of the place's own government."""
        said = f" {' '.join(stems)} "
        for rule in self.rules:
            if rule.is_for(category) and rule.fits(said):
                local = rule.to == OWN_GOVERNMENT
                others = [government if to == OWN_GOVERNMENT else to for to in rule.alternatives]
                return Choice(
                    government if local else rule.to,
                    rule.confidence,
                    rule.because,
                    tuple(to for to in others if to),
                    local,
                )
        return None

    def check(self, *, organisations: set[str], categories: set[str]) -> None:
        """Raise BadRules unless every code exists and every sub-category has a rule."""
        named = {to for rule in self.rules for to in (rule.to, *rule.alternatives)} - {OWN_GOVERNMENT}
        unknown = (named | {self.misconduct_to, self.violence_to}) - organisations
        if unknown:
            raise BadRules(f"unknown organisations: {sorted(unknown)}")
        patterns = {pattern for rule in self.rules for pattern in rule.categories if not pattern.endswith(".*")}
        if patterns - categories:
            raise BadRules(f"unknown categories: {sorted(patterns - categories)}")
        orphans = sorted(code for code in categories if "." in code and not self._has_rule(code))
        if orphans:
            raise BadRules(f"categories without a rule: {orphans}")

    def _has_rule(self, category: str) -> bool:
        return any(rule.is_for(category) and not rule.any for rule in self.rules)


def _rule(entry: Mapping[str, Any], stems: Callable[[str], list[str]]) -> Rule:
    return Rule(
        categories=tuple(entry["for"]),
        any=tuple(tuple(stems(phrase)) for phrase in entry.get("any", ())),
        none=tuple(tuple(stems(phrase)) for phrase in entry.get("none", ())),
        to=entry["to"],
        confidence=float(entry["confidence"]),
        because=entry["because"],
        alternatives=tuple(entry.get("alternatives", ())),
    )
