from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rumahrakyat.oversight.calendar_spans import (
    InTheFuture,
    NotADay,
    NotAPeriod,
    PeriodFault,
    Reversed,
    TooEarly,
    TooLong,
    parse,
)
from rumahrakyat.oversight.periods import LAST_YEAR, MONTH, QUARTER, TODAY, WEEK, Span, usual_days, window
from rumahrakyat.oversight.tests.kit import NOW, WIB


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=WIB)


def test_today_begins_at_local_midnight_and_compares_with_yesterday_at_this_hour() -> None:
    found = window(TODAY, NOW, WIB)
    assert found.taken_in == Span(local(2026, 7, 21), NOW)
    assert found.taken_in_before == Span(local(2026, 7, 20), local(2026, 7, 20, 9, 42))


def test_today_keeps_the_promise_over_thirty_days() -> None:
    found = window(TODAY, NOW, WIB)
    assert found.promise_code == MONTH
    assert found.promise.since == local(2026, 6, 22)


def test_seven_days_are_today_and_the_six_before() -> None:
    found = window(WEEK, NOW, WIB)
    assert found.taken_in.since == local(2026, 7, 15)
    assert found.taken_in_before == Span(local(2026, 7, 8), local(2026, 7, 14, 9, 42))


def test_a_quarter_is_compared_with_the_last_one_as_far_in() -> None:
    found = window(QUARTER, NOW, WIB)
    assert found.promise.since == local(2026, 7, 1)
    assert found.promise_before == Span(local(2026, 4, 1), local(2026, 4, 21, 9, 42))


def test_the_last_day_of_a_long_quarter_never_reaches_past_a_shorter_one() -> None:
    found = window(QUARTER, datetime(2026, 6, 30, 16, 0, tzinfo=UTC), WIB)
    assert found.promise_before.until == local(2026, 4, 1)


def test_just_after_local_midnight_today_is_a_few_minutes_long() -> None:
    at = datetime(2026, 7, 20, 17, 5, tzinfo=UTC)
    assert window(TODAY, at, WIB).taken_in == Span(local(2026, 7, 21), at)


def test_the_usual_is_the_same_weekday_of_the_last_four_weeks() -> None:
    assert [day.since for day in usual_days(NOW, WIB)] == [
        local(2026, 7, 14), local(2026, 7, 7), local(2026, 6, 30), local(2026, 6, 23)
    ]  # fmt: skip


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(NotAPeriod):
        window("selamanya", NOW, WIB)


@pytest.mark.parametrize(
    ("code", "same"),
    [
        ("2026-07-01..2026-07-31", "2026-07"), ("2026-04-01..2026-06-30", "2026Q2"), ("2025-01-01..2025-12-31", "2025"),
        ("2026-07-05..2026-07-05", "2026-07-05"), ("2026-05-01..2026-07-31", "2026-05-01..2026-07-31"),
        ("2026-q2", "2026Q2"), ("2026-06-02..2026-06-30", "2026-06-02..2026-06-30"),
    ],
)  # fmt: skip
def test_the_same_days_have_one_code(code: str, same: str) -> None:
    assert parse(code).code == same


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", NotAPeriod), ("2026-7", NotAPeriod), ("kemarin..besok", NotAPeriod), ("2026-02-30", NotADay),
        ("2026-07-20..2026-07-01", Reversed), ("2014", TooEarly), ("0001-01-01", TooEarly), ("9999", NotAPeriod),
        ("2015-01-01..2026-07-01", TooLong), ("2026-07-22", InTheFuture), ("2026-08", InTheFuture),
        ("2026-07-20..2026-07-30", InTheFuture), ("٢٠٢٦", NotAPeriod),
    ],
)  # fmt: skip
def test_each_wrong_period_has_a_fault_of_its_own(code: str, fault: type[PeriodFault]) -> None:
    with pytest.raises(fault):
        window(code, NOW, WIB)


def test_a_month_under_way_ends_now_and_is_compared_as_far_in() -> None:
    found = window("2026-07", NOW, WIB)
    assert found.promise == Span(local(2026, 7, 1), NOW)
    assert found.promise_before == Span(local(2026, 6, 1), local(2026, 6, 21, 9, 42))
    assert not found.over


def test_a_day_that_is_over_lasts_to_its_last_instant_in_local_time() -> None:
    found = window("2026-07-20", NOW, WIB)
    assert found.taken_in.since == local(2026, 7, 20)
    assert found.end == local(2026, 7, 21) - timedelta(microseconds=1)
    assert found.taken_in_before.since == local(2026, 7, 19)
    assert found.over


def test_last_year_is_the_same_days_a_year_earlier() -> None:
    assert window("2026-07-01..2026-07-09", NOW, WIB, LAST_YEAR).promise_before.since == local(2025, 7, 1)
    assert window(TODAY, NOW, WIB, LAST_YEAR).taken_in_before == Span(local(2025, 7, 21), local(2025, 7, 21, 9, 42))
    february = parse("2028-02").year_before()
    assert february.code == "2027-02"
    assert parse("2028-02-29").year_before().code == "2027-02-28"


def test_any_period_may_be_compared_with_any_other() -> None:
    found = window("2026-06", NOW, WIB, "2026-07-01..2026-07-05")
    assert found.promise_before.since == local(2026, 7, 1)
    assert found.key == "2026-06~2026-07-01..2026-07-05"
    with pytest.raises(InTheFuture):
        window("2026-06", NOW, WIB, "2026-08-01")


def test_days_are_those_of_the_zone_of_the_installation() -> None:
    wit = ZoneInfo("Asia/Jayapura")
    assert window("2026-07-20", NOW, wit).taken_in.since == datetime(2026, 7, 20, tzinfo=wit)
    late_evening = datetime(2026, 7, 20, 16, 30, tzinfo=UTC)  # already the 21st in the east
    assert window(TODAY, late_evening, wit).taken_in.since == datetime(2026, 7, 21, tzinfo=wit)
    with pytest.raises(InTheFuture):
        window("2026-07-21", late_evening, WIB)


def test_a_span_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Span(NOW, local(2026, 7, 20))
