"""Working days and deadlines, in each of the three zones of the country."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.duty.calendar import Calendar, NoWorkingDays
from rumahrakyat.duty.calendars import published
from rumahrakyat.duty.rules import Unit

ZONES = [ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")]
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- given UTC
CALENDARS = st.sampled_from([Calendar(zone, lambda day: day in published(day.year)) for zone in ZONES])
TICK = timedelta(microseconds=1)


@settings(deadline=None)
@given(CALENDARS, INSTANTS, INSTANTS, INSTANTS)
def test_working_days_of_spans_that_follow_on_add_up(
    calendar: Calendar, one: datetime, two: datetime, three: datetime
) -> None:
    first, second, third = sorted((one, two, three))
    parts = calendar.begun_between(first, second) + calendar.begun_between(second, third)
    assert parts == calendar.begun_between(first, third)


@settings(deadline=None)
@given(CALENDARS, INSTANTS, INSTANTS, st.integers(0, 60), st.sampled_from(Unit))
def test_who_begins_later_is_never_due_earlier(
    calendar: Calendar, one: datetime, two: datetime, amount: int, unit: Unit
) -> None:
    early, late = sorted((one, two))
    assert calendar.deadline(early, unit, amount) <= calendar.deadline(late, unit, amount)
    assert calendar.deadline(early, unit, amount) < calendar.deadline(early, unit, amount + 1)


@settings(deadline=None)
@given(CALENDARS, INSTANTS, st.integers(1, 60))
def test_a_deadline_in_working_days_is_the_end_of_the_last_of_them(
    calendar: Calendar, start: datetime, amount: int
) -> None:
    due = calendar.deadline(start, Unit.WORKDAYS, amount)
    assert calendar.is_working(calendar.local_day(due - TICK))
    assert (due.astimezone(calendar.zone).hour, due.astimezone(calendar.zone).minute) == (0, 0)
    assert calendar.begun_between(start, due - TICK) == amount


@settings(deadline=None)
@given(CALENDARS, INSTANTS, st.integers(1, 500))
def test_plain_hours_know_no_holidays(calendar: Calendar, start: datetime, hours: int) -> None:
    assert calendar.deadline(start, Unit.HOURS, hours) - start == timedelta(hours=hours)


@settings(deadline=None)
@given(CALENDARS, INSTANTS)
def test_the_end_of_work_is_that_of_the_day_or_of_the_next_that_is_worked(calendar: Calendar, at: datetime) -> None:
    end = calendar.end_of_work(at)
    assert end > at
    assert calendar.is_working(calendar.local_day(end - TICK))
    assert calendar.begun_between(at, end - TICK) <= 1


def test_days_begin_where_the_installation_is() -> None:
    at = datetime(2026, 7, 20, 16, 30, tzinfo=UTC)  # Monday 23.30 in the west, Tuesday in the middle and the east
    ends = [Calendar(zone).deadline(at, Unit.WORKDAYS, 1).astimezone(UTC) for zone in ZONES]
    assert ends == [
        datetime(2026, 7, 21, 17, tzinfo=UTC),
        datetime(2026, 7, 22, 16, tzinfo=UTC),
        datetime(2026, 7, 22, 15, tzinfo=UTC),
    ]


def test_holidays_and_joint_leave_are_no_working_days_and_overrides_win() -> None:
    independence = date(2026, 8, 17)  # a Monday
    known = Calendar(ZONES[0], lambda day: day in published(day.year))
    assert not known.is_working(independence)
    assert Calendar(ZONES[0], known.off, lambda day: day == independence).is_working(independence)


def test_a_calendar_in_which_nobody_works_is_refused() -> None:
    with pytest.raises(NoWorkingDays):
        Calendar(ZONES[0], lambda _day: True).deadline(datetime(2026, 1, 1, tzinfo=UTC), Unit.WORKDAYS, 1)
