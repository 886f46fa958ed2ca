"""What people type as a day or a moment."""

from datetime import UTC, date, datetime

import pytest

from rumahrakyat.lib import wallclock


def test_a_typed_moment_is_read_on_the_clocks_here() -> None:
    assert wallclock.typed_moment(" 2026-07-21T14:20 ") == datetime(2026, 7, 21, 7, 20, tzinfo=UTC)
    assert wallclock.typed_day(" 2026-08-17 ") == date(2026, 8, 17)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01", "2026-02-30", "besok", ""])
def test_years_that_nobody_means_are_refused_like_what_is_no_day(day: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        wallclock.typed_day(day)
    with pytest.raises(ValueError, match=r".*"):
        wallclock.typed_moment(f"{day}T00:00")
