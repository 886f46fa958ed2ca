"""Which cases are worth the eye of whoever reads a brief. Pure: facts of cases in, a short list with reasons out.

Each reason has a weight; a case's worth is their sum. The weights say what this house holds to be grave: a life first,
then many people, then having been left alone. They are told on the page of the briefs (`WEIGHTS`), so that whoever
reads five cases knows why not others. No reason is about who reported: names, words and phones are never asked for.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

DANGER: Final = "danger"
PEOPLE: Final = "people"
SILENCE: Final = "silence"
PING_PONG: Final = "ping_pong"
APPEAL: Final = "appeal"
OBJECTION: Final = "objection"
READ: Final = "read"
WATCHED: Final = "watched"

SHOWN: Final = 5
PER_BODY: Final = 2  # so that one body does not fill the list while others burn
MANY: Final = 3  # people who told the same
PASSED: Final = 2  # times given away without an answer
READERS: Final = 25
_DAY: Final = 86_400


@dataclass(frozen=True)
class Facts:
    """One open case. `late`: seconds since its answer was due (0: not late); `waiting`: seconds since it waits for a
    first answer, None when it has one; `moves`: times given away since the last answer; `people`: who told it;
    `appealed`: seconds since an appeal that nobody has decided; `objections`: times the reporter said it was not done;
    `readers`: how often it was read; `watched`: how often it moved in the last day while somebody who directs watches
    it."""

    key: int
    body: int | None
    urgent: bool = False
    late: int = 0
    waiting: int | None = None
    moves: int = 0
    people: int = 1
    appealed: int | None = None
    objections: int = 0
    readers: int = 0
    watched: int = 0


@dataclass(frozen=True)
class Reason:
    """Why, and with which figure (seconds, people, times)."""

    code: str
    figure: int
    points: int


@dataclass(frozen=True)
class Worth:
    facts: Facts
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        return sum(one.points for one in self.reasons)


@dataclass(frozen=True)
class Weight:
    """`base` for having the reason at all, `each` for every unit above its threshold, at most `most` together."""

    code: str
    base: int
    each: int
    most: int


WEIGHTS: Final = (
    # More than all others together: whatever else is said of a case, a life comes first.
    Weight(DANGER, 400, 0, 400),
    Weight(PEOPLE, 20, 4, 60),
    Weight(SILENCE, 15, 5, 60),
    Weight(APPEAL, 25, 2, 45),
    Weight(PING_PONG, 20, 5, 40),
    Weight(OBJECTION, 15, 5, 30),
    Weight(READ, 10, 1, 30),
    Weight(WATCHED, 25, 5, 40),
)
_BY_CODE: Final = {one.code: one for one in WEIGHTS}


def worth_of(facts: Facts) -> Worth:
    """The case with its reasons, the weightiest first."""
    reasons = [reason for reason in _reasons(facts) if reason.points]
    return Worth(facts, tuple(sorted(reasons, key=lambda one: (-one.points, one.code))))


def choose(found: Iterable[Facts], *, shown: int = SHOWN, per_body: int = PER_BODY) -> list[Worth]:
    """The worthiest, at most `per_body` of one body while others are left; of equals what is late longest."""
    ranked = sorted(
        (one for one in map(worth_of, found) if one.reasons),
        key=lambda one: (-one.points, -one.facts.late, one.facts.key),
    )
    return _spread(ranked, shown, per_body)


def _spread(ranked: Sequence[Worth], shown: int, per_body: int) -> list[Worth]:
    taken: Counter[int | None] = Counter()
    first: list[Worth] = []
    for one in ranked:
        if taken[one.facts.body] < per_body:
            taken[one.facts.body] += 1
            first.append(one)
    rest = [one for one in ranked if one not in first]
    return sorted([*first, *rest][:shown], key=ranked.index)


def _reasons(facts: Facts) -> list[Reason]:
    return [
        # An answered danger is no longer what the reader must look at first.
        _reason(DANGER, facts.waiting or 0, 0, met=facts.urgent and facts.waiting is not None),
        _reason(PEOPLE, facts.people, facts.people - MANY, met=facts.people >= MANY),
        _reason(SILENCE, facts.late, facts.late // _DAY, met=facts.late > 0),
        _reason(PING_PONG, facts.moves, facts.moves - PASSED, met=facts.moves >= PASSED),
        _reason(APPEAL, facts.appealed or 0, (facts.appealed or 0) // _DAY, met=facts.appealed is not None),
        _reason(OBJECTION, facts.objections, facts.objections - 1, met=facts.objections > 0),
        _reason(READ, facts.readers, (facts.readers - READERS) // 5, met=facts.readers >= READERS),
        _reason(WATCHED, facts.watched, facts.watched - 1, met=facts.watched > 0),
    ]


def _reason(code: str, figure: int, above: int, *, met: bool) -> Reason:
    weight = _BY_CODE[code]
    points = min(weight.most, weight.base + weight.each * max(0, above)) if met else 0
    return Reason(code, figure, points)
