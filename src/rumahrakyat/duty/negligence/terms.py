"""What may be done with a row of the register of negligence, and by whom; what is refused, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rumahrakyat.duty import rules, store
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.models import Breach, BreachState
from rumahrakyat.duty.models_negligence import Decision, Ruling
from rumahrakyat.organisations.queries import desk
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.roles import EXPLAIN, VERIFY

SHORTEST: Final = 30  # signs of an explanation or a reason: less says nothing to whoever reads the register
LONGEST: Final = 4000
RULED: Final = frozenset({BreachState.UPHELD, BreachState.EXCUSED, BreachState.CORRECTED})
# From which state a row may pass into which. Reopening leads back to explained where there is an explanation.
MOVES: Final = {
    BreachState.OPEN: {BreachState.OPEN, BreachState.EXPLAINED, *RULED},
    BreachState.EXPLAINED: {BreachState.EXPLAINED, *RULED},
    BreachState.UPHELD: {BreachState.OPEN, BreachState.EXPLAINED, BreachState.EXCUSED, BreachState.CORRECTED},
    BreachState.EXCUSED: {BreachState.OPEN, BreachState.EXPLAINED, BreachState.UPHELD, BreachState.CORRECTED},
    BreachState.CORRECTED: {BreachState.OPEN, BreachState.EXPLAINED, BreachState.UPHELD, BreachState.EXCUSED},
}


class Refused(Exception):
    """A step on a row that the rules do not allow. Nothing was written."""


class UnknownRow(LookupError):
    """There is no such row."""


class TooFewWords(Refused):
    """Fewer than `SHORTEST` signs, or more than `LONGEST`."""


class TooLate(Refused):
    """The time to explain is over. `until`: since when."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class StillTime(Refused):
    """The holder may still explain, and has not yet. `until` None: no rule says how long, so it must be heard first."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__(until.isoformat() if until else "")
        self.until = until


class AlreadyRuled(Refused):
    """The row was ruled on: an explanation needs the time reopened, a ruling must differ from the last."""


class NeedsEvidence(Refused):
    """A correction says what shows that the record was wrong."""


class OwnBody(Refused):
    """Nobody rules on the body they belong to."""


class Frozen(Refused):
    """The row stands in a frozen register (`register`): only an erratum changes it."""

    def __init__(self, register: str) -> None:
        super().__init__(register)
        self.register = register


class Moved(Refused):
    """Somebody explained or ruled since the page was opened."""


@dataclass(frozen=True)
class Limit:
    """Until when a holder may explain, and by which version of the rule. None: no rule sets a time."""

    rule: rules.Rule | None = None
    until: datetime | None = None
    reopened: bool = False

    def over(self, at: datetime) -> bool:
        """The very instant is still in time."""
        return self.until is not None and at > self.until


_locks: list[Callable[[Breach], str]] = []


def lock_when(lock: Callable[[Breach], str]) -> None:
    """Have `lock` asked before any step: it names the frozen register in which a row stands, or returns nothing."""
    _locks.append(lock)


def unlock(lock: Callable[[Breach], str]) -> None:
    """Ask `lock` no longer."""
    _locks.remove(lock)


def frozen_in(breach: Breach) -> str:
    """The number of the frozen register that holds the row; empty while it may still change."""
    return next(filter(None, (lock(breach) for lock in _locks)), "")


def limit_of(breach: Breach, last: Ruling | None, machine: Engine | None = None) -> Limit:
    """Until when the row may be explained. `last`: its newest ruling, if any. `machine` spares a query where many rows
    are asked about."""
    machine, report = machine or store.engine(), breach.clock.report
    of_case = store.facts_of(report)
    facts = rules.Facts(of_case.kind, of_case.category, of_case.weight, breach.holder_id, of_case.regency)
    rule = machine.book.rule(rules.EXPLANATION, facts, breach.recorded_at)
    until = machine.calendar.deadline(breach.recorded_at, rule.unit, rule.amount) if rule else None
    if last is not None and last.decision == Decision.REOPENED and last.until is not None:
        return Limit(rule, max(until or last.until, last.until), reopened=True)
    return Limit(rule, until)


def may_explain(scope: Scope, breach: Breach) -> bool:
    """Whether explaining this row is theirs: of the holder's own, or of the desk's where the desk had it."""
    return scope.covers(EXPLAIN, organisation=body_of(breach), region=breach.clock.report.region_id)


def belongs(scope: Scope, breach: Breach) -> bool:
    """Whether somebody is of the body that the row is charged to; whoever verifies is of the desk."""
    body = body_of(breach)
    named = any(grant.organisation is not None and grant.organisation == body for grant in scope.grants)
    return named or (breach.holder_id is None and scope.may(VERIFY))


def body_of(breach: Breach) -> int | None:
    """The organisation a row is charged to; the desk's own where nobody had the case."""
    if breach.holder_id is not None:
        return breach.holder_id
    house = desk()
    return house.pk if house else None


def objection(breach: Breach, limit: Limit, decision: Decision, at: datetime, *, erratum: str = "") -> Refused | None:
    """What keeps a decision from being made on a row as it stands; None when nothing does."""
    register = frozen_in(breach)
    if register and not erratum:
        return Frozen(register)
    if breach.state == decision.value:
        return AlreadyRuled()
    if breach.state == BreachState.OPEN and not limit.over(at):
        return StillTime(limit.until)
    return None
