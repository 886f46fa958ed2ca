"""Reads of clocks: what is due, who held a case and for how long, how the promise of 1x24 hours is kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.rules import FIRST_RESPONSE
from rumahrakyat.lib import wallclock
from rumahrakyat.reports.models import Report, Visibility

_RUNNING = Q(met_at=None, stopped_at=None)
# A clock that was stopped before its time owed nothing: it is in neither part of the fraction.
_OWED = Q(stopped_at=None) | Q(stopped_at__gt=F("due_at"))
_ON_TIME = Q(met_at__lte=F("due_at"))


@dataclass(frozen=True)
class Kept:
    """The promise over a span, by the instant an answer was due: on time / (on time + late, answered or not)."""

    on_time: int
    due: int

    @property
    def late(self) -> int:
        return self.due - self.on_time


@dataclass(frozen=True)
class Day:
    day: date
    kept: Kept


@dataclass(frozen=True)
class Late:
    """Cases past their deadline and not answered: how many, at how many holders."""

    cases: int
    holders: int


def clocks_of(report_id: int) -> list[Clock]:
    """Every clock of a case in the order they began, with holder and rule."""
    found = Clock.objects.filter(report=report_id).select_related("holder", "rule").prefetch_related("breaches__holder")
    return list(found.order_by("started_at", "pk"))


def running_first_response(report_ids: Collection[int]) -> dict[int, Clock]:
    """The running first-response clock of each of these cases that has one, in one query."""
    running = Clock.objects.filter(_RUNNING, report__in=report_ids, obligation=FIRST_RESPONSE).select_related("holder")
    return {clock.report_id: clock for clock in running}


def kept_between(since: datetime, until: datetime) -> Kept:
    """The promise for answers that fell due from `since` up to `until`."""
    found = _due(since, until).aggregate(due=Count("pk"), on_time=Count("pk", filter=_ON_TIME))
    return Kept(found["on_time"], found["due"])


def kept_by_day(since: datetime, until: datetime) -> list[Day]:
    """The same for each local day on which something fell due, in order."""
    rows = (
        _due(since, until)
        .annotate(day=TruncDate("due_at", tzinfo=wallclock.zone()))
        .values("day")
        .annotate(due=Count("pk"), on_time=Count("pk", filter=_ON_TIME))
        .order_by("day")
    )
    return [Day(row["day"], Kept(row["on_time"], row["due"])) for row in rows]


def _due(since: datetime, until: datetime) -> QuerySet[Clock]:
    # While a case waits for its reporter the clock stands still: nothing falls due.
    return Clock.objects.filter(_OWED, obligation=FIRST_RESPONSE, paused_at=None, due_at__gte=since, due_at__lt=until)


def answer_times(since: datetime, until: datetime) -> list[timedelta]:
    """From start to first answer, for every first answer given in the span."""
    met = Clock.objects.filter(obligation=FIRST_RESPONSE, met_at__gte=since, met_at__lt=until)
    return [met_at - started_at for started_at, met_at in met.values_list("started_at", "met_at") if met_at]


def median_of(times: Collection[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(one.total_seconds() for one in times)) if times else None


def late_at(at: datetime) -> Late:
    """What is past its deadline and unanswered at this instant."""
    found = Clock.objects.filter(_RUNNING, obligation=FIRST_RESPONSE, due_at__lte=at, paused_at=None)
    counted = found.aggregate(cases=Count("pk"), holders=Count("holder", distinct=True))
    return Late(counted["cases"], counted["holders"])


def longest_late_public(at: datetime, *, limit: int) -> list[Report]:
    """Public, placed cases past their deadline and unanswered, the longest first."""
    late = Clock.objects.filter(
        _RUNNING,
        obligation=FIRST_RESPONSE,
        due_at__lte=at,
        paused_at=None,
        report__visibility=Visibility.PUBLIC,
        report__regency__isnull=False,
    )
    wanted = ("report__holder", "report__regency", "report__district", "report__village")
    return [clock.report for clock in late.select_related(*wanted).order_by("due_at")[:limit]]
