"""The day of a service point in figures, with their formulas: how many came, how long they waited and were served."""

import csv
import io
from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from statistics import median
from typing import Final

from rumahrakyat.desk.models import Ticket
from rumahrakyat.desk.models_intake import DeskIntake
from rumahrakyat.lib import wallclock
from rumahrakyat.organisations.models import ServicePoint

State = Ticket.State
FEWEST_FOR_P90: Final = 5  # a ninetieth percentile of fewer says nothing


@dataclass(frozen=True)
class Span:
    """Median and 90th percentile (nearest rank) of lengths of time; None without any, or without enough."""

    count: int
    median: timedelta | None
    p90: timedelta | None


@dataclass(frozen=True)
class CounterDay:
    """One counter's day: visits that ended there, how long they took, cases made."""

    number: int
    visits: int
    service: Span
    cases: int


@dataclass(frozen=True)
class DaySheet:
    """All of one local day. `by_hour`: numbers taken, by the hour they were taken or their holder came."""

    point: ServicePoint
    day: date
    given: int
    by_letter: Sequence[tuple[str, int]]
    by_hour: Sequence[tuple[int, int]]
    by_origin: Sequence[tuple[str, int]]
    wait: Span
    service: Span
    served: int
    not_there: int
    cancelled: int
    lapsed: int
    still_open: int
    cases: int
    cases_of_papers: int
    referred: int
    informed: int
    counters: Sequence[CounterDay]


def span_of(lengths: Iterable[timedelta]) -> Span:
    """Negative lengths cannot be and are left out."""
    seconds = sorted(one.total_seconds() for one in lengths if one >= timedelta(0))
    if not seconds:
        return Span(0, None, None)
    p90 = seconds[ceil(0.9 * len(seconds)) - 1] if len(seconds) >= FEWEST_FOR_P90 else None
    return Span(len(seconds), timedelta(seconds=median(seconds)), timedelta(seconds=p90) if p90 is not None else None)


def sheet(point: ServicePoint, day: date) -> DaySheet:
    """Four queries."""
    rows = list(Ticket.objects.filter(service_point=point, day=day).select_related("counter").order_by("pk"))
    made = DeskIntake.objects.filter(service_point=point, ticket__day=day).select_related("counter")
    intakes = list(made)
    states = Tally(row.state for row in rows)
    outcomes = Tally(row.outcome for row in rows if row.state == State.DONE)
    return DaySheet(
        point=point,
        day=day,
        given=len(rows),
        by_letter=sorted(Tally(row.letter for row in rows).items()),
        by_hour=_by_hour(rows),
        by_origin=sorted(Tally(row.origin for row in rows).items()),
        wait=span_of(row.served_at - row.arrived_at for row in rows if row.served_at and row.arrived_at),
        service=span_of(_service(rows)),
        served=states[State.DONE] + states[State.SERVING],
        not_there=states[State.ASIDE] + sum(row.state == State.LAPSED and row.called_at is not None for row in rows),
        cancelled=states[State.CANCELLED],
        lapsed=states[State.LAPSED],
        still_open=states[State.WAITING] + states[State.BOOKED] + states[State.CALLED],
        cases=len(intakes),
        cases_of_papers=sum(one.paper_on is not None for one in intakes),
        referred=outcomes[Ticket.Outcome.REFERRED],
        informed=outcomes[Ticket.Outcome.INFORMED],
        counters=_counters(rows, intakes),
    )


def _service(rows: Sequence[Ticket]) -> list[timedelta]:
    return [row.ended_at - row.served_at for row in rows if row.state == State.DONE and row.served_at and row.ended_at]


def _by_hour(rows: Sequence[Ticket]) -> list[tuple[int, int]]:
    here = wallclock.zone()
    hours = Tally(row.arrived_at.astimezone(here).hour for row in rows if row.arrived_at)
    if not hours:
        return []
    return [(hour, hours[hour]) for hour in range(min(hours), max(hours) + 1)]


def _counters(rows: Sequence[Ticket], intakes: Sequence[DeskIntake]) -> list[CounterDay]:
    cases = Tally(one.counter.number for one in intakes if one.counter)
    visits: dict[int, list[Ticket]] = {}
    for row in rows:
        if row.counter is not None and row.state in {State.DONE, State.SERVING}:
            visits.setdefault(row.counter.number, []).append(row)
    numbers = sorted({*visits, *cases})
    return [
        CounterDay(number, len(visits.get(number, [])), span_of(_service(visits.get(number, []))), cases[number])
        for number in numbers
    ]


COLUMNS: Final = (
    "nomor", "asal", "keadaan", "hasil", "loket", "diambil", "datang", "dipanggil", "dilayani", "selesai", "panggilan",
)  # fmt: skip


def as_csv(point: ServicePoint, day: date) -> str:
    """Every number of the day, one to a line, times as ISO 8601 with the zone; nothing about anybody."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    rows = Ticket.objects.filter(service_point=point, day=day).select_related("counter").order_by("letter", "number")
    for row in rows:
        times = (row.taken_at, row.arrived_at, row.called_at, row.served_at, row.ended_at)
        writer.writerow(
            [
                row.code, row.origin, row.state, row.outcome, row.counter.number if row.counter else "",
                *(_local(one) for one in times), row.calls,
            ]
        )  # fmt: skip
    return written.getvalue()


def _local(at: datetime | None) -> str:
    return at.astimezone(wallclock.zone()).isoformat(timespec="seconds") if at else ""
