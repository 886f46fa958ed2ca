"""Is it open, until when, and if not, when next? Pure: hours are local to `zone`, moments are aware."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HORIZON_DAYS = 60


@dataclass(frozen=True)
class Span:
    """One stretch of opening on a weekday (0 = Monday), from `opens` up to but not including `closes`."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Status:
    """Open or not, and the moment this changes; None when no change is in sight."""

    open: bool
    changes_at: datetime | None


def status(spans: Iterable[Span], *, at: datetime, zone: ZoneInfo, closed: Collection[date] = ()) -> Status:
    """The state at `at` of a place with these hours that stays shut on the dates in `closed`."""
    here = at.astimezone(zone)
    by_day: dict[int, list[Span]] = {}
    for span in spans:
        by_day.setdefault(span.weekday, []).append(span)
    today = [] if here.date() in closed else by_day.get(here.weekday(), [])
    closes = _closing(today, here.time())
    if closes is not None:
        return Status(True, datetime.combine(here.date(), closes, zone))
    for ahead in range(HORIZON_DAYS + 1):
        day = here.date() + timedelta(days=ahead)
        if day in closed:
            continue
        later = [span.opens for span in by_day.get(day.weekday(), []) if ahead or span.opens > here.time()]
        if later:
            return Status(False, datetime.combine(day, min(later), zone))
    return Status(False, None)


def _closing(today: list[Span], now: time) -> time | None:
    """When the stretch that holds `now` ends, taking stretches that touch as one; None when none holds it."""
    closes = None
    for span in sorted(today, key=lambda span: span.opens):
        if span.opens <= (closes or now) < span.closes or (closes is not None and span.opens == closes):
            closes = span.closes
    return closes
