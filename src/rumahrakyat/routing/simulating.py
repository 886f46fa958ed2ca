"""What a draft of the rules would have done to the cases of the last month, and one text under two versions.

Stored reports are decided once more with the draft and with the version in force: only what the rules change is
counted, not what words or places are read differently today. Nothing is written, nobody is told.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from rumahrakyat.regions import roads
from rumahrakyat.routing import data, operations, rulesets
from rumahrakyat.routing.deciding import Bodies, Proposal, propose
from rumahrakyat.routing.models import Decision, Outcome
from rumahrakyat.routing.models_rules import RuleSet
from rumahrakyat.routing.rules import Rules
from rumahrakyat.routing.where import Where, find_where
from rumahrakyat.understanding.data import lexicon

LOOKS_BACK: Final = timedelta(days=30)
MOST_CASES: Final = 200
_EXAMPLES: Final = 12
_MOVES: Final = 12


@dataclass
class Simulated:
    """Of `cases` looked at (out of `total` in the month): `changed` would be proposed to another body, `moves` from
    where to where; `automatic_before` and `automatic_after` passed on without a person. Of the `judged` ones whose
    right holder people settled, `right_before` and `right_after`; of those `corrected` by people, `repaired` would now
    be right, and `spoilt` were right and would be wrong."""

    total: int = 0
    cases: int = 0
    changed: int = 0
    automatic_before: int = 0
    automatic_after: int = 0
    judged: int = 0
    right_before: int = 0
    right_after: int = 0
    corrected: int = 0
    repaired: int = 0
    spoilt: int = 0
    moves: list[tuple[str, str, int]] = field(default_factory=list)
    examples: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def simulate(draft: RuleSet, *, at: datetime) -> Simulated:
    """The draft on at most `MOST_CASES` cases of the last month, spread evenly over it. Some milliseconds a case."""
    before, after = rulesets.current(at), rulesets.read(draft)
    bodies = operations.bodies()
    decisions, total = _decisions(at)
    found, moves = Simulated(total=total), Counter[tuple[str, str]]()
    for decision in decisions:
        where = operations.where_of(decision.report)
        old = operations.propose_for(decision.report, where, rules=before, bodies=bodies)
        new = operations.propose_for(decision.report, where, rules=after, bodies=bodies)
        _count(found, decision, old, new)
        if _to(old) != _to(new):
            moves[_to(old), _to(new)] += 1
            if len(found.examples) < _EXAMPLES:
                found.examples.append({"number": decision.report.number, "before": _to(old), "after": _to(new)})
    found.moves = [(*pair, count) for pair, count in moves.most_common(_MOVES)]
    return found


def _decisions(at: datetime) -> tuple[list[Decision], int]:
    """The first decision on each case of the month, and how many there are."""
    wanted = Decision.objects.filter(entry__type="received", at__gte=at - LOOKS_BACK, at__lt=at)
    keys = list(wanted.order_by("pk").values_list("pk", flat=True))
    step = max(1, -(-len(keys) // MOST_CASES))
    shown = "report", "report__holder", "organisation", "chosen_organisation"
    return list(Decision.objects.filter(pk__in=keys[::step]).select_related(*shown).order_by("pk")), len(keys)


def _to(proposal: Proposal) -> str:
    return proposal.organisation or ""


def _count(found: Simulated, decision: Decision, old: Proposal, new: Proposal) -> None:
    found.cases += 1
    found.changed += _to(old) != _to(new)
    found.automatic_before += old.action == "assign"
    found.automatic_after += new.action == "assign"
    right = _right(decision)
    if not right:
        return
    found.judged += 1
    found.right_before += _to(old) == right
    found.right_after += _to(new) == right
    found.spoilt += _to(old) == right != _to(new)
    if decision.outcome == Outcome.CORRECTED:
        found.corrected += 1
        found.repaired += _to(new) == right != _to(old)


def _right(decision: Decision) -> str:
    """Whose it was, by what people made of it: what they chose, what they confirmed, or who holds it now after it was
    passed on by itself. Empty while nobody has judged."""
    if decision.chosen_organisation is not None:
        return decision.chosen_organisation.code
    if decision.outcome in {Outcome.CONFIRMED, Outcome.CORRECTED} and decision.organisation is not None:
        return decision.organisation.code
    if decision.outcome == Outcome.AUTOMATIC and decision.report.holder is not None:
        return decision.report.holder.code
    return ""


@dataclass(frozen=True)
class Tried:
    """What one version makes of a text."""

    proposal: Proposal
    version: str
    row: int


def try_out(text: str, place: str, versions: Sequence[Rules]) -> list[Tried]:
    """What each version makes of a text and the words for its place. Writes nothing."""
    where = find_where(lat=None, lon=None, place_words=place, text=text, finders=data.finders())
    found = roads.find(f"{place}. {text}", regency=where.regency)
    bodies = operations.bodies()
    return [_tried(text, where, one, bodies, found) for one in versions]


def _tried(text: str, where: Where, rules: Rules, bodies: Bodies, found: Sequence[roads.Found]) -> Tried:
    proposal = propose(text, where, lexicon=lexicon(), rules=rules, bodies=bodies, roads=found)
    row = next((nth for nth, one in enumerate(rules.rules, start=1) if one.code == proposal.rule), 0)
    return Tried(proposal, rules.version, row)
