"""How long it takes: the median of the visits of the day, who is before whom, and what is promised from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from django.db.models import Count, Q, QuerySet

from rumahrakyat.desk.models import Counter, Ticket
from rumahrakyat.desk.opening import Today
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import ServicePoint

LAST_VISITS: Final = 20  # the median follows the day, not its first hour
FEWEST_VISITS: Final = 3  # fewer say nothing; the point's own estimate stands


@dataclass(frozen=True)
class Pace:
    """`each`: one visit; `counters`: at work now, at least one; `waiting`: people there."""

    each: timedelta
    counters: int
    waiting: int

    def wait(self, before: int) -> timedelta:
        """What somebody with so many people before them waits: visits before them shared by the counters at work."""
        return self.each * before / self.counters


def pace(point: ServicePoint, at: datetime) -> Pace:
    """Three queries."""
    open_now = Counter.objects.filter(service_point=point, active=True, state=Counter.State.OPEN).count()
    return Pace(one_visit(point, at), max(open_now, 1), line(point, at).count())


def one_visit(point: ServicePoint, at: datetime) -> timedelta:
    """What a visit takes today: the median of the last ones. One query."""
    today = Ticket.objects.filter(service_point=point, day=wallclock.day_of(at), state=Ticket.State.DONE)
    rows = today.exclude(served_at=None).exclude(ended_at=None).order_by("-ended_at")
    lengths = rows.values_list("served_at", "ended_at")[:LAST_VISITS]
    return each([ended - began for began, ended in lengths if began and ended], point.setup.minutes_each)


def each(times: Sequence[timedelta], estimate: int) -> timedelta:
    """The median of visits, the estimate in minutes while there are fewer than three."""
    if len(times) < FEWEST_VISITS:
        return timedelta(minutes=estimate)
    return timedelta(seconds=median(one.total_seconds() for one in times))


def line(point: ServicePoint, at: datetime) -> QuerySet[Ticket]:
    """Everybody who waits there now, first come first."""
    waiting = Ticket.objects.filter(service_point=point, day=wallclock.day_of(at), state=Ticket.State.WAITING)
    return waiting.order_by("order_at", "pk")


def before(ticket: Ticket) -> int:
    """How many people of the same day wait before this one. Turns of other letters may add a few."""
    there = Q(state=Ticket.State.WAITING) | Q(state=Ticket.State.BOOKED)
    earlier = Q(order_at__lt=ticket.order_at) | Q(order_at=ticket.order_at, pk__lt=ticket.pk)
    same = Ticket.objects.filter(there, earlier, service_point=ticket.service_point_id, day=ticket.day)
    return same.exclude(pk=ticket.pk).count()


def expected_ahead(point: ServicePoint, today: Today, at: datetime) -> datetime:
    """When a number taken now for that day will be called, by today's pace or the point's estimate.

    Numbers taken ahead are spread over the day from its opening on, one visit apart, and never earlier than those who
    wait there already.
    """
    assert today.opens_at is not None
    counted = Ticket.objects.filter(service_point=point, day=today.day).aggregate(
        ahead=Count("pk", filter=Q(state=Ticket.State.BOOKED)),
        waiting=Count("pk", filter=Q(state=Ticket.State.WAITING)),
    )
    same_day = today.day == wallclock.day_of(at)
    measured = pace(point, at) if same_day else Pace(timedelta(minutes=point.setup.minutes_each), 1, 0)
    start = max(today.opens_at, at)
    return _whole_minute(start + measured.wait(counted["ahead"] + counted["waiting"] + (1 if same_day else 0)))


def _whole_minute(at: datetime) -> datetime:
    return (at + timedelta(seconds=59)).replace(second=0, microsecond=0)
