"""When a service point is open: its hours, less holidays, joint leave and closures of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rumahrakyat.desk.models import Closure
from rumahrakyat.duty import calendars
from rumahrakyat.duty.models import CalendarDay
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.hours import HORIZON_DAYS, Span, Status, status
from rumahrakyat.organisations.models import ServicePoint
from rumahrakyat.organisations.wording import opening_sentence


@dataclass(frozen=True)
class PointNow:
    """A service point with its state at one moment, in numbers and in words."""

    point: ServicePoint
    status: Status
    sentence: str


@dataclass(frozen=True)
class Today:
    """One local day of a point. `spans` are its stretches of opening as instants, none on a day off; `why` is the name
    of the holiday or the reason of the closure, empty on an ordinary day."""

    day: date
    spans: tuple[tuple[datetime, datetime], ...]
    why: str = ""

    @property
    def opens_at(self) -> datetime | None:
        return self.spans[0][0] if self.spans else None

    @property
    def closes_at(self) -> datetime | None:
        return self.spans[-1][1] if self.spans else None


def days_off(since: date, until: date) -> dict[date, str]:
    """Public holidays and joint leave from `since` to `until` with their names, as the operator's calendar has them:
    a day that is worked by decree is none, a day off that was added carries the operator's note. One query."""
    found: dict[date, str] = {}
    for number in range(since.year, until.year + 1):
        found.update({one.day: one.name for one in calendars.year(number).days if since <= one.day <= until})
    for row in CalendarDay.objects.filter(day__range=(since, until)):
        if row.works:
            found.pop(row.day, None)
        else:
            found[row.day] = row.name
    return found


def closures(points: Iterable[int], since: date, until: date) -> dict[int, dict[date, str]]:
    """By point: the days on which it stays shut of its own accord. One query."""
    found: dict[int, dict[date, str]] = {}
    for row in Closure.objects.filter(service_point__in=points, day__range=(since, until)):
        found.setdefault(row.service_point_id, {})[row.day] = row.reason
    return found


def on(point: ServicePoint, day: date) -> Today:
    """The opening of a point on one day. Three queries."""
    off = {**days_off(day, day), **closures([point.pk], day, day).get(point.pk, {})}
    here = wallclock.zone()
    hours = sorted((row.opens, row.closes) for row in point.hours.all() if row.weekday == day.weekday())
    spans = tuple((datetime.combine(day, opens, here), datetime.combine(day, closes, here)) for opens, closes in hours)
    return Today(day, () if day in off else spans, off.get(day, ""))


def now(point: ServicePoint, at: datetime) -> PointNow:
    """Open or not at `at`, and what people are told about it."""
    return of_all([point], at)[0]


def of_all(points: Iterable[ServicePoint], at: datetime) -> list[PointNow]:
    """The same for several points whose hours were read; two queries."""
    points = list(points)
    since = wallclock.day_of(at)
    until = since + timedelta(days=HORIZON_DAYS)
    off = days_off(since, until)
    own = closures([one.pk for one in points], since, until)
    return [_now(one, at, {**off, **own.get(one.pk, {})}) for one in points]


def _now(point: ServicePoint, at: datetime, closed: Mapping[date, str]) -> PointNow:
    spans = [Span(row.weekday, row.opens, row.closes) for row in point.hours.all()]
    state: Status = status(spans, at=at, zone=wallclock.zone(), closed=closed)
    sentence = opening_sentence(state, at=at, zone=wallclock.zone())
    why = closed.get(wallclock.day_of(at), "")
    return PointNow(point, state, f"{why}. {sentence}" if why else sentence)


def next_open_day(point: ServicePoint, after: date) -> Today | None:
    """The next day after `after` on which the point opens; None when none is in sight."""
    until = after + timedelta(days=HORIZON_DAYS)
    closed = {**days_off(after, until), **closures([point.pk], after, until).get(point.pk, {})}
    weekdays = {row.weekday for row in point.hours.all()}
    for ahead in range(1, HORIZON_DAYS + 1):
        day = after + timedelta(days=ahead)
        if day.weekday() in weekdays and day not in closed:
            return on(point, day)
    return None
