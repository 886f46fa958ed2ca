"""Office time: nights, weekends, holidays and joint leave do not count."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from rumahrakyat.callcentre import office
from rumahrakyat.organisations.hours import Span

ZONE = ZoneInfo("Asia/Jakarta")
SPANS = [Span(day, time(7), time(15, 30) if day < 4 else time(14)) for day in range(5)]
LEAVE = date(2026, 7, 22)  # a Wednesday


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("2026-07-20 09:00", "2026-07-20 11:00"),  # a Monday
        ("2026-07-20 14:30", "2026-07-21 08:00"),
        ("2026-07-20 13:30", "2026-07-20 15:30"),
        ("2026-07-20 22:10", "2026-07-21 09:00"),
        ("2026-07-21 15:00", "2026-07-23 08:30"),  # over the day of joint leave
        ("2026-07-24 13:30", "2026-07-27 08:30"),  # over a weekend
        ("2026-07-25 12:00", "2026-07-27 09:00"),
    ],
)
def test_two_hours_of_office_time_end_where_people_expect(start: str, until: str) -> None:
    found = office.after(local(start), 120, spans=SPANS, zone=ZONE, works=lambda day: day != LEAVE)
    assert found == local(until)


def test_without_any_hours_a_duty_still_falls_due() -> None:
    start = local("2026-07-20 09:00")
    assert (office.after(start, 120, spans=[], zone=ZONE, works=lambda _day: True) - start).days == 60


@pytest.mark.parametrize(
    ("at", "served"), [("2026-07-20 07:00", True), ("2026-07-20 15:30", False), ("2026-07-22 09:00", False)]
)
def test_the_telephone_is_served_in_office_time(at: str, served: bool) -> None:
    assert office.opened(local(at), spans=SPANS, zone=ZONE, works=lambda day: day != LEAVE) is served
