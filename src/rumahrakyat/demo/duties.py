"""The clocks of a told story, as a sweeper that is always on time would have left them. Pure but for the rulebook.

The machine is the one of the product. What makes it quick enough for a million cases is that the same questions to the
rulebook and the calendar are answered from memory.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final, cast

from rumahrakyat.demo.story import Event
from rumahrakyat.duty import ladders
from rumahrakyat.duty.calendar import Calendar
from rumahrakyat.duty.engine import KNOWN, Engine
from rumahrakyat.duty.rules import Facts, Ladder, Rule, Rulebook, Weight
from rumahrakyat.duty.state import Case, Clock, Miss
from rumahrakyat.duty.state import Event as Happening

_LAG: Final = timedelta(seconds=5)  # how long after its instant the sweeper writes something down


@dataclass(frozen=True)
class Taken:
    """A step of a ladder that was taken on a clock."""

    code: str
    own: bool
    audience: str
    holder: int | None
    due_at: datetime
    taken_at: datetime


@dataclass
class Run:
    """A clock with what the product keeps beside it: its ladder, its steps, when each miss was written down."""

    clock: Clock
    ladder: Ladder | None = None
    ladder_of: int | None = None
    steps: list[Taken] = field(default_factory=list)
    recorded: list[datetime] = field(default_factory=list)
    next_action_at: datetime | None = None

    @property
    def taken(self) -> set[tuple[str, bool, int | None]]:
        return {(one.code, one.own, one.holder) for one in self.steps}


@dataclass
class Duties:
    """What a story came to: every entry in order, those of the clocks among them, and the clocks."""

    entries: list[Event] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    holder: int | None = None

    def running(self, obligation: str) -> Clock | None:
        return next((one.clock for one in self.runs if one.clock.obligation == obligation and one.clock.running), None)


@dataclass(frozen=True)
class Book(Rulebook):
    """A rulebook that remembers its answers. They change only at `edges`, where a version begins or ends."""

    edges: Sequence[datetime] = ()
    known: dict[object, object] = field(default_factory=dict, compare=False)

    def rule(self, obligation: str, facts: Facts, at: datetime) -> Rule | None:
        key = ("rule", obligation, facts, bisect_right(self.edges, at))
        if key not in self.known:
            self.known[key] = super().rule(obligation, facts, at)
        return cast("Rule | None", self.known[key])

    def ladder(self, obligation: str, facts: Facts, at: datetime) -> Ladder | None:
        key = ("ladder", obligation, facts, bisect_right(self.edges, at))
        if key not in self.known:
            self.known[key] = super().ladder(obligation, facts, at)
        return cast("Ladder | None", self.known[key])


@dataclass(frozen=True)
class Days(Calendar):
    """A calendar that remembers where n working days lead."""

    known: dict[tuple[date, int], date] = field(default_factory=dict, compare=False)

    def nth_working_day(self, after: date, count: int) -> date:
        key = (after, count)
        if key not in self.known:
            self.known[key] = super().nth_working_day(after, count)
        return self.known[key]


def quick(machine: Engine) -> Engine:
    """The same machine, with a memory."""
    days = Days(machine.calendar.zone, machine.calendar.off, machine.calendar.worked)
    versions: list[Rule | Ladder] = [*machine.book.rules, *machine.book.ladders]
    edges = sorted({at for one in versions for at in (one.since, one.until) if at is not None})
    return Engine(Book(machine.book.rules, machine.book.ladders, edges), days, machine.cap)


@dataclass(frozen=True)
class Circumstances:
    """What the rules look at; category and place are known from the second entry on. `ids`: holders by code."""

    kind: str
    category: str | None
    weight: Weight
    regency: str | None
    ids: Mapping[str, int]

    def code(self, holder: int | None) -> str | None:
        return next((code for code, pk in self.ids.items() if pk == holder), None)

    def after(self, event: Event, before: int | None) -> Facts:
        """The facts after an event, given who held the case before it."""
        if event.type == "received":
            return Facts(self.kind)
        holder = None if event.type == "returned" else before
        if event.type in {"assigned", "handed_over"}:
            holder = self.ids[str(event.data["holder"])]
        return Facts(self.kind, self.category, self.weight, holder, self.regency)


def play(events: Sequence[Event], around: Circumstances, machine: Engine, until: datetime) -> Duties:
    """Let the events of a case happen and time pass up to `until`. Raises `rules.NoRule`."""
    case, found = Case(), Duties()
    for event in events:
        _pass_time(case, found, around, machine, event.at)
        found.entries.append(event)
        if event.type in KNOWN:
            facts = around.after(event, found.holder)
            found.holder = facts.holder
            machine.apply(case, Happening(event.type, event.at, facts))
            _settle(case, found, facts, machine, event.at)
    _pass_time(case, found, around, machine, until)
    for run in found.runs:
        run.next_action_at = _next_action(run, machine)
    return found


def _settle(case: Case, found: Duties, facts: Facts, machine: Engine, at: datetime) -> None:
    """New clocks and new holders get their ladder, as they do when the product saves them."""
    found.runs += [Run(clock) for clock in case.clocks[len(found.runs) :]]
    for run in found.runs:
        holder = run.clock.holder
        if run.ladder is None or holder != run.ladder_of:
            of_holder = Facts(facts.kind, facts.category, facts.weight, holder, facts.regency)
            run.ladder, run.ladder_of = machine.book.ladder(run.clock.obligation, of_holder, at), holder


def _pass_time(case: Case, found: Duties, around: Circumstances, machine: Engine, until: datetime) -> None:
    if not any((at := _next_action(run, machine)) is not None and at < until for run in found.runs):
        return
    machine.advance(case, until)
    written = [one for run in found.runs for one in _written(run, around, machine, until)]
    found.entries += [entry for _due, entry in sorted(written, key=lambda one: one[0])]


def _next_action(run: Run, machine: Engine) -> datetime | None:
    if not run.clock.running:
        return None
    step = ladders.next_step(run.ladder, run.clock, machine, run.taken)
    moments = [machine.next_at(run.clock), step.at if step else None]
    return min((moment for moment in moments if moment is not None), default=None)


def _written(run: Run, around: Circumstances, machine: Engine, until: datetime) -> Iterator[tuple[datetime, Event]]:
    for miss in run.clock.misses[len(run.recorded) :]:
        run.recorded.append(min(miss.due_at + _LAG, until))
        yield miss.due_at, _breached(run.clock, miss, around, run.recorded[-1])
    while (due := ladders.next_step(run.ladder, run.clock, machine, run.taken)) is not None and due.at < until:
        taken_at = min(due.at + _LAG, until)
        step = due.step
        run.steps.append(Taken(step.code, step.own, step.audience, run.clock.holder, due.at, taken_at))
        yield due.at, _escalated(run.clock, run.steps[-1], around)


def _breached(clock: Clock, miss: Miss, around: Circumstances, at: datetime) -> Event:
    data: dict[str, object] = {
        "obligation": clock.obligation,
        "cycle": clock.cycle,
        "holder": around.code(miss.holder),
        "own": miss.own,
        "due_at": miss.due_at.astimezone(UTC).isoformat(),
        "rule": clock.rule.version,
    }
    return Event("breached", at, "system", data)


def _escalated(clock: Clock, step: Taken, around: Circumstances) -> Event:
    data: dict[str, object] = {
        "obligation": clock.obligation,
        "cycle": clock.cycle,
        "step": step.code,
        "own": step.own,
        "audience": step.audience,
        "holder": around.code(step.holder),
    }
    return Event("escalated", step.taken_at, "system", data)
