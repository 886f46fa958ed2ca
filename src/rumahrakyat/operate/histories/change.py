"""The same cases under two sets of rules and ladders: what would have been late, whose it would have been, which steps
would have been taken."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rumahrakyat.duty import history, ladders
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.rules import REPORTERS, Facts, Ladder
from rumahrakyat.duty.state import Case, Clock, Event


@dataclass
class Tally:
    """Clocks whose deadline counts, by obligation: kept in time or not; a clock that still runs in time, or that ended
    otherwise before its deadline, is not among them. `breaches` by holder (None: the desk), `steps` by obligation and
    code."""

    on_time: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    breaches: Counter[int | None] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)

    def add(self, clocks: Iterable[Clock], steps: Counter[str]) -> bool:
        """Count one case; whether anything of it was late."""
        any_late = False
        for clock in clocks:
            if clock.obligation in REPORTERS:
                continue
            if clock.breached_at is not None:
                any_late = True
                self.late[clock.obligation] += 1
                self.breaches.update(miss.holder for miss in clock.misses)
            elif clock.met_at is not None:
                self.on_time[clock.obligation] += 1
        self.steps.update(steps)
        return any_late


@dataclass
class Change:
    """`become_late`, `become_on_time`: cases of which something, or nothing any more, would have been late."""

    before: Tally = field(default_factory=Tally)
    after: Tally = field(default_factory=Tally)
    cases: int = 0
    events: int = 0
    become_late: int = 0
    become_on_time: int = 0

    def add(self, events: Sequence[Event], machines: tuple[Engine, Engine], *, until: datetime) -> None:
        """Judge one case by both. Raises `rules.NoRule`."""
        before, after = (climbed(machine, events, until=until) for machine in machines)
        was, would = self.before.add(*before), self.after.add(*after)
        self.cases += 1
        self.events += len(events)
        self.become_late += would and not was
        self.become_on_time += was and not would


def climbed(machine: Engine, events: Sequence[Event], *, until: datetime) -> tuple[list[Clock], Counter[str]]:
    """The clocks of a case and the steps of ladders that were due before each ended, as a sweeper takes them that never
    sleeps. Raises `rules.NoRule`."""
    case, steps = Case(), Counter[str]()
    chosen: dict[tuple[str, int], tuple[int | None, Ladder | None]] = {}
    taken: dict[tuple[str, int], set[tuple[str, bool, int | None]]] = {}
    for event in events:
        machine.advance(case, event.at)
        _climb(machine, case, event.at, (chosen, taken, steps))
        history.let_happen(machine, case, event)
        _choose(machine, case, event, chosen)
    machine.advance(case, until)
    _climb(machine, case, until, (chosen, taken, steps))
    return case.clocks, steps


_Chosen = dict[tuple[str, int], tuple[int | None, Ladder | None]]
_Taken = dict[tuple[str, int], set[tuple[str, bool, int | None]]]


def _choose(machine: Engine, case: Case, event: Event, chosen: _Chosen) -> None:
    """Another holder may have a ladder of its own."""
    for clock in case.clocks:
        key = (clock.obligation, clock.cycle)
        if clock.running and (key not in chosen or chosen[key][0] != clock.holder):
            facts: Facts = replace(event.facts, holder=clock.holder)
            chosen[key] = (clock.holder, machine.book.ladder(clock.obligation, facts, event.at))


def _climb(machine: Engine, case: Case, at: datetime, known: tuple[_Chosen, _Taken, Counter[str]]) -> None:
    chosen, taken, steps = known
    for clock in case.clocks:
        key = (clock.obligation, clock.cycle)
        mine = taken.setdefault(key, set())
        ladder = chosen.get(key, (None, None))[1]
        while (due := ladders.next_step(ladder, clock, machine, mine)) is not None and due.at < at:
            mine.add((due.step.code, due.step.own, clock.holder))
            steps[f"{clock.obligation} {due.step.code}"] += 1
