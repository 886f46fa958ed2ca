"""Random lives of cases from a seed: everything the product allows, at the worst moments.

Instants are drawn around what the rules make of a case: often exactly on a deadline or one microsecond beside it.
Sweeps come at odd moments, sleep for days, and now and then the machine's clock is set back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from rumahrakyat.duty import rules
from rumahrakyat.duty.state import TICK, Case, Event
from rumahrakyat.operate.histories import setting
from rumahrakyat.operate.histories.setting import HOLDERS, Told
from rumahrakyat.reports import appeals
from rumahrakyat.reports.states import ENDED, HELD, Stage, after_objection

SWEEP = "sweep"
# What follows from a sweep in the product, and is not done by anybody.
OF_SWEEPS = frozenset({"waiting_ended", "expired"})


@dataclass(frozen=True)
class Happening:
    """One event, or a sweep (type "sweep"), with all that is known about the case after it."""

    type: str
    at: datetime
    told: Told
    next_on: date | None = None
    resumed: bool = False
    granted: bool = False
    obligation: str | None = None
    promised_at: datetime | None = None

    @property
    def event(self) -> Event:
        return Event(
            self.type,
            self.at,
            self.told.facts,
            next_on=self.next_on,
            resumed=self.resumed,
            granted=self.granted,
            promised_at=self.promised_at,
            obligation=self.obligation,
        )


@dataclass(frozen=True)
class History:
    """`until`: when somebody looks at the end."""

    seed: str
    happenings: Sequence[Happening]
    until: datetime


@dataclass
class _Life:
    """What the generator must know to tell a history that the product allows."""

    random: Random
    told: Told
    now: datetime
    standing: Stage = Stage.RECEIVED
    before: Stage = Stage.RECEIVED
    case: Case = field(default_factory=Case)
    told_so_far: list[Happening] = field(default_factory=list)

    def happen(self, type_: str, **more: Any) -> None:
        one = Happening(type_, self.now, self.told, **more)
        self.told_so_far.append(one)
        setting.engine().apply(self.case, one.event)


def history(seed: str) -> History:
    """The same history for the same seed."""
    random = Random(seed)  # noqa: S311 -- reproducible, not secret
    start = setting.SINCE + (setting.UNTIL - setting.SINCE) * random.random()
    told = Told(random.choice(setting.KINDS) if random.random() < 0.3 else "complaint")
    life = _Life(random, told, start)
    life.happen("received")
    for _ in range(random.randint(1, 16)):
        _pass_time(life)
        if random.random() < 0.25:
            _sweep(life)
        else:
            _do_something(life)
    until = max(one.at for one in life.told_so_far) + timedelta(
        seconds=random.choice((1, 9_000, 200_000, 2_000_000)), microseconds=7
    )
    life.now = until
    _look(life)  # whoever looks at the end lets what is due happen first
    return History(seed, tuple(life.told_so_far), until)


def _pass_time(life: _Life) -> None:
    """To a deadline, beside it, or by some time; once in a while back."""
    random = life.random
    ahead = [
        moment
        for clock in life.case.clocks
        if clock.running
        for moment in (clock.due_at, setting.engine().next_at(clock), clock.waits_until)
        if moment and moment >= life.now
    ]
    drawn = random.random()
    if ahead and drawn < 0.45:
        life.now = random.choice(sorted(set(ahead))) + TICK * random.choice((-1, 0, 0, 1, 1))
    elif drawn < 0.5:
        life.now -= timedelta(seconds=random.choice((1, 3600, 90_000, 400_000)))
    elif drawn < 0.6:
        return  # two things at the same instant
    else:
        life.now += timedelta(hours=random.choice((1, 7, 23, 24, 48, 100, 300)) * random.random())


def _sweep(life: _Life) -> None:
    if life.random.random() < 0.2:
        life.now += timedelta(days=2)
    _look(life)


def _look(life: _Life) -> None:
    swept = Happening(SWEEP, life.now, life.told)
    life.told_so_far.append(swept)
    setting.engine().advance(life.case, life.now)
    turn = life.case.running(rules.REPORTER_COMPLETES) or life.case.running(rules.REPORTER_DECIDES)
    if turn and turn.due_at < life.now:
        completes = turn.obligation == rules.REPORTER_COMPLETES
        life.standing = life.before if completes else Stage.CLOSED
        life.happen("waiting_ended" if completes else "expired")


def _do_something(life: _Life) -> None:
    possible = [act for allowed, act in _ACTS if allowed(life)]
    life.random.choice(possible)(life)


def _held(life: _Life) -> bool:
    return life.told.holder is not None and (life.standing in HELD or life.standing is Stage.WAITING_REPORTER)


def _undecided(life: _Life) -> bool:
    return life.standing in HELD | {Stage.RECEIVED, Stage.WAITING_REPORTER}


def _classify(life: _Life) -> None:
    random, told = life.random, life.told
    life.told = replace(
        told,
        kind=random.choice((*setting.KINDS, told.kind, told.kind)),
        category=random.choice((*setting.CATEGORIES, told.category)),
        regency=random.choice((*setting.REGENCIES, told.regency)),
    )
    life.happen("classified")


def _give(life: _Life) -> None:
    before = life.told.holder
    holder = life.random.choice([one for one in HOLDERS.values() if one != before])
    life.told, life.standing = replace(life.told, holder=holder), Stage.ASSIGNED
    life.happen("assigned" if before is None else "handed_over")


def _return(life: _Life) -> None:
    life.told, life.standing = replace(life.told, holder=None), Stage.RECEIVED
    life.happen("returned")


def _answer(life: _Life) -> None:
    life.standing = life.random.choice((Stage.VERIFICATION, Stage.FIELD_CHECK, Stage.IN_PROGRESS))
    day = life.now.astimezone(setting.ZONE).date() + timedelta(days=life.random.randint(0, 30))
    life.happen("answered", next_on=day if life.random.random() < 0.4 else None)


def _ask(life: _Life) -> None:
    life.before, life.standing = life.standing, Stage.WAITING_REPORTER
    life.happen("asked")


def _reply(life: _Life) -> None:
    waited = life.standing is Stage.WAITING_REPORTER
    if waited:
        life.standing = life.before
    life.happen("replied", resumed=waited)


def _object(life: _Life) -> None:
    life.standing = after_objection(life.standing, held=life.told.holder is not None)
    life.happen("objected")


def _hindrance(life: _Life) -> str:
    return appeals.hindrance([(one.type, one.at) for one in life.told_so_far], life.now)


def _decide(life: _Life) -> None:
    granted = life.random.random() < 0.5
    if granted and life.standing in ENDED | {Stage.RESOLVED}:
        life.standing = after_objection(life.standing, held=life.told.holder is not None)
    life.happen("appeal_decided", granted=granted)


def _restamp(life: _Life) -> None:
    life.happen("restamped", obligation=life.random.choice(rules.OBLIGATIONS))


def _unmerge(life: _Life) -> None:
    life.standing = Stage.ASSIGNED if life.told.holder else Stage.RECEIVED
    life.happen("unmerged")


def _join(life: _Life) -> None:
    hours = life.random.choice((-5, 1, 3, 10, 24))
    life.happen("joined", promised_at=life.now + timedelta(hours=hours) * life.random.random())


def _to(stage: Stage, type_: str) -> Callable[[_Life], None]:
    def act(life: _Life) -> None:
        life.standing = stage
        life.happen(type_)

    return act


def _just(type_: str) -> Callable[[_Life], None]:
    return lambda life: life.happen(type_)


_ENDS = frozenset({"confirmed", "expired", "referred", "rejected"})


def _may_object(life: _Life) -> bool:
    """While the case is with somebody, and for as long after its end as the product allows."""
    if life.standing not in ENDED:
        return life.standing is Stage.RESOLVED or life.standing in HELD
    ended = [one.at for one in life.told_so_far if one.type in _ENDS]
    return life.standing is not Stage.MERGED and bool(ended) and life.now <= ended[-1] + appeals.WITHIN


_ENDED_FOR_NOW = ENDED - {Stage.MERGED} | {Stage.RESOLVED}

# When something may happen, and what it is. What happens often stands here more than once.
_ACTS: Sequence[tuple[Callable[[_Life], bool], Callable[[_Life], None]]] = (
    (_undecided, _classify),
    (lambda life: life.standing is Stage.RECEIVED, _give),
    (lambda life: life.standing is Stage.RECEIVED, _give),
    (_held, _give),
    (_held, _return),
    (_held, _answer),
    (_held, _answer),
    (_held, _to(Stage.RESOLVED, "resolved")),
    (lambda life: life.standing in HELD | {Stage.RECEIVED}, _ask),
    (lambda life: life.standing in HELD | {Stage.RECEIVED}, _ask),
    (lambda life: life.standing is Stage.WAITING_REPORTER, _reply),
    (lambda life: life.standing is not Stage.MERGED, _reply),
    (_may_object, _object),
    (lambda life: life.standing is Stage.RESOLVED, _object),
    (lambda life: life.standing is Stage.RESOLVED, _to(Stage.CLOSED, "confirmed")),
    (_undecided, _to(Stage.REFERRED, "referred")),
    (_undecided, _to(Stage.REJECTED, "rejected")),
    (_undecided, _to(Stage.MERGED, "merged")),
    (lambda life: life.standing is Stage.MERGED, _unmerge),
    (_undecided, _join),
    (lambda life: _held(life) and life.told.kind == "information", _just("extended")),
    (lambda life: life.told.kind == "information" and _held(life), _just("extended")),
    (lambda life: life.standing in _ENDED_FOR_NOW and not _hindrance(life), _just("appealed")),
    (lambda life: life.standing is not Stage.MERGED and _hindrance(life) == "open", _decide),
    (_undecided, _restamp),
)
