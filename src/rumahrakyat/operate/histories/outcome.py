"""What became of the clocks of one case, in the form in which two ways of reckoning it are compared."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Charged:
    """A missed deadline: who answers for it (None: the desk), whether it was the holder's own time, and its instant."""

    holder: int | None
    own: bool
    due: datetime


@dataclass(frozen=True)
class Outcome:
    """One clock at the end. `due` is None while it waits for the reporter: it stands still then. `how`: "met", why it
    was stopped, or "" while it runs. `shares`: how long each holder had it, without those who had it for no time."""

    obligation: str
    cycle: int
    version: int
    start: datetime
    due: datetime | None
    end: datetime | None
    how: str
    breached: datetime | None
    waited: timedelta
    shares: tuple[tuple[int | None, timedelta], ...]
    breaches: tuple[Charged, ...]


def in_order(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return sorted(outcomes, key=lambda one: (one.obligation, one.cycle))


def shared(held: dict[int | None, timedelta]) -> tuple[tuple[int | None, timedelta], ...]:
    """Holders with the time each had, in a fixed order."""
    return tuple(sorted(((who, time) for who, time in held.items() if time), key=lambda one: one[0] or 0))


def charged(breaches: Sequence[Charged]) -> tuple[Charged, ...]:
    return tuple(sorted(breaches, key=lambda one: (one.due, one.own, one.holder or 0)))


def differences(left: Sequence[Outcome], right: Sequence[Outcome], *, names: tuple[str, str]) -> list[str]:
    """What two ways of reckoning say differently about one case, as sentences."""
    first = {(one.obligation, one.cycle): one for one in left}
    second = {(one.obligation, one.cycle): one for one in right}
    said = [
        f"{obligation} {cycle}: known to {names[0 if (obligation, cycle) in first else 1]} only"
        for obligation, cycle in sorted(first.keys() ^ second.keys())
    ]
    for key in sorted(first.keys() & second.keys()):
        for field in fields(Outcome):
            one, other = getattr(first[key], field.name), getattr(second[key], field.name)
            if one != other:
                said.append(f"{key[0]} {key[1]}, {field.name}: {names[0]} says {one}, {names[1]} says {other}")
    return said
