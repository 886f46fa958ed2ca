"""The clocks of one case as a pure machine: what happened goes in, clocks, holders and missed deadlines come out.

The same machine runs behind the live product (`store` loads and saves its state), behind the simulator and behind the
check that recomputes a case from its record. Its outcome never depends on when a sweeper came by: before anything that
happens is applied, every deadline that passed earlier is recorded first, at its own instant (`advance`).

Rules, in the order in which they matter:

- A deadline is missed when it passes; an answer at the very instant is in time.
- The time of a clock is divided among its holders. The missed deadline of the case is charged to whoever held it
  longest until then (of equals, to whoever had it first), so a case given away in the last hour takes its lateness
  along to nobody. Whoever has it after that answers for itself: it has the whole time from the moment it got the case,
  less what it had held it before. Nobody is charged twice for one clock.
- While the case waits for its reporter no clock of a holder runs, for at most the cap in all; then it runs again by
  itself.
- What happened "earlier" than what is recorded already (a clock set back) counts as happening at that last instant.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.duty import rules, state
from rumahrakyat.duty.calendar import Calendar
from rumahrakyat.duty.rules import Rule, Rulebook, Unit
from rumahrakyat.duty.state import TICK, ZERO, Case, Clock, Event, Spell, charge, close, own_miss

_WORK: Final = (rules.RESOLUTION, rules.INFORMATION)
_WORDS: Final = (rules.FIRST_RESPONSE, rules.SILENCE)
_OF_HOLDERS: Final = (rules.FIRST_RESPONSE, rules.ROUTING, rules.SILENCE, *_WORK)

# The types of entries that do something to a clock. All others only let time pass, and need not be told.
KNOWN: Final = frozenset(
    {
        "received", "unmerged", "classified", "assigned", "handed_over", "returned", "answered", "resolved", "referred",
        "rejected", "asked", "replied", "waiting_ended", "objected", "confirmed", "expired", "extended", "appealed",
        "appeal_decided", "merged", "joined", "restamped",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Engine:
    """`apply` and `advance` change the case they are given."""

    book: Rulebook
    calendar: Calendar
    cap: timedelta = timedelta(days=10)

    def apply(self, case: Case, event: Event) -> None:
        """Let `event` happen. Types it knows nothing of only let time pass. Raises `rules.NoRule`."""
        at = case.not_before(event.at)
        self.advance(case, at)
        handle = self._handlers().get(event.type)
        if handle:
            handle(case, replace(event, at=at))
            self._learn(case, at)
            self.advance(case, at)

    def advance(self, case: Case, until: datetime) -> None:
        """Let time pass: what fell due before `until` is recorded. What the reporter's own time running out means is
        an event of its own (`expired`, `waiting_ended`)."""
        for clock in case.clocks:
            if clock.running and clock.obligation not in rules.REPORTERS:
                self._advance_clock(clock, until)

    def next_at(self, clock: Clock) -> datetime | None:
        """When something happens to a clock by itself: its waiting ends, or a deadline passes. None: never."""
        if not clock.running:
            return None
        if clock.stands:
            return clock.waits_until
        if clock.breached_at is None:
            return clock.due_at
        return None if clock.charged(clock.holder) else self.own_due(clock)

    def own_due(self, clock: Clock) -> datetime:
        """Until when the present holder must have done it, counted from when it got the clock, less what it had held
        before. Meaningful while the clock does not wait."""
        mine = [one for one in state.known_spells(clock) if one.holder == clock.holder and not one.waiting]
        current = mine[-1]
        if clock.rule.unit is Unit.HOURS:
            before = sum((one.within(current.since) for one in mine[:-1]), ZERO)
            allowed = timedelta(hours=self._amount(clock))
            return max(current.since + allowed - before, clock.due_at)
        days = sum(self.calendar.begun_between(one.since, one.until or one.since) for one in mine[:-1])
        left = self._amount(clock) - days
        if left > 0:
            return max(self.calendar.deadline(current.since, Unit.WORKDAYS, left), clock.due_at)
        return max(self.calendar.end_of_work(current.since), clock.due_at)

    def due_under(self, clock: Clock, rule: Rule) -> datetime | None:
        """When a running clock would be due under this rule and this calendar. None: it would keep what it has, since
        what was missed stays missed, a promise is never made longer, and the reporter's own time is left alone."""
        if clock.breached_at is not None or clock.obligation in rules.REPORTERS:
            return None
        due = self.due_from_start(clock, rule)
        return None if clock.obligation in rules.NEVER_LONGER and due > clock.due_at else due

    def due_from_start(self, clock: Clock, rule: Rule) -> datetime:
        """When it would be due had it begun under this rule."""
        return self._deadline(replace(clock, rule=rule))

    # -- the passing of time ------------------------------------------------------------------------------------------

    def _advance_clock(self, clock: Clock, until: datetime) -> None:
        while (turn := self.next_at(clock)) is not None:
            if clock.stands:
                if turn > until:
                    return
                self._resume(clock, turn)
            elif turn >= until:
                return  # at the very instant is still in time
            elif clock.breached_at is None:
                clock.breached_at = clock.due_at
                clock.misses.append(charge(clock))
            else:
                clock.misses.append(own_miss(clock, turn))

    def _learn(self, case: Case, at: datetime) -> None:
        """What was learned may mean that a deadline has passed already. Own times are counted from now on then."""
        for clock in case.clocks:
            if clock.running and clock.breached_at is None and clock.obligation not in rules.REPORTERS:
                self._advance_clock(clock, at)
                if clock.breached_at is not None:
                    state.become_known(clock, at)

    # -- what happens -------------------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[Case, Event], None]]:
        return {
            "received": self._begun,
            "unmerged": self._begun,
            "classified": self._classified,
            "assigned": self._given,
            "handed_over": self._given,
            "returned": self._given,
            "answered": self._answered,
            "resolved": self._resolved,
            "referred": self._ended,
            "rejected": self._ended,
            "asked": self._asked,
            "replied": self._replied,
            "waiting_ended": self._waiting_ended,
            "objected": self._objected,
            "confirmed": self._closed,
            "expired": self._closed,
            "extended": self._extended,
            "appealed": self._appealed,
            "appeal_decided": self._appeal_decided,
            "merged": self._merged,
            "joined": self._joined,
            "restamped": self._restamped,
        }

    def _begun(self, case: Case, event: Event) -> None:
        self.start(case, rules.FIRST_RESPONSE, event)
        self._begin_work(case, event)

    def _classified(self, case: Case, event: Event) -> None:
        self._choose_again(case, event)
        if case.running(rules.FIRST_RESPONSE) or case.running(rules.SILENCE):
            begun = max(one.started_at for one in case.clocks if one.obligation == rules.FIRST_RESPONSE)
            for obligation in _WORK:
                clock = self.start(case, obligation, event, since=begun)
                if clock:
                    self._retrace(case, clock)

    def _given(self, case: Case, event: Event) -> None:
        self._stop(case, event.at, "answered", rules.REPORTER_COMPLETES)
        self._resume_all(case, event.at)
        self._move(case, event)
        if event.facts.holder is None:
            self.start(case, rules.ROUTING, event)
        else:
            self._meet(case, event.at, rules.ROUTING)
        self._choose_again(case, event)

    def _answered(self, case: Case, event: Event) -> None:
        self._ended(case, event, rules.FIRST_RESPONSE, rules.ROUTING, rules.SILENCE)
        clock = self.start(case, rules.SILENCE, event)
        if clock and event.next_on:
            clock.promised_at = self._named(clock, event)
            clock.due_at = self._deadline(clock)

    def _resolved(self, case: Case, event: Event) -> None:
        self._ended(case, event)
        self.start(case, rules.REPORTER_DECIDES, event)

    def _ended(self, case: Case, event: Event, *obligations: str) -> None:
        self._stop(case, event.at, "answered", rules.REPORTER_COMPLETES)
        self._resume_all(case, event.at)
        self._meet(case, event.at, *(obligations or _OF_HOLDERS))

    def _asked(self, case: Case, event: Event) -> None:
        for clock in case.clocks:
            if clock.running and clock.obligation in _OF_HOLDERS:
                self._pause(clock, event.at)
        self.start(case, rules.REPORTER_COMPLETES, event)

    def _replied(self, case: Case, event: Event) -> None:
        if event.resumed:
            self._meet(case, event.at, rules.REPORTER_COMPLETES)
            self._resume_all(case, event.at)

    def _waiting_ended(self, case: Case, event: Event) -> None:
        self._stop(case, event.at, "cap", rules.REPORTER_COMPLETES)
        self._resume_all(case, event.at)

    def _objected(self, case: Case, event: Event) -> None:
        self._stop(case, event.at, "objected", rules.REPORTER_DECIDES)
        self._stop(case, event.at, "superseded", rules.SILENCE)
        self.start(case, rules.FIRST_RESPONSE, event)
        self._begin_work(case, event)

    def _closed(self, case: Case, event: Event) -> None:
        self._meet(case, event.at, rules.REPORTER_DECIDES)
        self._stop(case, event.at, event.type, *_OF_HOLDERS)

    def _extended(self, case: Case, _event: Event) -> None:
        for clock in case.clocks:
            if clock.running and clock.rule.extension and not clock.extended and clock.breached_at is None:
                clock.extended = True
                clock.due_at = self._deadline(clock)

    def _appealed(self, case: Case, event: Event) -> None:
        self.start(case, rules.APPEAL, event)

    def _appeal_decided(self, case: Case, event: Event) -> None:
        self._meet(case, event.at, rules.APPEAL)
        if event.granted:
            self._objected(case, event)

    def _merged(self, case: Case, event: Event) -> None:
        self._stop(case, event.at, "merged", *rules.OBLIGATIONS)

    def _joined(self, case: Case, event: Event) -> None:
        """Another case was merged into this one: the earlier of the two promises holds for both. A promise that was
        broken by then is the other case's miss, not this one's."""
        clock = case.running(rules.FIRST_RESPONSE)
        if clock is None or event.promised_at is None or clock.breached_at is not None:
            return
        if event.promised_at >= event.at and event.promised_at > clock.started_at:
            waiting = event.at - clock.waiting_since if clock.waiting_since else ZERO
            promised = event.promised_at - clock.waited - waiting
            clock.promised_at = promised if clock.promised_at is None else min(clock.promised_at, promised)
            clock.due_at = self._deadline(clock)

    def _restamped(self, case: Case, event: Event) -> None:
        """The author of a new version, or of a day off, asked that it hold for what runs already, too."""
        clock = case.running(event.obligation) if event.obligation else None
        if clock is None:
            return
        rule = clock.rule if event.calendar else self.book.rule(clock.obligation, event.facts, event.at)
        due = self.due_under(clock, rule) if rule else None
        if rule and due:
            clock.rule, clock.due_at = rule, due

    # -- the steps of which that consists -----------------------------------------------------------------------------

    def _amount(self, clock: Clock) -> int:
        return clock.rule.amount + (clock.rule.extension if clock.extended else 0)

    def _deadline(self, clock: Clock) -> datetime:
        due = first = self.calendar.deadline(clock.started_at, clock.rule.unit, self._amount(clock))
        waited, days = ZERO, 0
        for since, until in [(one.since, one.until) for one in clock.spells if one.waiting and one.until is not None]:
            if since > due:
                break  # late before that: a question asked then moves nothing
            waited, days = waited + (until - since), days + self.calendar.begun_between(since, until)
            due = first + waited if clock.rule.unit is Unit.HOURS else self._days_after(first, days, until)
        return due if clock.promised_at is None else self._promised(clock, due)

    def _days_after(self, due: datetime, days: int, waited_until: datetime) -> datetime:
        """As many working days later. When the last day was over while it waited, what was left of it comes back."""
        day = self.calendar.nth_working_day(self.calendar.local_day(due - TICK), days)
        return max(self.calendar.end_of(day), self.calendar.end_of_work(waited_until))

    def _promised(self, clock: Clock, due: datetime) -> datetime:
        """A next date that was named takes the place of the rule's for the clock of silence; a promise taken over
        from a merged case only ever shortens."""
        assert clock.promised_at is not None
        named = clock.promised_at + clock.waited
        return named if clock.obligation == rules.SILENCE else min(due, named)

    def start(self, case: Case, obligation: str, event: Event, *, since: datetime | None = None) -> Clock | None:
        """Start the next cycle, unless no rule covers such a case or one is running already."""
        if case.running(obligation):
            return None
        rule = self.book.rule(obligation, event.facts, since or event.at)
        if rule is None:
            return None
        begun = since or event.at
        holder = None if obligation in {rules.ROUTING, rules.APPEAL} else event.facts.holder
        cycle = 1 + sum(one.obligation == obligation for one in case.clocks)
        clock = Clock(obligation, cycle, rule, begun, begun, [Spell(holder, begun)])
        clock.due_at = self._deadline(clock)
        case.clocks.append(clock)
        return clock

    def _meet(self, case: Case, at: datetime, *obligations: str) -> None:
        for clock in case.clocks:
            if clock.running and clock.obligation in obligations:
                self._resume(clock, at)
                clock.met_at = at
                close(clock, at)

    def _stop(self, case: Case, at: datetime, reason: str, *obligations: str) -> None:
        for clock in case.clocks:
            if clock.running and clock.obligation in obligations:
                self._resume(clock, at)
                clock.stopped_at, clock.stop_reason = at, reason
                close(clock, at)

    def _move(self, case: Case, event: Event) -> None:
        for clock in case.clocks:
            if clock.running and clock.obligation in rules.HOLDERS:
                self._pass_on(clock, event.facts.holder, event.at)

    def _pass_on(self, clock: Clock, holder: int | None, at: datetime) -> None:
        if clock.holder != holder:
            close(clock, at)
            clock.spells.append(Spell(holder, at))

    def _retrace(self, case: Case, clock: Clock) -> None:
        """It is owed since an earlier instant: who had the case since then, and when it waited, the clocks of the
        answers tell."""
        since = clock.started_at
        answers = [one for one in case.clocks if one.obligation in _WORDS and one.started_at >= since]
        past = [spell for one in answers for spell in one.spells]
        clock.spells = [Spell(past[0].holder, since)]
        for spell in past:
            self._advance_clock(clock, spell.since)
            if spell.waiting:
                self._pause(clock, spell.since)
            else:
                self._resume(clock, spell.since)
                self._pass_on(clock, spell.holder, spell.since)
        clock.breached_at, clock.misses = None, []  # whether that is late is learned now

    def _pause(self, clock: Clock, at: datetime) -> None:
        left = self.cap - clock.waited
        if left > ZERO and clock.waiting_since is None:
            close(clock, at)
            clock.spells.append(Spell(clock.holder, at, waiting=True))
            clock.waits_until = at + left

    def _resume_all(self, case: Case, at: datetime) -> None:
        for clock in case.clocks:
            if clock.running:
                self._resume(clock, at)

    def _resume(self, clock: Clock, at: datetime) -> None:
        since = clock.waiting_since
        if since is None:
            return
        close(clock, at)
        clock.waited += at - since
        clock.waits_until = None
        clock.spells.append(Spell(clock.holder, at))
        if clock.breached_at is None:  # what is late stays late: a question moves only the holder's own time
            clock.due_at = self._deadline(clock)

    def _choose_again(self, case: Case, event: Event) -> None:
        """Other facts may mean another rule. Work not promised to the hour takes the rule of its class; a promise to
        the citizen only ever becomes shorter. What has been missed stays missed under the rule it had."""
        for clock in case.clocks:
            if not clock.running or clock.breached_at is not None or clock.obligation in rules.REPORTERS:
                continue
            # A clock that was moved to a later version stays with the rules of that time.
            rule = self.book.rule(clock.obligation, event.facts, max(clock.started_at, clock.rule.since))
            if rule is None:
                self._stop(case, event.at, "not_owed", clock.obligation)
            elif rule != clock.rule:
                self._restamp(clock, rule)

    def _restamp(self, clock: Clock, rule: Rule) -> None:
        before, due_before = clock.rule, clock.due_at
        clock.rule = rule
        due = self._deadline(clock)
        if clock.obligation in rules.NEVER_LONGER and due > due_before:
            clock.rule = before
        else:
            clock.due_at = due

    def _named(self, clock: Clock, event: Event) -> datetime:
        """The end of the day that was named, not before today's and not beyond the longest that the rule allows."""
        assert event.next_on is not None
        day = max(event.next_on, self.calendar.local_day(event.at))
        longest = clock.rule.longest or clock.rule.amount
        last = self.calendar.nth_working_day(self.calendar.local_day(event.at), longest)
        return self.calendar.end_of(min(day, last))

    def _begin_work(self, case: Case, event: Event) -> None:
        if event.facts.holder is None:
            self.start(case, rules.ROUTING, event)
        for obligation in _WORK:
            self.start(case, obligation, event)
