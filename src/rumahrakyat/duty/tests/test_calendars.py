"""Working days in the three zones of Indonesia, and what is known of its holidays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.duty import calendars
from rumahrakyat.duty.calendar import Calendar, NoWorkingDays
from rumahrakyat.duty.models import CalendarDay
from rumahrakyat.duty.rulebook import calendar_days, faults
from rumahrakyat.duty.rulebook.calendar_days import DayDraft
from rumahrakyat.duty.rules import Unit
from rumahrakyat.lib import wallclock
from tests.cast import World

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
zones = st.sampled_from(sorted(ZONES.values())).map(ZoneInfo)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
changes = st.dictionaries(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.booleans(), max_size=20)
amounts = st.integers(1, 60)


def published_in(zone: ZoneInfo, changed: dict[date, bool]) -> Calendar:
    return calendars.calendar_with(zone, changed)


@pytest.mark.parametrize(("name", "zone"), ZONES.items())
def test_each_zone_has_its_name_and_no_daylight_saving(name: str, zone: str) -> None:
    offsets = {datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in range(1, 13)}
    assert len(offsets) == 1
    assert datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).tzname() == name


@given(zones, instants, st.integers(1, 500), changes)
def test_hours_never_look_at_the_calendar(zone: ZoneInfo, at: datetime, hours: int, changed: dict[date, bool]) -> None:
    calendar = published_in(zone, changed)
    assert calendar.deadline(at, Unit.HOURS, hours) - at == timedelta(hours=hours)


@given(zones, instants, amounts, changes)
def test_a_time_in_working_days_ends_at_local_midnight_after_a_worked_day(
    zone: ZoneInfo, at: datetime, days: int, changed: dict[date, bool]
) -> None:
    calendar = published_in(zone, changed)
    due = calendar.deadline(at, Unit.WORKDAYS, days).astimezone(zone)
    assert (due.hour, due.minute, due.second, due.microsecond) == (0, 0, 0, 0)
    assert calendar.is_working((due - timedelta(microseconds=1)).date())


@given(zones, instants, amounts, changes)
def test_exactly_so_many_days_are_worked_until_then(
    zone: ZoneInfo, at: datetime, days: int, changed: dict[date, bool]
) -> None:
    calendar = published_in(zone, changed)
    due = calendar.deadline(at, Unit.WORKDAYS, days)
    assert calendar.begun_between(at, due - timedelta(microseconds=1)) == days


@given(zones, instants, instants, amounts)
def test_what_begins_later_is_never_due_earlier(zone: ZoneInfo, one: datetime, other: datetime, days: int) -> None:
    calendar = published_in(zone, {})
    first, second = sorted((one, other))
    assert calendar.deadline(first, Unit.WORKDAYS, days) <= calendar.deadline(second, Unit.WORKDAYS, days)


@given(zones, instants, amounts, st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_another_day_off_never_makes_a_time_shorter(zone: ZoneInfo, at: datetime, days: int, off: date) -> None:
    usual = published_in(zone, {}).deadline(at, Unit.WORKDAYS, days)
    assert published_in(zone, {off: False}).deadline(at, Unit.WORKDAYS, days) >= usual
    assert published_in(zone, {off: True}).deadline(at, Unit.WORKDAYS, days) <= usual


@given(zones, instants, instants, instants)
def test_spans_that_follow_on_add_up(zone: ZoneInfo, one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))
    calendar = published_in(zone, {})
    parts = calendar.begun_between(first, middle) + calendar.begun_between(middle, last)
    assert parts == calendar.begun_between(first, last)


@given(instants)
def test_the_zones_differ_by_their_midnights_alone(at: datetime) -> None:
    dues = [published_in(ZoneInfo(zone), {}).deadline(at, Unit.WORKDAYS, 1) for zone in ZONES.values()]
    if len({at.astimezone(ZoneInfo(zone)).date() for zone in ZONES.values()}) == 1:
        assert [dues[0] - one for one in dues] == [timedelta(hours=nth) for nth in range(3)]


def test_the_library_knows_holidays_and_joint_leave_of_three_years() -> None:
    for number, joint in ((2025, 11), (2026, 8), (2027, 8)):
        year = calendars.year(number)
        assert year.known
        assert sum(one.joint_leave for one in year.days) == joint
        names = {one.name for one in year.days}
        assert {"Hari Kemerdekaan Republik Indonesia", "Hari Raya Natal", "Hari Raya Idul Adha"} <= names
    assert [calendars.year(number).estimated for number in (2025, 2026)] == [0, 0]
    assert calendars.year(2027).estimated > 0


def test_a_year_without_a_decree_says_so_and_one_beyond_the_data_is_unknown() -> None:
    later, never = calendars.year(2031), calendars.year(2101)
    assert (later.known, later.decreed) == (True, False)
    assert later.estimated > 0
    assert (never.known, never.decreed) == (False, False)


def test_a_day_that_is_changed_wins_over_the_published_one(world: World) -> None:
    account = world.accounts["secretary"]
    christmas = DayDraft(date(2026, 12, 25), works=True, name="Tetap masuk", source="Contoh")
    calendar_days.add(christmas, account=account, at=world.at)
    assert calendars.calendar(wallclock.zone()).is_working(date(2026, 12, 25))
    calendar_days.remove(day=date(2026, 12, 25), account=account, at=world.at)
    assert not calendars.calendar(wallclock.zone()).is_working(date(2026, 12, 25))


def test_a_calendar_in_which_nobody_works_is_refused(world: World) -> None:
    rest = [date(2026, 7, 22) + timedelta(days=nth) for nth in range(4100)]
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, works=False, name="x", source="x") for day in rest if day != date(2026, 7, 23)
    )
    with pytest.raises(NoWorkingDays):
        calendars.calendar_with(wallclock.zone(), dict.fromkeys(rest, False)).nth_working_day(rest[0], 1)
    with pytest.raises(faults.Refused) as caught:
        calendar_days.with_day(DayDraft(date(2026, 7, 23), works=False, name="Libur", source="Contoh"))
    assert isinstance(caught.value.faults[0], faults.NobodyWorks)
