"""Who is called, in which order, and who is passed over for what reason. Pure: rows in, an order out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

QUIET: Final = (time(21), time(5))
EVERY_DAY: Final = frozenset(range(7))


class Why(StrEnum):
    """Why somebody on a list is passed over, or why a list helps nobody."""

    ABSENT = "absent"  # and nobody stands in
    CIRCLE = "circle"  # the stand-ins lead back to somebody who is away
    DISABLED = "disabled"
    NO_WAY = "no_way"  # no number, no address
    NOBODY = "nobody"  # the list is empty, and nobody holds the role
    NO_TURN = "no_turn"  # there is a roster, but nobody's turn is now
    CLOSED = "closed"  # the body itself has ended


@dataclass(frozen=True)
class Turn:
    """See `models_roster.OnCall`. `since` inclusive, `until` exclusive."""

    account: int
    order: int = 1
    weekdays: frozenset[int] = EVERY_DAY
    begins: time | None = None
    ends: time | None = None
    since: datetime | None = None
    until: datetime | None = None

    def serves(self, at: datetime, zone: ZoneInfo) -> bool:
        if (self.since and at < self.since) or (self.until and at >= self.until):
            return False
        here = at.astimezone(zone)
        if self.begins is None or self.ends is None or self.begins == self.ends:
            return here.weekday() in self.weekdays
        if self.begins < self.ends:
            return here.weekday() in self.weekdays and self.begins <= here.time() < self.ends
        if here.time() >= self.begins:
            return here.weekday() in self.weekdays
        return here.time() < self.ends and (here.weekday() - 1) % 7 in self.weekdays


@dataclass(frozen=True)
class Away:
    """`stand_in` None: nobody was named."""

    since: datetime
    until: datetime | None = None
    stand_in: int | None = None

    def covers(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Person:
    """`ways` are (scheme, value), the best first."""

    active: bool = True
    ways: tuple[tuple[str, str], ...] = ()
    away: tuple[Away, ...] = ()


@dataclass(frozen=True)
class Skipped:
    account: int | None
    why: Why


@dataclass(frozen=True)
class Called:
    """`stands_in_for`: whose turn it really is, None when it is their own."""

    account: int
    ways: tuple[tuple[str, str], ...]
    stands_in_for: int | None = None


@dataclass(frozen=True)
class Order:
    """Who to call, first to last, each once; and everybody who was passed over."""

    called: tuple[Called, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def serving(turns: Sequence[Turn], at: datetime, zone: ZoneInfo) -> list[int]:
    """The accounts whose turn it is, in order; of equals the one who was entered first (lower account)."""
    now = sorted((one for one in turns if one.serves(at, zone)), key=lambda one: (one.order, one.account))
    return list(dict.fromkeys(one.account for one in now))


def order(accounts: Sequence[int], people: Mapping[int, Person], at: datetime) -> Order:
    """`accounts` in their order, each replaced by whoever stands in; the disabled and the unreachable left out."""
    called: dict[int, Called] = {}
    skipped: list[Skipped] = []
    for account in accounts:
        found = _answering(account, people, at)
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        who = None if found == account else account
        if found not in called:
            called[found] = Called(found, people[found].ways, who)
    return Order(tuple(called.values()), tuple(skipped))


def _answering(account: int, people: Mapping[int, Person], at: datetime) -> int | Skipped:
    """Who answers in the place of `account`: themselves, or the first in the chain of stand-ins who is there."""
    seen: set[int] = set()
    current = account
    while True:
        if current in seen:
            return Skipped(account, Why.CIRCLE)
        seen.add(current)
        person = people.get(current)
        if person is None or not person.active:
            return Skipped(account, Why.DISABLED)
        away = [one for one in person.away if one.covers(at)]
        if not away:
            return current if person.ways else Skipped(account, Why.NO_WAY)
        named = next((one.stand_in for one in away if one.stand_in is not None), None)
        if named is None:
            return Skipped(account, Why.ABSENT)
        current = named


def quiet_until(at: datetime, hours: tuple[time, time], zone: ZoneInfo) -> datetime | None:
    """When the hours of quiet that hold at `at` end; None when none hold. Equal ends: there are none."""
    begins, ends = hours
    here = at.astimezone(zone)
    if begins == ends:
        return None
    today = datetime.combine(here.date(), ends, zone)
    if begins < ends:
        return today if begins <= here.time() < ends else None
    if here.time() < ends:
        return today
    return today + timedelta(days=1) if here.time() >= begins else None
