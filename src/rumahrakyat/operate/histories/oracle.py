"""The rules of the clocks written down a second time, from the prose of `docs/fair-clocks.md` and of nothing else.

No machine and no state: for a finished history each clock is found by looking over the whole of it. Shares no code with
`duty.engine` but the plain data of events and rules.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from rumahrakyat.duty.rules import Facts, Rule
from rumahrakyat.duty.state import Event
from rumahrakyat.operate.histories.outcome import Charged, Outcome, charged, shared

Span = tuple[datetime, datetime]
NONE, TICK = timedelta(0), timedelta(microseconds=1)
GIVEN = {"assigned", "handed_over", "returned"}
DONE = {"resolved", "referred", "rejected"}
AGAIN = {"received", "unmerged", "objected"}
WORK = {"resolution", "information"}
REPORTERS = {"reporter_completes", "reporter_decides"}
MOVING = {"first_response", "silence"} | WORK
NO_LONGER_WAITING = GIVEN | DONE | {"answered", "replied", "waiting_ended"}
# What ends a clock, and how it is called then.
CLOSED = {"confirmed": "confirmed", "expired": "expired", "merged": "merged"}
DUTY = dict.fromkeys(DONE, "met") | CLOSED
ENDS = {
    "first_response": DUTY | {"answered": "met"},
    "routing": DUTY | {"answered": "met"} | dict.fromkeys(GIVEN, "met"),
    "silence": DUTY | {"answered": "met", "objected": "superseded"},
    "resolution": DUTY,
    "information": DUTY,
    "appeal": {"appeal_decided": "met", "merged": "merged"},
    "reporter_completes": dict.fromkeys(GIVEN | DONE | {"answered"}, "answered")
    | {"replied": "met", "waiting_ended": "cap", "merged": "merged"},
    "reporter_decides": {"confirmed": "met", "expired": "met", "objected": "objected", "merged": "merged"},
}
STARTS = {
    "first_response": AGAIN,
    "routing": AGAIN | GIVEN,
    "silence": {"answered"},
    "resolution": AGAIN,
    "information": AGAIN,
    "appeal": {"appealed"},
    "reporter_completes": {"asked"},
    "reporter_decides": {"resolved"},
}


@dataclass
class Life:
    """A clock: its time counts from event `origin`, it was noted with event `first`, and event `last` ended it.
    `known`: when it turned out that the deadline had passed before."""

    obligation: str
    origin: int
    first: int
    last: int
    start: datetime
    end: datetime
    how: str
    rule: Rule
    waits: list[Span]
    due: datetime
    extended: bool = False
    known: datetime | None = None


@dataclass(frozen=True)
class Oracle:
    """`days`: all working days of the years in question, in order."""

    rules: Sequence[Rule]
    days: Sequence[date]
    zone: ZoneInfo
    cap: timedelta

    def judge(self, events: Sequence[Event], until: datetime) -> list[Outcome]:
        """What the whole history means for every clock at `until`. An event of type "sweep" only looks."""
        told: list[Event] = []
        for event in events:
            later = [nth for nth, one in enumerate(told, 1) if one.at > event.at and event.type != "sweep"]
            told.append(replace(event, at=max([event.at, *(self._noted(told[:nth]) for nth in later)])))
        return [self._outcome(one, nth, told, until) for one, nth in self._lives(told, until)]

    def _noted(self, told: Sequence[Event]) -> datetime:
        """The last instant that the last event left on a clock: a beginning or end, of a wait too, a change of holder,
        a missed deadline. When the machine's own clock was set back, what happens counts as happening then."""
        looked = told[-1].at
        noted = [told[0].at]
        for life, _nth in self._lives(told, looked):
            noted += [edge for span in life.waits for edge in span if edge <= looked]
            noted += [life.start, *([life.end] if life.how else [])]
            noted += [at for at, _holder in self._holders(life, told)]
            noted += [one.due + TICK for one in self._breaches(life, told)]
            noted += [life.known] if life.known else []
        return max(noted)

    # -- from when until when ------------------------------------------------------------------------------------------

    def _lives(self, told: Sequence[Event], until: datetime) -> list[tuple[Life, int]]:
        lives: dict[str, list[Life]] = {}
        for obligation in STARTS:  # first answers and news come first: work is owed while one of them is
            lives[obligation] = found = []
            nth = 0
            while nth < len(told):
                origin = self._origin(obligation, nth, told, lives)
                rule = None if origin is None else self._rule(obligation, told[nth].facts, told[origin].at)
                if origin is not None and rule:
                    found.append(self._life((obligation, origin, nth), rule, told, until))
                nth = found[-1].last if origin is not None and rule else nth + 1
        return [(life, nth) for found in lives.values() for nth, life in enumerate(found, 1)]

    @staticmethod
    def _origin(obligation: str, nth: int, told: Sequence[Event], lives: dict[str, list[Life]]) -> int | None:
        if STARTS[obligation] & _is(told[nth]):
            return nth if obligation != "routing" or told[nth].facts.holder is None else None
        owed = [*lives["first_response"], *lives.get("silence", [])]
        if obligation in WORK and told[nth].type == "classified" and any(one.first < nth < one.last for one in owed):
            return max(one.origin for one in lives["first_response"] if one.origin < nth)
        return None

    def _life(self, which: tuple[str, int, int], rule: Rule, told: Sequence[Event], until: datetime) -> Life:
        obligation, origin, first = which
        last = next((nth for nth in range(first + 1, len(told)) if _ends(obligation, told[nth])), len(told))
        how = (
            min(ENDS[obligation][type_] for type_ in ENDS[obligation].keys() & _is(told[last]))
            if last < len(told)
            else ""
        )
        end = told[last].at if how else until
        begun = told[origin].at
        life = Life(obligation, origin, first, last, begun, end, how, rule, [], end)
        self._amend(life, told)
        life.waits = self._waits(life, told, life.last + 1)
        return life

    def _waits(self, life: Life, told: Sequence[Event], known: int) -> list[Span]:
        """When it stood still, by the first `known` events: from a question to what ended the waiting, for the cap at
        most over all questions."""
        waits: list[Span] = []
        for nth in range(life.origin + 1, min(life.last, known) if life.obligation in MOVING | {"routing"} else 0):
            left = self.cap - sum((until - since for since, until in waits), NONE)
            if told[nth].type == "asked" and left > NONE:
                ended = [told[nxt].at for nxt in range(nth + 1, min(known, len(told))) if _goes_on(told[nxt])][:1]
                ended += [life.end] if life.how and known > life.last else []
                waits.append((told[nth].at, min([told[nth].at + left, *ended])))
        return waits

    def _amend(self, life: Life, told: Sequence[Event]) -> None:
        """What was learned before the deadline passed: another rule, more time, a promise taken over."""
        limits: list[timedelta] = []
        promised = self._promised(told[life.first], life.rule) if life.obligation == "silence" else None
        if promised:
            limits.append(promised - life.start)
        for nth in range(life.first, life.last if life.obligation not in REPORTERS else 0):
            at, waits = told[nth].at, self._waits(life, told, nth + 1)
            life.due = self._due(life, life.rule, waits, limits)
            if life.due < at and nth > life.first:
                return
            if nth > life.first and not self._learn(life, told[nth], waits, limits):
                life.last, life.end, life.how = nth, at, "not_owed"
                break
            life.due = self._due(life, life.rule, waits, limits)
            if life.due < at:
                life.known = at
                return
        life.due = self._due(life, life.rule, self._waits(life, told, life.last + 1), limits)

    def _learn(self, life: Life, event: Event, waits: Sequence[Span], limits: list[timedelta]) -> bool:
        """What one event that came in time changes; whether it is owed at all."""
        if event.type == "extended" and life.rule.extension:
            life.extended = True
        elif event.type == "joined" and life.obligation == "first_response":
            if event.promised_at and event.promised_at >= event.at and event.promised_at > life.start:
                limits.append(event.promised_at - life.start - _within(waits, life.start, event.at))
        elif event.type in GIVEN | {"classified"} or (event.type, event.obligation) == ("restamped", life.obligation):
            asked = event.type == "restamped"
            rule = self._rule(life.obligation, event.facts, event.at if asked else max(life.start, life.rule.since))
            if rule is None:
                return asked
            over = [span for span in waits if span[1] <= event.at]
            longer = self._due(life, rule, over, limits) > self._due(life, life.rule, over, limits)
            if not (longer and life.obligation in {"first_response", "routing"}):
                life.rule = rule
        return True

    # -- until when ----------------------------------------------------------------------------------------------------

    def _due(self, life: Life, rule: Rule, waits: Sequence[Span], limits: Sequence[timedelta]) -> datetime:
        amount = rule.amount + (rule.extension if life.extended else 0)
        times = [_after(life.start, limit, waits) for limit in limits]
        if life.obligation == "silence" and times:
            return times[0]
        if rule.unit == "hours":
            return min([_after(life.start, timedelta(hours=amount), waits), *times])
        day = self._day(life.start)
        due = self._end_of(self._nth(day, amount))
        for nth, (since, until) in enumerate(waits, 1):
            if since > due:
                break
            lost = sum(len(self._begun(*span)) for span in waits[:nth])
            back = self.days[bisect_left(self.days, self._day(until))]
            due = max(due, self._end_of(self._nth(day, amount + lost)), self._end_of(back) if due <= until else due)
        return min([due, *times])

    def _promised(self, event: Event, rule: Rule) -> datetime | None:
        today = self._day(event.at)
        furthest = self._nth(today, rule.longest or rule.amount)
        return self._end_of(min(max(event.next_on, today), furthest)) if event.next_on else None

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day + timedelta(days=1), time.min, self.zone)

    def _nth(self, day: date, count: int) -> date:
        return self.days[bisect_right(self.days, day) + count - 1]

    def _begun(self, since: datetime, until: datetime) -> Sequence[date]:
        return self.days[bisect_right(self.days, self._day(since)) : bisect_right(self.days, self._day(until))]

    # -- who answers for it --------------------------------------------------------------------------------------------

    def _holders(self, life: Life, told: Sequence[Event]) -> list[tuple[datetime, int | None]]:
        if life.obligation not in MOVING:
            return [(life.start, None)]
        given = [(life.start, told[life.origin].facts.holder)]
        given += [(one.at, one.facts.holder) for one in told[life.origin + 1 : life.last] if one.type in GIVEN]
        return given[:1] + [after for before, after in pairwise(given) if before[1] != after[1]]

    def _pieces(self, life: Life, told: Sequence[Event]) -> list[tuple[int | None, datetime, datetime]]:
        """Who had it from when until when, without the waits."""
        given = self._holders(life, told)
        pieces = []
        for (since, holder), until in zip(given, [at for at, _holder in given[1:]] + [life.end], strict=True):
            begun, waiting = since, False
            for still, again in life.waits:
                if again < since or still > until:
                    continue
                if still >= since:
                    pieces.append((holder, begun, still))
                begun, waiting = min(again, until), again > until
            if not waiting:
                pieces.append((holder, begun, until))
        return pieces

    def _breaches(self, life: Life, told: Sequence[Event]) -> list[Charged]:
        if life.obligation in REPORTERS or life.due >= life.end:
            return []
        pieces = self._pieces(life, told)
        until_due: dict[int | None, timedelta] = {}
        for holder, since, until in pieces:
            until_due[holder] = until_due.get(holder, NONE) + max(min(until, life.due) - since, NONE)
        longest = max(until_due, key=lambda holder: until_due[holder])
        own = (self._own(life, holder, pieces) for holder in until_due if holder != longest)
        return [Charged(longest, own=False, due=life.due), *(one for one in own if one)]

    def _own(
        self, life: Life, holder: int | None, pieces: list[tuple[int | None, datetime, datetime]]
    ) -> Charged | None:
        amount = life.rule.amount + (life.rule.extension if life.extended else 0)
        used, begun = NONE, 0
        # Of a deadline that turned out to have passed nobody's own time counts before that was known.
        counted = life.known or life.start
        mine = [(max(since, counted), until) for who, since, until in pieces if who == holder and until >= counted]
        for since, until in mine:
            today = self._day(since)
            if life.rule.unit == "hours":
                due = since + timedelta(hours=amount) - used
            elif begun < amount:
                due = self._end_of(self._nth(today, amount - begun))
            else:
                due = self._end_of(self.days[bisect_left(self.days, today)])
            due = max(due, life.due)
            if due < until:
                return Charged(holder, own=True, due=due)
            used, begun = used + (until - since), begun + len(self._begun(since, until))
        return None

    def _rule(self, obligation: str, facts: Facts, at: datetime) -> Rule | None:
        """The narrowest that is in force; of equals hours before days, the shorter, the newer."""
        mine = (facts.holder, facts.regency, facts.category, facts.weight, facts.kind)
        fitting = []
        for rule in self.rules:
            if rule.obligation != obligation or at < rule.since or (rule.until and at >= rule.until):
                continue
            where = rule.scope
            scope = (where.organisation, where.regency, where.category, where.weight, where.kind)
            if all(named in {None, is_} for named, is_ in zip(scope, mine, strict=True)):
                named = [one is not None for one in scope]
                fitting.append(((named, rule.unit == "hours", -rule.amount, rule.version), rule))
        return max(fitting, key=lambda one: one[0])[1] if fitting else None

    def _outcome(self, life: Life, nth: int, told: Sequence[Event], until: datetime) -> Outcome:
        breaches = self._breaches(life, told)
        still = not life.how and any(since <= until < again for since, again in life.waits)
        held: dict[int | None, timedelta] = {}
        for holder, since, ended in [] if life.obligation in REPORTERS else self._pieces(life, told):
            held[holder] = held.get(holder, NONE) + (ended - since)
        return Outcome(
            obligation=life.obligation,
            cycle=nth,
            version=life.rule.version,
            start=life.start,
            due=None if still and not breaches else life.due,
            end=life.end if life.how else None,
            how=life.how,
            breached=life.due if breaches else None,
            waited=sum((again - since for since, again in life.waits if life.how or again <= until), NONE),
            shares=shared(held),
            breaches=charged(breaches),
        )


def _ends(obligation: str, event: Event) -> bool:
    if not ENDS[obligation].keys() & _is(event) or (event.type == "replied" and not event.resumed):
        return False
    return obligation != "routing" or event.type not in GIVEN or event.facts.holder is not None


def _is(event: Event) -> set[str]:
    """A granted appeal is an objection, too."""
    return {event.type, "objected"} if event.granted else {event.type}


def _goes_on(event: Event) -> bool:
    return event.type in NO_LONGER_WAITING and (event.type != "replied" or event.resumed)


def _within(waits: Sequence[Span], since: datetime, until: datetime) -> timedelta:
    return sum((max(min(end, until) - max(begin, since), NONE) for begin, end in waits), NONE)


def _after(start: datetime, time_running: timedelta, waits: Sequence[Span]) -> datetime:
    """When so much time has run, leaving out the waits that began before that."""
    due = start + time_running
    for since, until in waits:
        due += until - since if since <= due else NONE
    return due
