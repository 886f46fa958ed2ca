"""Time in which people serve the telephone. Pure: opening hours are local, moments are aware."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rumahrakyat.organisations.hours import Span

_FARTHEST = timedelta(days=60)


def opened(at: datetime, *, spans: Sequence[Span], zone: ZoneInfo, works: Callable[[date], bool]) -> bool:
    """Whether the telephone is served at `at`. `works`: whether a day is a working day at all."""
    here = at.astimezone(zone)
    today = [span for span in spans if span.weekday == here.weekday()] if works(here.date()) else []
    return any(span.opens <= here.time() < span.closes for span in today)


def after(
    start: datetime, minutes: int, *, spans: Sequence[Span], zone: ZoneInfo, works: Callable[[date], bool]
) -> datetime:
    """The moment `minutes` of office time after `start`: what lies outside the hours, on holidays or joint leave does
    not count. Two months later at the latest, should a calendar have no hours at all."""
    left, here = timedelta(minutes=minutes), start.astimezone(zone)
    day, last = here.date(), here.date() + _FARTHEST
    while day <= last:
        for opens, closes in _stretches(day, spans, zone, works):
            begin = max(opens, here)
            if begin >= closes:
                continue
            if begin + left <= closes:
                return begin + left
            left -= closes - begin
        day += timedelta(days=1)
    return start + _FARTHEST


def _stretches(
    day: date, spans: Sequence[Span], zone: ZoneInfo, works: Callable[[date], bool]
) -> list[tuple[datetime, datetime]]:
    if not works(day):
        return []
    today = sorted((span for span in spans if span.weekday == day.weekday()), key=lambda span: span.opens)
    return [(datetime.combine(day, one.opens, zone), datetime.combine(day, one.closes, zone)) for one in today]
