"""Each step of a ladder is taken once, in order, and none is skipped, however the sweeps fall."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.duty import ladders, rules
from rumahrakyat.duty.rules import Facts, Ladder, Step
from rumahrakyat.duty.state import Case, Event
from rumahrakyat.duty.tests.test_fairness import HOUR, LONG_AGO, MACHINE, NOON, A, B, Story

STEPS = (
    Step("half", 50, "officer"),
    Step("most", 90, "head"),
    Step("breach", 100, "secretary"),
    Step("governor", 125, "governor"),
    Step("own_half", 50, "officer", own=True),
    Step("own_breach", 100, "secretary", own=True),
)
LADDER = Ladder(1, rules.FIRST_RESPONSE, 1, LONG_AGO, STEPS)
SWEEPS = st.lists(st.floats(0, 200, allow_nan=False), max_size=12)


def climb(case: Case, hours: float, taken: list[tuple[str, bool, int | None]], dues: list[datetime]) -> None:
    """What a sweep does at that hour."""
    at = NOON + hours * HOUR
    MACHINE.advance(case, at)
    clock = case.clocks[0]
    while (due := ladders.next_step(LADDER, clock, MACHINE, taken)) is not None and due.at < at:
        taken.append((due.step.code, due.step.own, clock.holder))
        dues.append(due.at)


@settings(deadline=None)
@given(SWEEPS)
def test_each_step_once_in_order_and_none_skipped(hours: list[float]) -> None:
    story = Story().given(1, A)
    taken: list[tuple[str, bool, int | None]] = []
    dues: list[datetime] = []
    for moment in [*sorted(hours), 200]:
        climb(story.case, moment, taken, dues)
    assert [code for code, _own, _holder in taken] == ["half", "most", "breach", "governor"]
    assert dues == sorted(dues)
    assert dues[2] == NOON + 24 * HOUR + timedelta(microseconds=1)


@settings(deadline=None)
@given(SWEEPS)
def test_the_next_holder_is_reminded_of_its_own_time_once(hours: list[float]) -> None:
    story = Story().given(1, A).given(23, B)
    taken: list[tuple[str, bool, int | None]] = []
    for moment in [*sorted(hours), 200]:
        climb(story.case, moment, taken, [])
    assert len(taken) == len(set(taken))
    assert {code for code, _own, _holder in taken} == {one.code for one in STEPS}
    assert [who for code, _own, who in taken if code.startswith("own")] == [B, B]


@settings(deadline=None)
@given(SWEEPS)
def test_no_step_is_taken_while_the_reporter_is_asked_or_after_an_answer(hours: list[float]) -> None:
    story = Story().given(1, A).tell(2, "asked")
    taken: list[tuple[str, bool, int | None]] = []
    for moment in sorted(hours):
        climb(story.case, moment, taken, [])
    MACHINE.apply(story.case, Event("answered", NOON + 201 * HOUR, Facts("complaint", holder=A)))
    before = list(taken)
    climb(story.case, 400, taken, [])
    assert taken == before == []


def test_the_record_of_a_step_does_not_change_when_the_deadline_does() -> None:
    story = Story().given(1, A)
    taken: list[tuple[str, bool, int | None]] = []
    climb(story.case, 13, taken, [])
    story.tell(14, "asked").tell(100, "replied", resumed=True)
    climb(story.case, 105, taken, [])
    assert [code for code, _own, _holder in taken] == ["half"]
