"""How times, lengths of time and numbers are written."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from rumahrakyat.web import formats

AT = datetime(2026, 7, 21, 7, 20, tzinfo=UTC)  # 14.20 WIB


pytestmark = pytest.mark.usefixtures("_site_files")


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


def test_a_moment_is_written_in_full_once_and_short_afterwards() -> None:
    assert formats.long_moment(AT) == "Selasa, 21 Juli 2026 14.20 WIB"
    assert formats.day_moment(AT) == "Selasa, 21 Juli 14.20 WIB"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Selasa 14.20"), (-1, "Selasa 14.20"), (6, "Selasa 14.20"), (7, "21 Juli 14.20"), (400, "21 Juli 2026 14.20")],
)
def test_a_short_moment_never_leaves_the_week_in_doubt(days: int, words: str) -> None:
    assert formats.moment(AT, AT + timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Hari ini"), (-1, "Besok, Selasa 21 Juli"), (1, "Kemarin, Selasa 21 Juli"), (3, "Selasa, 21 Juli")],
)
def test_near_days_are_named(days: int, words: str) -> None:
    assert formats.near_day(AT, AT + timedelta(days=days)) == words


def test_the_day_turns_at_midnight_here_not_in_london() -> None:
    late = datetime(2026, 7, 21, 17, 30, tzinfo=UTC)  # 00.30 on the 22nd
    assert formats.near_day(late, AT) == "Besok, Rabu 22 Juli"


@pytest.mark.parametrize(
    ("span", "public", "staff"),
    [
        (timedelta(seconds=20), "kurang dari semenit", "0 m"),
        (timedelta(minutes=38), "38 menit", "38 m"),
        (timedelta(hours=4, minutes=38), "4 jam 38 menit", "4 j 38 m"),
        (timedelta(hours=5, minutes=3), "5 jam 3 menit", "5 j 03 m"),
        (timedelta(hours=24), "1 hari", "24 j 00 m"),
        (timedelta(days=3, hours=2, minutes=5), "3 hari 2 jam", "3 h 2 j"),
        (timedelta(days=12, hours=5), "12 hari", "12 hari"),
        (-timedelta(hours=7, minutes=12), "7 jam 12 menit", "7 j 12 m"),
    ],
)
def test_lengths_of_time(span: timedelta, public: str, staff: str) -> None:
    assert (formats.duration(span), formats.duration_short(span)) == (public, staff)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(1856, 1987, "93,4%"), (1, 1, "100,0%"), (9999, 10000, "99,9%"), (0, 7, "0,0%"), (0, 0, "–")],
)
def test_percent_never_rounds_up_to_all(part: int, whole: int, words: str) -> None:
    assert formats.percent(part, whole) == words


def test_numbers_follow_the_readers_language() -> None:
    assert (formats.number(1987), formats.decimal(1.8)) == ("1.987", "1,8")
    with translation.override("en"):
        assert (formats.number(1987), formats.clock_time(AT)) == ("1,987", "14:20")


def test_a_secret_code_is_grouped_to_be_copied_by_hand() -> None:
    assert formats.grouped_code("7314092655814402") == "7314 0926 5581 4402"
