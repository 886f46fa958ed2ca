"""Reads of the register of negligence: its rows by quarter, holder, obligation and state, and how many there are.

A row belongs to the quarter in which its deadline passed, in local time. Paged by key; the caller says which rows the
reader may see (`within`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Min, Q, QuerySet

from rumahrakyat.duty import store
from rumahrakyat.duty.models import Breach, BreachState
from rumahrakyat.duty.models_negligence import Explanation, Ruling
from rumahrakyat.duty.negligence.terms import Limit, limit_of
from rumahrakyat.lib import quarters, wallclock
from rumahrakyat.lib.quarters import Quarter
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import desk

PAGE: Final = 50
DESK: Final = "-"
NEGLECT: Final = "neglect"  # every row that is neither excused nor corrected
_SPARED: Final = (BreachState.EXCUSED, BreachState.CORRECTED)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WITH: Final = ("holder", "rule", "clock__report__category", "clock__report__regency", "clock__report__holder")


def begins_on(day: date) -> datetime:
    """The first instant of a local day."""
    return quarters.midnight(day, wallclock.zone())


def quarter_of(at: datetime) -> Quarter:
    """The quarter of an instant, by the local day."""
    return quarters.quarter_of(at, wallclock.zone())


def quarter_named(code: str) -> Quarter | None:
    """2026Q3 as a quarter; None for anything else."""
    try:
        return quarters.parse(code)
    except quarters.NotAQuarter:
        return None


@dataclass(frozen=True)
class Filter:
    """What a reader asks for; empty: all. `holder`: an organisation's code, "-" the desk. `state`: of `BreachState`,
    or `NEGLECT`. `day`: the local day on which the deadline passed, within the quarter or not."""

    quarter: Quarter | None = None
    holder: str = ""
    obligation: str = ""
    state: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Counts:
    """How many rows stand in each state. Each formula is in `docs/figures.md`."""

    missed: int = 0
    open: int = 0
    explained: int = 0
    upheld: int = 0
    excused: int = 0
    corrected: int = 0

    @property
    def neglect(self) -> int:
        """What stays a neglect: missed - excused - corrected."""
        return self.missed - self.excused - self.corrected


@dataclass(frozen=True)
class Row:
    """A row of the register with its newest explanation and ruling, and until when it may be explained. `seen`: how
    many explanations and rulings there are; a form made of the row says so, and holds only while it is true."""

    breach: Breach
    explanation: Explanation | None
    ruling: Ruling | None
    limit: Limit
    seen: int = 0


@dataclass(frozen=True)
class Page:
    """Rows, newest deadline first. `older`: the key of the next part, empty at the end."""

    rows: Sequence[Row]
    older: str = ""


def selected(wanted: Filter, within: Q) -> QuerySet[Breach]:
    """The rows asked for, unordered."""
    return Breach.objects.filter(within, _narrowed(wanted), _in_state(wanted.state))


def _narrowed(wanted: Filter) -> Q:
    condition = Q()
    if wanted.quarter is not None:
        condition &= Q(
            due_at__gte=wanted.quarter.since(wallclock.zone()), due_at__lt=wanted.quarter.until(wallclock.zone())
        )
    if wanted.day is not None:
        begins = begins_on(wanted.day)
        condition &= Q(due_at__gte=begins, due_at__lt=begins + timedelta(days=1))
    if wanted.holder:
        condition &= Q(holder=None) if wanted.holder == DESK else Q(holder__code=wanted.holder)
    if wanted.obligation:
        condition &= Q(clock__obligation=wanted.obligation)
    return condition


def _in_state(state: str) -> Q:
    if state == NEGLECT:
        return ~Q(state__in=_SPARED)
    return Q(state=state) if state else Q()


def counts(wanted: Filter, within: Q) -> Counts:
    """How many rows there are by state, whatever state is asked for; one query."""
    found = Breach.objects.filter(within, _narrowed(wanted))
    numbers = {state.value: Count("pk", filter=Q(state=state)) for state in BreachState}
    return Counts(**found.aggregate(missed=Count("pk"), **numbers))


def page(wanted: Filter, within: Q, *, after: str = "", limit: int = PAGE) -> Page:
    """One part of the list, in five queries. A key that cannot be read starts at the top."""
    found = selected(wanted, within).select_related(*_WITH)
    micros, dash, pk = after.partition("-")
    if dash and micros.isdecimal() and pk.isdecimal() and len(after) < 40:
        instant = _EPOCH + timedelta(microseconds=int(micros))
        found = found.filter(Q(due_at__lt=instant) | Q(due_at=instant, pk__lt=int(pk)))
    breaches = list(found.order_by("-due_at", "-pk")[: limit + 1])
    key = ""
    if len(breaches) > limit:
        last = breaches[limit - 1]
        key = f"{(last.due_at - _EPOCH) // timedelta(microseconds=1)}-{last.pk}"
    return Page(rows_of(breaches[:limit]), key)


def rows_of(breaches: Iterable[Breach]) -> list[Row]:
    """The rows with what was last said and decided about each, in three queries."""
    listed = list(breaches)
    keys = [one.pk for one in listed]
    explained = list(Explanation.objects.filter(breach__in=keys).order_by("pk"))
    decided = list(Ruling.objects.filter(breach__in=keys).order_by("nth"))
    steps = Counter([one.breach_id for one in explained] + [one.breach_id for one in decided])
    last_said = {one.breach_id: one for one in explained}
    last_ruled = {one.breach_id: one for one in decided}
    machine = store.engine()
    return [
        Row(
            one,
            last_said.get(one.pk),
            last_ruled.get(one.pk),
            limit_of(one, last_ruled.get(one.pk), machine),
            steps[one.pk],
        )
        for one in listed
    ]


def one(row: int, within: Q) -> Row | None:
    """A row that the reader may see."""
    found = Breach.objects.filter(within, pk=row).select_related(*_WITH)
    return next(iter(rows_of(found)), None)


def some(rows: Collection[int], within: Q) -> list[Row]:
    """These rows, as far as the reader may see them, the oldest deadline first."""
    found = Breach.objects.filter(within, pk__in=rows).select_related(*_WITH)
    return rows_of(found.order_by("due_at", "pk"))


def holders(within: Q, quarter: Quarter | None) -> list[tuple[str, str]]:
    """Code and name of everybody who has rows there, by name; the desk as "-" with an empty name."""
    found = Breach.objects.filter(within, _narrowed(Filter(quarter)))
    codes = set(found.order_by().values_list("holder__code", flat=True).distinct())
    names = Organisation.objects.filter(code__in=[code for code in codes if code]).order_by("name")
    return ([(DESK, "")] if None in codes else []) + list(names.values_list("code", "name"))


def quarters_with_rows(within: Q, *, at: datetime) -> list[Quarter]:
    """Every quarter from the first row on to the present, newest first."""
    span = Breach.objects.filter(within).aggregate(first=Min("due_at"), last=Max("due_at"))
    present = quarter_of(at)
    nth = quarter_of(span["first"]) if span["first"] else present
    last = max(present, quarter_of(span["last"])) if span["last"] else present
    found = [nth]
    while nth < last:
        nth = nth.next
        found.append(nth)
    return found[::-1]


@dataclass(frozen=True)
class Waiting:
    """Rows that wait for a ruling: explained, or with the time to explain over. `oldest`: since when the first does."""

    explained: int
    unexplained: int
    oldest: datetime | None

    @property
    def all(self) -> int:
        return self.explained + self.unexplained


def waiting_for_ruling(*, at: datetime) -> Waiting:
    """What the secretary should rule on. Looks at a thousand unexplained rows at most, the oldest first."""
    explained = Breach.objects.filter(state=BreachState.EXPLAINED)
    still = Breach.objects.filter(state=BreachState.OPEN).select_related(*_WITH).order_by("due_at", "pk")[:1000]
    over = [row for row in rows_of(still) if row.limit.over(at)]
    since = explained.aggregate(first=Min("due_at"))["first"]
    moments = [moment for moment in (since, over[0].breach.due_at if over else None) if moment]
    return Waiting(explained.count(), len(over), min(moments, default=None))


def within(holders: Collection[int], regencies: Collection[str] = ()) -> Q:
    """The rows charged to these bodies, the desk's own with those of the desk, or of cases that lie in these
    regencies."""
    condition = Q(holder__in=sorted(holders))
    if regencies:
        condition |= Q(clock__report__regency__in=sorted(regencies))
    house = desk()
    return condition | Q(holder=None) if house and house.pk in holders else condition


def charged_to(holders: Collection[int]) -> QuerySet[Breach]:
    """What is charged to these bodies, to be counted or looked for."""
    return Breach.objects.filter(holder__in=holders)


def said(row: int) -> list[Explanation]:
    """Every explanation of a row, the oldest first, with its words."""
    return list(Explanation.objects.filter(breach=row).select_related("entry", "account").order_by("pk"))


def ruled(row: int) -> list[Ruling]:
    """Every ruling on a row, the newest first, with its words."""
    return list(Ruling.objects.filter(breach=row).select_related("entry", "account").order_by("-nth"))
