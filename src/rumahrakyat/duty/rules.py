"""What is owed, within which time, under which version of which rule. Pure: no Django, no clock.

Sources: first answer within 1x24 calendar hours, weekends included (the province's own rule; it was 2x24 before);
the classes of 5, 14 and 60 working days of the national guideline; 10 and 7 working days of the law on public
information. Numbers and sources are data (`duty_rules.json` of a province, later the page of the rules).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

FIRST_RESPONSE: Final = "first_response"
ROUTING: Final = "routing"
SILENCE: Final = "silence"
RESOLUTION: Final = "resolution"
INFORMATION: Final = "information"
APPEAL: Final = "appeal"
REPORTER_COMPLETES: Final = "reporter_completes"
REPORTER_DECIDES: Final = "reporter_decides"
# Within how long a missed deadline may be explained. A time that is reckoned, without a clock that runs.
EXPLANATION: Final = "explanation"

OBLIGATIONS: Final = (
    FIRST_RESPONSE, ROUTING, SILENCE, RESOLUTION, INFORMATION, APPEAL, REPORTER_COMPLETES, REPORTER_DECIDES,
    EXPLANATION,
)  # fmt: skip
# Whose turn it is: these wait for the reporter, and nobody neglects anything when they run out.
REPORTERS: Final = frozenset({REPORTER_COMPLETES, REPORTER_DECIDES})
# These move with the case from holder to holder, and stand still while it waits for its reporter.
HOLDERS: Final = frozenset({FIRST_RESPONSE, SILENCE, RESOLUTION, INFORMATION})
# Without a version of these in force a case cannot be taken in.
REQUIRED: Final = frozenset({FIRST_RESPONSE, ROUTING, SILENCE, REPORTER_COMPLETES, REPORTER_DECIDES})
# A promise made to the citizen is never made longer by what is learned about the case later.
NEVER_LONGER: Final = frozenset({FIRST_RESPONSE, ROUTING})


class Unit(StrEnum):
    HOURS = "hours"  # plain hours, every day of the year
    WORKDAYS = "workdays"  # up to the end of the n-th working day after the day it began


class Weight(StrEnum):
    """Whether a complaint weighs as one that calls for oversight (misconduct and the like)."""

    ORDINARY = "ordinary"
    OVERSIGHT = "oversight"


class NoRule(LookupError):
    """No version of the obligation is in force at that instant: reference data are missing or have a hole."""


@dataclass(frozen=True)
class Facts:
    """What the scope of a rule looks at. `holder` is an organisation's id, None the desk; `regency` a region's code."""

    kind: str = "complaint"
    category: str | None = None
    weight: Weight = Weight.ORDINARY
    holder: int | None = None
    regency: str | None = None


@dataclass(frozen=True)
class Scope:
    """Where a rule or a ladder holds; None: everywhere. All that are named must fit."""

    organisation: int | None = None
    regency: str | None = None
    category: str | None = None
    weight: str | None = None
    kind: str | None = None

    def fits(self, facts: Facts) -> bool:
        return (
            self.organisation in {None, facts.holder}
            and self.regency in {None, facts.regency}
            and self.category in {None, facts.category}
            and self.weight in {None, facts.weight}
            and self.kind in {None, facts.kind}
        )

    @property
    def rank(self) -> tuple[bool, ...]:
        """The narrower scope wins: an organisation before a regency, that before a category, a class, a kind."""
        named = (self.organisation, self.regency, self.category, self.weight, self.kind)
        return tuple(one is not None for one in named)


class _Version:
    """Something that holds from an instant until another, which is exclusive; None: until a later one begins."""

    since: datetime
    until: datetime | None

    def valid(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Rule(_Version):
    """A version of an obligation. `amount` and `extension` in `unit`; `longest`: how far, in working days, a promised
    next date may lie."""

    key: int
    obligation: str
    version: int
    unit: Unit
    amount: int
    since: datetime
    until: datetime | None = None
    scope: Scope = field(default_factory=Scope)
    extension: int = 0
    longest: int | None = None


@dataclass(frozen=True)
class Step:
    """A step of a ladder, due when `percent` of the time has passed (above 100: that much past the deadline).

    `own`: of the holder's own time instead of the case's; taken only once the case's deadline has passed.
    `audience`: officer, deputy, head, secretary or governor. `acknowledge`: minutes within which somebody must confirm
    it before the next person is told; 0: nobody has to. `waits`: in the quiet hours it waits for the morning.
    """

    code: str
    percent: int
    audience: str
    own: bool = False
    acknowledge: int = 0
    waits: bool = False


@dataclass(frozen=True)
class Ladder(_Version):
    key: int
    obligation: str
    version: int
    since: datetime
    steps: tuple[Step, ...]
    until: datetime | None = None
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True)
class Rulebook:
    """Every version of every rule and ladder that somebody may need, and which of them holds for a case."""

    rules: Sequence[Rule] = ()
    ladders: Sequence[Ladder] = ()

    def rule(self, obligation: str, facts: Facts, at: datetime) -> Rule | None:
        """The narrowest rule in force; of equals the one that allows least, then the newest. Raises `NoRule` for an
        obligation no case can be without."""
        fitting = [
            one for one in self.rules if one.obligation == obligation and one.valid(at) and one.scope.fits(facts)
        ]
        if not fitting and obligation in REQUIRED:
            raise NoRule(obligation)
        return max(
            fitting, key=lambda one: (one.scope.rank, one.unit is Unit.HOURS, -one.amount, one.version), default=None
        )

    def ladder(self, obligation: str, facts: Facts, at: datetime) -> Ladder | None:
        fitting = [
            one for one in self.ladders if one.obligation == obligation and one.valid(at) and one.scope.fits(facts)
        ]
        return max(fitting, key=lambda one: (one.scope.rank, one.version), default=None)


def overlapping(versions: Iterable[Rule | Ladder]) -> list[tuple[Rule | Ladder, Rule | Ladder]]:
    """Pairs of the same obligation and scope that are in force at the same time. Versions that follow each other
    (the earlier ends when or before the later begins) do not overlap."""
    ordered = sorted(versions, key=lambda one: (one.since, one.version))
    return [
        (first, second)
        for nth, first in enumerate(ordered)
        for second in ordered[nth + 1 :]
        if (first.obligation, first.scope) == (second.obligation, second.scope)
        and (first.until is None or second.since < first.until)
    ]
