from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.organisations.hours import Span, status
from rumahrakyat.organisations.wording import opening_sentence

WIB = ZoneInfo("Asia/Jakarta")
OFFICE = [Span(day, time(7), time(15, 30)) for day in range(4)] + [Span(4, time(7), time(14))]
MONDAY = date(2026, 11, 23)


def local(day: int, clock: str) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time.fromisoformat(clock), WIB)


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (local(0, "06:59"), "Buka hari ini 07.00"),
        (local(0, "07:00"), "Buka sampai 15.30"),
        (local(0, "15:29"), "Buka sampai 15.30"),
        (local(0, "15:30"), "Buka lagi besok 07.00"),
        (local(4, "13:59"), "Buka sampai 14.00"),
        (local(4, "14:00"), "Buka lagi Senin 07.00"),
        (local(5, "10:00"), "Buka lagi Senin 07.00"),
        (local(6, "23:59"), "Buka lagi besok 07.00"),
    ],
)
def test_the_state_of_the_office_is_told_in_words(at: datetime, sentence: str) -> None:
    state = status(OFFICE, at=at, zone=WIB)
    assert opening_sentence(state, at=at, zone=WIB) == sentence


def test_a_moment_in_another_zone_is_read_locally() -> None:
    at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert status(OFFICE, at=at, zone=WIB).open


def test_a_closed_date_is_skipped() -> None:
    state = status(OFFICE, at=local(0, "16:00"), zone=WIB, closed={MONDAY + timedelta(days=1)})
    assert state.changes_at == local(2, "07:00")


def test_a_break_at_noon_closes_for_an_hour() -> None:
    spans = [Span(0, time(8), time(12)), Span(0, time(13), time(15))]
    assert status(spans, at=local(0, "09:00"), zone=WIB).changes_at == local(0, "12:00")
    assert status(spans, at=local(0, "12:30"), zone=WIB).changes_at == local(0, "13:00")


def test_stretches_that_touch_are_one() -> None:
    spans = [Span(0, time(8), time(12)), Span(0, time(12), time(15))]
    assert status(spans, at=local(0, "09:00"), zone=WIB).changes_at == local(0, "15:00")


def test_a_place_without_hours_never_opens() -> None:
    state = status([], at=local(0, "09:00"), zone=WIB)
    assert not state.open
    assert opening_sentence(state, at=local(0, "09:00"), zone=WIB) == "Tutup sampai ada kabar"


times = st.times(min_value=time(0), max_value=time(23, 58)).map(lambda t: t.replace(second=0, microsecond=0))
spans = st.builds(
    lambda day, one, other: Span(day, min(one, other).replace(minute=30), max(one, other).replace(minute=59)),
    st.integers(0, 6),
    times,
    times,
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(WIB))  # noqa: DTZ001


@given(st.lists(spans, max_size=8), moments)
def test_the_state_holds_until_it_changes_and_then_is_the_other(hours: list[Span], at: datetime) -> None:
    state = status(hours, at=at, zone=WIB)
    assert state.open == any(s.weekday == at.weekday() and s.opens <= at.time() < s.closes for s in hours)
    if state.changes_at is not None:
        assert state.changes_at > at
        assert status(hours, at=state.changes_at, zone=WIB).open != state.open
        just_before = state.changes_at - timedelta(seconds=1)
        if just_before > at:
            assert status(hours, at=just_before, zone=WIB).open == state.open
