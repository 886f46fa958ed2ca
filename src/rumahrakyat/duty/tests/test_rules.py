"""Clock arithmetic as properties: plain hours, steps in order, pauses that move start and due alike."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.duty.rules import Step, due_at, next_step, resumed, step_time, was_late

instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds
hours = st.integers(1, 400)
LADDER = [Step("remind_officer", 50, "officer"), Step("remind_head", 90, "head"), Step("breach", 100, "secretary")]


@given(instants, hours)
def test_calendar_hours_know_no_weekend(start: datetime, allowed: int) -> None:
    assert due_at(start, allowed) - start == timedelta(hours=allowed)


@given(instants, hours, st.sets(st.sampled_from([step.code for step in LADDER])))
def test_the_next_step_is_the_earliest_not_yet_taken(start: datetime, allowed: int, done: set[str]) -> None:
    due = due_at(start, allowed)
    step = next_step(LADDER, start, due, done)
    left = [one for one in LADDER if one.code not in done]
    assert (step.step.code if step else None) == (left[0].code if left else None)


@given(instants, hours)
def test_the_last_step_of_the_ladder_falls_on_the_due_time(start: datetime, allowed: int) -> None:
    assert step_time(LADDER[-1], start, due_at(start, allowed)) == due_at(start, allowed)


@given(instants, hours, st.floats(0, 1), st.integers(0, 10_000))
def test_a_pause_keeps_what_was_left(start: datetime, allowed: int, used: float, pause_minutes: int) -> None:
    due = due_at(start, allowed)
    paused = start + (due - start) * used
    back = paused + timedelta(minutes=pause_minutes)
    new_start, new_due = resumed(start, due, paused, back)
    assert new_due - back == due - paused
    assert new_due - new_start == due - start


@given(instants, hours, st.integers(-1000, 1000))
def test_late_is_strictly_after_the_due_instant(start: datetime, allowed: int, seconds: int) -> None:
    due = due_at(start, allowed)
    assert was_late(due, due + timedelta(seconds=seconds)) == (seconds > 0)
