"""What is wrong with a set of rules: names that do not exist, rows that never fit, that are never reached or that
contradict each other, categories that nobody answers for. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from rumahrakyat.regions.codes import contains, level_of
from rumahrakyat.routing import rule_faults as faults
from rumahrakyat.routing.facts import REGION, VALUES
from rumahrakyat.routing.rules import LOCAL, Rule, Rules

Phrases = tuple[tuple[str, ...], ...]
MOST_FAULTS: Final = 40


@dataclass(frozen=True)
class Known:
    """The codes of this installation: organisations that are active, those of them that cannot hold a case, and
    categories."""

    organisations: Collection[str]
    categories: Collection[str]
    outside: Collection[str] = ()


def check(rules: Rules, known: Known) -> list[faults.Fault]:
    """Everything that is wrong, row by row, then the rows together. Empty when the rules may be published."""
    found = [*_guards(rules, known)]
    for nth, rule in enumerate(rules.rules, start=1):
        found += _row(rule, nth, known)
    if not found:  # rows that are wrong in themselves would only be reported once more
        found += _together(rules.rules, known.categories)
    orphans = sorted(code for code in known.categories if "." in code and not _always(rules.rules, code))
    if orphans:
        found.append(faults.NoRule(codes=", ".join(orphans)))
    return found[:MOST_FAULTS]


def _always(rules: tuple[Rule, ...], category: str) -> bool:
    return any(rule.unconditional and rule.is_for(category) for rule in rules)


def _guards(rules: Rules, known: Known) -> Iterator[faults.Fault]:
    unknown = {rules.misconduct_to, rules.violence_to} - set(known.organisations)
    if unknown:
        yield faults.BadGuard(codes=", ".join(sorted(unknown)))


def _row(rule: Rule, nth: int, known: Known) -> Iterator[faults.Fault]:
    yield from _names(rule, nth, known)
    yield from _asks(rule, nth)
    if not rule.because.strip():
        yield faults.NoSentence(nth=nth)
    if not 0 < rule.confidence <= 1:
        yield faults.BadConfidence(nth=nth)
    if rule.any and all(_contains_one(phrase, rule.none) for phrase in rule.any):
        yield faults.NeverFits(nth=nth)


def _names(rule: Rule, nth: int, known: Known) -> Iterator[faults.Fault]:
    unknown = set(rule.named) - LOCAL - set(known.organisations)
    if unknown:
        yield faults.UnknownOrganisation(nth=nth, codes=", ".join(sorted(unknown)))
    outside = set(rule.joined) & set(known.outside)
    if outside:
        yield faults.CannotJoin(nth=nth, codes=", ".join(sorted(outside)))
    if rule.to in rule.joined:
        yield faults.LeadJoins(nth=nth, code=rule.to)
    if not rule.categories:
        yield faults.NoCategory(nth=nth)
    strange = [one for one in rule.categories if not _is_category(one, known.categories)]
    if strange:
        yield faults.UnknownCategory(nth=nth, codes=", ".join(strange))


def _is_category(pattern: str, categories: Collection[str]) -> bool:
    if pattern.endswith(".*"):
        return any(code.startswith(pattern[:-1]) for code in categories)
    return pattern in categories


def _asks(rule: Rule, nth: int) -> Iterator[faults.Fault]:
    for name, values in rule.when:
        if name not in VALUES:
            yield faults.UnknownFact(nth=nth, name=name)
            continue
        wrong = [value for value in values if not _is_value(name, value)]
        if wrong or not values:
            yield faults.UnknownValue(nth=nth, name=name, values=", ".join(wrong) or "–")


def _is_value(name: str, value: str) -> bool:
    if name != REGION:
        return value in VALUES[name]
    try:
        return bool(level_of(value))
    except ValueError:
        return False


def _together(rules: tuple[Rule, ...], categories: Collection[str]) -> Iterator[faults.Fault]:
    for nth, rule in enumerate(rules, start=1):
        own = [code for code in categories if rule.is_for(code)]
        takers = [_taker(rule, code, rules[: nth - 1]) for code in own]
        if not takers or any(taker is None for taker in takers):
            continue
        earlier = takers[0] or 0
        taker = rules[earlier - 1]
        if _same_question(rule, taker) and taker.to != rule.to:
            yield faults.Contradiction(nth=nth, earlier=earlier, one=taker.to, other=rule.to)
        else:
            yield faults.NeverReached(nth=nth, earlier=earlier)


def _taker(rule: Rule, category: str, before: tuple[Rule, ...]) -> int | None:
    """The place of the first earlier rule that fits whenever this one does, for this category."""
    for nth, other in enumerate(before, start=1):
        if other.is_for(category) and _takes_all_of(other, rule):
            return nth
    return None


def _same_question(one: Rule, other: Rule) -> bool:
    return (set(one.categories), set(one.any), set(one.none), dict(one.when)) == (
        set(other.categories), set(other.any), set(other.none), dict(other.when),
    )  # fmt: skip


def _takes_all_of(other: Rule, rule: Rule) -> bool:
    """Whether `other` fits every text that `rule` fits."""
    if other.any and not (rule.any and all(_contains_one(phrase, other.any) for phrase in rule.any)):
        return False
    if not all(_contains_one(phrase, rule.none) for phrase in other.none):
        return False
    asked = dict(rule.when)
    return all(_within(name, asked.get(name, ()), values) for name, values in other.when)


def _contains_one(phrase: tuple[str, ...], of: Phrases) -> bool:
    """Whether saying `phrase` always says one of the phrases in `of`."""
    said = f" {' '.join(phrase)} "
    return any(f" {' '.join(one)} " in said for one in of)


def _within(name: str, inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    if name == REGION:
        return bool(inner) and all(any(contains(wide, one) for wide in outer) for one in inner)
    return bool(inner) and set(inner) <= set(outer)
