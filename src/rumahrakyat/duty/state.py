"""What is known of the clocks of one case. Pure data, changed only by `engine`."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Final

from rumahrakyat.duty.rules import Facts, Rule

ZERO: Final = timedelta(0)
TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Event:
    """Something that happened to the case. `facts` are those after it. `next_on`: the day the holder names for its
    next word. `resumed`: a reply that was waited for. `granted`: an appeal. `promised_at`: the earliest promise of a
    case merged into this.
    `obligation`: whose clock is judged anew, by the rules of that instant, or by the `calendar` of that instant alone.
    """

    type: str
    at: datetime
    facts: Facts
    next_on: date | None = None
    resumed: bool = False
    granted: bool = False
    promised_at: datetime | None = None
    obligation: str | None = None
    calendar: bool = False


@dataclass
class Spell:
    """Who had the clock from when until when (None: still). `waiting`: it was the reporter's turn."""

    holder: int | None
    since: datetime
    until: datetime | None = None
    waiting: bool = False

    def within(self, until: datetime) -> timedelta:
        end = until if self.until is None else min(self.until, until)
        return max(end - self.since, ZERO)


@dataclass(frozen=True)
class Miss:
    """A deadline that passed without what was owed. `own`: the holder's own time, after the case's. `held`: how long
    that holder had had the clock by then."""

    holder: int | None
    own: bool
    due_at: datetime
    held_since: datetime
    held: timedelta


@dataclass
class Clock:
    """One obligation of one case. `breached_at`: the due instant that was missed; `waits_until`: when waiting for the
    reporter ends by the cap; `waited`: how long it stood still in all, ended waits only.
    """

    obligation: str
    cycle: int
    rule: Rule
    started_at: datetime
    due_at: datetime
    spells: list[Spell]
    misses: list[Miss] = field(default_factory=list)
    promised_at: datetime | None = None
    extended: bool = False
    waits_until: datetime | None = None
    waited: timedelta = ZERO
    met_at: datetime | None = None
    stopped_at: datetime | None = None
    stop_reason: str = ""
    breached_at: datetime | None = None

    @property
    def running(self) -> bool:
        return self.met_at is None and self.stopped_at is None

    @property
    def holder(self) -> int | None:
        return self.spells[-1].holder

    @property
    def waiting_since(self) -> datetime | None:
        if not self.spells[-1].waiting or self.spells[-1].until is not None:
            return None
        waiting = takewhile(lambda one: one.waiting, reversed(self.spells))
        return min(one.since for one in waiting)

    @property
    def stands(self) -> bool:
        """Whether it stands still. A deadline that had passed before the question was asked is not saved by it."""
        since = self.waiting_since
        return since is not None and (self.breached_at is not None or since <= self.due_at)

    def charged(self, holder: int | None) -> bool:
        return any(miss.holder == holder for miss in self.misses)


@dataclass
class Case:
    """The clocks of a case, oldest first."""

    clocks: list[Clock] = field(default_factory=list)

    def not_before(self, at: datetime) -> datetime:
        """`at`, or the latest instant that is recorded on a clock when that is later: a clock of a machine was set
        back. What was missed stays missed, so the instant just after the deadline counts."""
        known = [at]
        for clock in self.clocks:
            last = clock.spells[-1]
            known += [last.until or last.since, *(miss.due_at + TICK for miss in clock.misses)]
        return max(known)

    def running(self, obligation: str) -> Clock | None:
        return next((one for one in self.clocks if one.obligation == obligation and one.running), None)


def close(clock: Clock, at: datetime) -> None:
    last = clock.spells[-1]
    if last.until is None:
        last.until = max(at, last.since)


def become_known(clock: Clock, at: datetime) -> None:
    """It turned out at `at` that the deadline had passed before: nobody's own time was over by then. The same holder,
    or waiting, goes on in a spell of its own. Nothing else divides spells like that, so they tell when it was."""
    clock.misses = clock.misses[:1]
    last = clock.spells[-1]
    close(clock, at)
    clock.spells.append(Spell(last.holder, at, waiting=last.waiting))


def known_spells(clock: Clock) -> list[Spell]:
    """The spells of which own times are counted: all, or those since it became known that the deadline had passed."""
    for nth in range(len(clock.spells) - 1, 0, -1):
        before, after = clock.spells[nth - 1], clock.spells[nth]
        if (before.holder, before.waiting) == (after.holder, after.waiting):
            return clock.spells[nth:]
    return clock.spells


def shares(clock: Clock, until: datetime) -> dict[int | None, timedelta]:
    """How long each holder had the clock up to `until`, in the order in which they first had it; the time it waited
    for the reporter is nobody's."""
    held: dict[int | None, timedelta] = {}
    for spell in clock.spells:
        if not spell.waiting:
            held[spell.holder] = held.get(spell.holder, ZERO) + spell.within(until)
    return held


def charge(clock: Clock) -> Miss:
    held = shares(clock, clock.due_at)
    holder = max(held, key=lambda one: held[one])  # the first of equals: dictionaries keep their order
    since = max(
        one.since for one in clock.spells if one.holder == holder and not one.waiting and one.since <= clock.due_at
    )
    return Miss(holder, own=False, due_at=clock.due_at, held_since=since, held=held[holder])


def own_miss(clock: Clock, due: datetime) -> Miss:
    mine = [one for one in clock.spells if one.holder == clock.holder and not one.waiting]
    held = sum((one.within(due) for one in mine), ZERO)
    return Miss(clock.holder, own=True, due_at=due, held_since=mine[-1].since, held=held)
