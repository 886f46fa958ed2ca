"""The ways in which other systems' clocks were unfair or had holes, each by name. Pure: the machine alone."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from rumahrakyat.duty import rules, state
from rumahrakyat.duty.calendar import Calendar
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.rules import Facts, Rule, Rulebook, Scope, Unit
from rumahrakyat.duty.state import TICK, Case, Clock, Event

ZONE = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)  # a Tuesday, 12.00 WIB
LONG_AGO = datetime(2017, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
A, B, C = 1, 2, 3
DESK: int | None = None


def _rule(
    obligation: str, amount: int, unit: Unit = Unit.HOURS, *, kind: str | None = None, extension: int = 0
) -> Rule:
    longest = 14 if obligation == rules.SILENCE else None
    scope = Scope(kind=kind)
    return Rule(amount, obligation, 1, unit, amount, LONG_AGO, scope=scope, extension=extension, longest=longest)


BOOK = Rulebook(
    [
        _rule(rules.FIRST_RESPONSE, 24),
        _rule(rules.ROUTING, 2),
        _rule(rules.SILENCE, 3, Unit.WORKDAYS),
        _rule(rules.RESOLUTION, 14, Unit.WORKDAYS, kind="complaint"),
        _rule(rules.INFORMATION, 10, Unit.WORKDAYS, kind="information", extension=7),
        _rule(rules.APPEAL, 30, Unit.WORKDAYS),
        _rule(rules.REPORTER_COMPLETES, 240),
        _rule(rules.REPORTER_DECIDES, 240),
    ]
)
MACHINE = Engine(BOOK, Calendar(ZONE))


class Story:
    """A case told in hours after noon. What is not said stays as it was."""

    def __init__(self, kind: str = "complaint") -> None:
        self.case, self.kind = Case(), kind
        self.holder: int | None = DESK
        self.tell(0, "received")

    def tell(self, hours: float, type_: str, **more: object) -> "Story":
        self.holder = more.pop("holder", self.holder)  # type: ignore[assignment]
        self.kind = str(more.pop("kind", self.kind))
        facts = Facts(self.kind, holder=self.holder)
        MACHINE.apply(self.case, Event(type_, NOON + hours * HOUR, facts, **more))  # type: ignore[arg-type]
        return self

    def given(self, hours: float, holder: int | None) -> "Story":
        if holder is None:
            return self.tell(hours, "returned", holder=None)
        return self.tell(hours, "assigned" if self.holder is None else "handed_over", holder=holder)

    def pass_until(self, hours: float) -> "Story":
        MACHINE.advance(self.case, NOON + hours * HOUR)
        return self

    def clock(self, obligation: str = rules.FIRST_RESPONSE, cycle: int = 1) -> Clock:
        return next(one for one in self.case.clocks if (one.obligation, one.cycle) == (obligation, cycle))

    def missed(self, obligation: str = rules.FIRST_RESPONSE, cycle: int = 1) -> list[tuple[int | None, bool, float]]:
        found = self.clock(obligation, cycle).misses
        return [(one.holder, one.own, (one.due_at - NOON) / HOUR) for one in found]


def test_a_citizens_comment_never_moves_a_clock() -> None:
    quiet, loud = Story().given(1, A), Story().given(1, A)
    for hours in (3, 20, 23.9):
        loud.tell(hours, "replied")
    assert [one.due_at for one in loud.case.clocks] == [one.due_at for one in quiet.case.clocks]
    assert loud.pass_until(25).missed() == [(A, False, 24)]


@pytest.mark.parametrize("talk", ["noted", "escalated", "delivery_failed", "transcribed", "classified", "replied"])
def test_what_is_no_word_of_the_holder_to_the_citizen_is_no_answer(talk: str) -> None:
    assert Story().given(1, A).tell(5, talk).clock().met_at is None


def test_reopened_restarts_and_owes_work_again() -> None:
    story = Story().given(1, A).tell(2, "resolved").tell(30, "objected")
    assert story.clock(cycle=2).due_at == NOON + 54 * HOUR
    assert story.clock(cycle=1).met_at == NOON + 2 * HOUR
    assert story.clock(rules.RESOLUTION, 2).running


def test_reopened_twice_before_an_answer_is_owed_once() -> None:
    story = Story().given(1, A).tell(2, "resolved").tell(30, "objected").tell(40, "objected")
    assert story.clock(cycle=2).due_at == NOON + 54 * HOUR
    assert [one.cycle for one in story.case.clocks if one.obligation == rules.FIRST_RESPONSE] == [1, 2]


def test_a_case_that_nobody_was_given_is_missed_by_the_desk() -> None:
    story = Story().pass_until(25)
    assert story.missed(rules.ROUTING) == [(DESK, False, 2)]
    assert story.missed() == [(DESK, False, 24)]


def test_giving_it_away_at_hour_23_takes_the_lateness_along_to_nobody() -> None:
    story = Story().given(1, A).given(23, B).pass_until(40)
    assert story.missed() == [(A, False, 24)]
    assert story.pass_until(48).missed() == [(A, False, 24), (B, True, 47)]


def test_returning_it_at_hour_23_does_not_throw_the_miss_on_the_desk_or_the_next() -> None:
    story = Story().given(1, A).given(23, DESK).given(23.5, C).tell(30, "answered")
    assert story.missed() == [(A, False, 24)]


def test_ping_pong_gives_nobody_more_time() -> None:
    story = Story().given(1, A)
    for hours in range(2, 80):
        story.given(hours, B if hours % 2 == 0 else A)
    charged = story.pass_until(80).missed()
    assert [holder for holder, _own, _hours in charged] == [A, B]
    assert charged[0][2] == 24
    assert charged[1][2] <= 50  # an hour in two is its own: its 24 have run by then


def test_nobody_is_charged_twice_for_one_clock() -> None:
    story = Story().given(0, A).given(30, B).given(60, A).given(90, B).pass_until(500)
    assert [holder for holder, _own, _hours in story.missed()] == [A, B]


def test_the_reporters_turn_is_nobodys_and_ends_by_itself() -> None:
    story = Story().given(1, A).tell(4, "asked").pass_until(244)
    assert story.clock().misses == []
    assert story.pass_until(265).missed() == [(A, False, 264)]


def test_waiting_is_capped_over_several_questions() -> None:
    story = Story().given(0, A)
    story.tell(1, "asked").tell(201, "replied", resumed=True)
    story.tell(202, "asked").pass_until(500)
    assert story.clock().waited == timedelta(days=10)
    assert story.missed() == [(A, False, 264)]


def test_a_question_asked_late_does_not_hide_that_it_is_late() -> None:
    story = Story().given(1, A).tell(25, "asked").pass_until(26)
    assert story.missed() == [(A, False, 24)]


def test_a_question_on_the_last_working_day_gives_that_day_back() -> None:
    story = Story().given(0, A).tell(1, "answered")  # Tuesday: news by the end of Friday
    story.tell(75, "asked").tell(95, "replied", resumed=True)  # Friday 15.00 to Saturday 11.00
    friday, monday = NOON + 84 * HOUR, NOON + 156 * HOUR
    assert story.pass_until(150).clock(rules.SILENCE).misses == []
    assert story.clock(rules.SILENCE).due_at == monday > friday


def test_at_the_very_instant_is_in_time_and_just_after_it_is_not() -> None:
    late = 24 + TICK / HOUR
    assert Story().given(1, A).tell(24, "answered").missed() == []
    assert Story().given(1, A).tell(late, "answered").missed() == [(A, False, 24)]


def test_a_worker_that_slept_two_days_changes_nothing() -> None:
    watched, asleep = Story().given(1, A), Story().given(1, A)
    for quarter in range(4, 4 * 49):
        watched.pass_until(quarter / 4)
    for story in (watched, asleep):
        story.given(49, B).tell(60, "answered")
    assert watched.case == asleep.case


def test_a_clock_set_back_undoes_nothing_that_was_recorded() -> None:
    story = Story().given(1, A).pass_until(25).tell(20, "answered")
    assert story.missed() == [(A, False, 24)]
    assert story.clock().met_at == NOON + 24 * HOUR + TICK


def test_a_clock_set_back_makes_no_time_negative() -> None:
    story = Story().given(10, A).given(5, B).given(3, A).tell(2, "answered")
    spells = story.clock().spells
    assert all(one.until is not None and one.since <= one.until for one in spells)
    assert all(before.until == after.since for before, after in pairwise(spells))


def test_a_holder_that_is_dissolved_answers_for_its_own_time_and_its_heir_for_its() -> None:
    dissolved, heir = A, B
    story = Story().given(1, dissolved).given(20, heir).pass_until(45)
    assert story.missed() == [(dissolved, False, 24), (heir, True, 44)]


def test_merged_while_due_stops_and_keeps_what_was_missed() -> None:
    assert Story().given(1, A).tell(10, "merged").pass_until(99).missed() == []
    late = Story().given(1, A).tell(25, "merged")
    assert late.missed() == [(A, False, 24)]
    assert not [one for one in late.case.clocks if one.running]


def test_separated_again_it_owes_a_first_answer_anew() -> None:
    story = Story().given(1, A).tell(10, "merged").tell(50, "unmerged")
    assert story.clock(cycle=2).due_at == NOON + 74 * HOUR
    assert story.clock(cycle=2).holder == A


def test_the_earlier_of_two_promises_holds_for_both() -> None:
    story = Story().given(1, A).tell(2, "joined", promised_at=NOON + 9 * HOUR)
    assert story.clock().due_at == NOON + 9 * HOUR
    assert story.tell(3, "joined", promised_at=NOON + 20 * HOUR).clock().due_at == NOON + 9 * HOUR


def test_a_promise_that_was_broken_elsewhere_is_not_broken_again_here() -> None:
    story = Story().given(1, A).tell(2, "joined", promised_at=NOON - 9 * HOUR)
    assert story.clock().due_at == NOON + 24 * HOUR


def test_a_promise_taken_over_while_it_waits_stands_still_too() -> None:
    story = Story().given(1, A).tell(2, "asked").tell(4, "joined", promised_at=NOON + 9 * HOUR)
    assert story.tell(14, "replied", resumed=True).clock().due_at == NOON + 19 * HOUR


def test_a_next_date_is_kept_to_but_not_for_ever() -> None:
    day = Story().given(0, A).tell(1, "answered", next_on=date(2026, 7, 30)).clock(rules.SILENCE)
    assert day.due_at == datetime(2026, 7, 31, tzinfo=ZONE)
    far = Story().given(0, A).tell(1, "answered", next_on=date(2030, 1, 1)).clock(rules.SILENCE)
    assert far.due_at == datetime(2026, 8, 11, tzinfo=ZONE)  # the end of the 14th working day


def test_what_is_owed_since_receipt_is_divided_among_those_who_had_it_since() -> None:
    story = Story(kind="aspiration").given(10, A).given(30, B).tell(40, "asked").tell(41, "replied", resumed=True)
    story.tell(50, "classified", kind="complaint")
    shares = state.shares(story.clock(rules.RESOLUTION), NOON + 50 * HOUR)
    assert {who: time / HOUR for who, time in shares.items()} == {DESK: 10, A: 20, B: 19}
    assert story.clock(rules.RESOLUTION).waited == HOUR


def test_more_time_is_taken_once_and_not_when_it_is_too_late() -> None:
    story = Story(kind="information").given(1, A)
    due = story.clock(rules.INFORMATION).due_at
    longer = story.tell(2, "extended").clock(rules.INFORMATION).due_at
    assert longer > due
    assert story.tell(3, "extended").clock(rules.INFORMATION).due_at == longer
    late = Story(kind="information").given(1, A).tell(24 * 30, "extended")
    assert late.clock(rules.INFORMATION).due_at == due


def test_a_granted_appeal_owes_an_answer_and_a_refused_one_does_not() -> None:
    refused = Story().given(1, A).tell(2, "resolved").tell(3, "appealed").tell(9, "appeal_decided")
    assert refused.clock(rules.APPEAL).met_at == NOON + 9 * HOUR
    assert not [one for one in refused.case.clocks if one.obligation == rules.FIRST_RESPONSE and one.running]
    granted = Story().given(1, A).tell(2, "resolved").tell(3, "appealed").tell(9, "appeal_decided", granted=True)
    assert granted.clock(cycle=2).due_at == NOON + 33 * HOUR
