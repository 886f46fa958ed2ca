"""What a report is like, best first: candidates found by index, compared, and put in the place of what they became."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rumahrakyat.duplicates import data, looking
from rumahrakyat.duplicates.likeness import Likeness, Traits, compare
from rumahrakyat.duplicates.looking import Candidate
from rumahrakyat.duplicates.signature import Signature
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage


@dataclass(frozen=True)
class Match:
    candidate: Candidate
    likeness: Likeness

    @property
    def score(self) -> float:
        return self.likeness.score


def matches(traits: Traits, signature: Signature, *, own: int = 0) -> list[Match]:
    """Every candidate with its likeness, the likest first. One query."""
    rules = data.rules()
    reach = rules.reach_of(traits.category)
    found = looking.candidates(traits, signature, days=reach.days, own=own)
    judged = [
        Match(
            one,
            compare(
                traits,
                one.traits,
                reach=rules.reach_of(traits.category, one.traits.category),
                subjects=rules.subjects,
            ),
        )
        for one in found
    ]
    return sorted(judged, key=lambda match: (-match.score, -match.candidate.report_id))


def heads_of(found: Iterable[Match]) -> list[Match]:
    """The same matches, each report that was merged replaced by the case that goes on for it; each case once, with
    its best score. A query for each generation of merged cases, none when there are none."""
    matches = list(found)
    parents = {one.candidate.report_id: one.candidate.parent_id for one in matches if _merged(one.candidate)}
    heads = _heads([parent for parent in parents.values() if parent])
    best: dict[int, Match] = {}
    for match in matches:
        parent = parents.get(match.candidate.report_id)
        head = heads.get(parent, parent) if parent else match.candidate.report_id
        known = best.get(head)
        if known is None or match.score > known.score:
            best[head] = replace(match, candidate=replace(match.candidate, report_id=head))
    return list(best.values())


def _merged(candidate: Candidate) -> bool:
    return candidate.stage == Stage.MERGED.value and candidate.parent_id is not None


def _heads(ids: Sequence[int]) -> dict[int, int]:
    """By id of a case: the one that goes on for it."""
    heads = {one: one for one in ids}
    while heads:
        rows = Report.objects.filter(pk__in=set(heads.values()), stage=Stage.MERGED.value, parent__isnull=False)
        further = {pk: parent for pk, parent in rows.values_list("pk", "parent") if parent}
        if not further:
            break
        heads = {one: further.get(head, head) for one, head in heads.items()}
    return heads
