"""The clocks of one case for a page: who had each of them when, what was missed, and what still follows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rumahrakyat.duty import rules, store
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.models import Breach, Clock, Tenure
from rumahrakyat.duty.rules import Unit
from rumahrakyat.duty.state import TICK, Spell
from rumahrakyat.duty.state import Clock as State


@dataclass(frozen=True)
class ReadClock:
    """A clock with its tenures in order. `own_until`: until when the present holder itself has time, when that differs
    from the case's deadline. `day`, `days`: the how manieth of how many working days it is; None for plain hours and
    for a promised day."""

    clock: Clock
    tenures: Sequence[Tenure]
    breaches: Sequence[Breach] = field(default_factory=tuple)
    own_until: datetime | None = None
    day: int | None = None
    days: int | None = None

    @property
    def waiting_since(self) -> datetime | None:
        last = self.tenures[-1] if self.tenures else None
        return last.since if last and last.waiting and last.until is None and self.clock.running else None


def clocks_of(report_id: int, *, at: datetime, machine: Engine | None = None) -> list[ReadClock]:
    """Every clock of the case in the order they began, in three queries at most."""
    wanted = ("holder", "clock__rule__category", "clock__holder")
    found = Tenure.objects.filter(clock__report=report_id).select_related(*wanted)
    tenures: dict[int, list[Tenure]] = {}
    for one in found.order_by("clock__started_at", "clock_id", "since", "pk"):
        tenures.setdefault(one.clock_id, []).append(one)
    breaches: dict[int, list[Breach]] = {}
    late = [key for key, mine in tenures.items() if mine[0].clock.breached_at]
    rows = Breach.objects.filter(clock__in=late).select_related("holder").order_by("due_at", "pk")
    for missed in rows if late else ():
        breaches.setdefault(missed.clock_id, []).append(missed)
    machine = machine or store.engine()
    return [_read(mine[0].clock, mine, breaches.get(key, []), machine, at) for key, mine in tenures.items()]


def _read(clock: Clock, tenures: list[Tenure], breaches: list[Breach], machine: Engine, at: datetime) -> ReadClock:
    own = _own_until(clock, tenures, breaches, machine)
    nth, days = _working_days(clock, machine, at)
    return ReadClock(clock, tenures, breaches, own, nth, days)


def _own_until(clock: Clock, tenures: list[Tenure], breaches: list[Breach], machine: Engine) -> datetime | None:
    last = tenures[-1]
    if not clock.running or clock.obligation not in rules.HOLDERS or last.waiting:
        return None
    if any(one.holder_id == last.holder_id for one in breaches):
        return None
    state = State(
        obligation=clock.obligation,
        cycle=clock.cycle,
        rule=store.rule_of(clock.rule),
        started_at=clock.started_at,
        due_at=clock.due_at,
        spells=[Spell(one.holder_id, one.since, one.until, one.waiting) for one in tenures],
        extended=clock.extended,
        promised_at=clock.promised_at,
    )
    own = machine.own_due(state)
    return own if own > clock.due_at else None


def _working_days(clock: Clock, machine: Engine, at: datetime) -> tuple[int | None, int | None]:
    if clock.rule.unit != Unit.WORKDAYS.value or clock.promised_at is not None:
        return None, None
    days = clock.rule.amount + (clock.rule.extension if clock.extended else 0)
    if clock.due_at <= at or not clock.running:
        return None, days
    left = machine.calendar.begun_between(at, clock.due_at - TICK)
    return max(days - left, 0), days


def answer_of(clocks: Sequence[ReadClock]) -> ReadClock | None:
    """The newest clock of a first answer, running or not."""
    return next((one for one in reversed(clocks) if one.clock.obligation == rules.FIRST_RESPONSE), None)


def running(clocks: Sequence[ReadClock], obligation: str) -> ReadClock | None:
    return next((one for one in clocks if one.clock.obligation == obligation and one.clock.running), None)


@dataclass(frozen=True)
class Waiting:
    """What asking the reporter would do to the clock that is owed next: how much waiting is left, and whether the clock
    would stand still at all. `late`: its deadline has passed."""

    left: timedelta
    late: bool

    @property
    def stands(self) -> bool:
        return not self.late and self.left > timedelta(0)


def waiting_left(clocks: Sequence[ReadClock], *, at: datetime) -> Waiting | None:
    """None when nothing runs that could stand still."""
    owed = running(clocks, rules.FIRST_RESPONSE) or running(clocks, rules.SILENCE)
    if owed is None:
        return None
    left = max(Engine.cap - owed.clock.waited, timedelta(0))
    return Waiting(left, late=owed.clock.breached_at is not None or owed.clock.due_at < at)


def extendable(clocks: Sequence[ReadClock], *, at: datetime) -> bool:
    """Whether one of the running clocks may still take the further days of its rule."""
    return any(
        one.clock.running and one.clock.rule.extension and not one.clock.extended and one.clock.due_at >= at
        and one.clock.breached_at is None
        for one in clocks
    )  # fmt: skip
