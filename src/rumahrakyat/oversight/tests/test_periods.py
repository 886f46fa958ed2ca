from datetime import UTC, datetime

import pytest

from rumahrakyat.oversight.periods import MONTH, QUARTER, TODAY, WEEK, Span, usual_days, window
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
    with pytest.raises(KeyError):
        window("selamanya", NOW, WIB)


def test_a_span_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Span(NOW, local(2026, 7, 20))
