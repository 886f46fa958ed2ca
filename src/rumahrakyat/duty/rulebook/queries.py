"""Reads of the versions of rules and ladders, of the calendar, and of what was asked about running clocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rumahrakyat.duty import calendars, rules, store
from rumahrakyat.duty.calendar import Calendar
from rumahrakyat.duty.models import CalendarDay, DutyRule, Ladder, Scoped
from rumahrakyat.duty.models_rules import Restamping
from rumahrakyat.duty.rulebook import wording
from rumahrakyat.duty.rulebook.drafts import NO_LADDER
from rumahrakyat.duty.rules import Facts, Rule, Step
from rumahrakyat.organisations import queries as organisations
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.regions import queries as regions
from rumahrakyat.reports import queries as reports


@dataclass(frozen=True)
class Shown:
    """A version as a page shows it. `state`: now, coming or past."""

    row: DutyRule | Ladder
    state: str
    everywhere: bool
    scope: str
    allowance: str = ""
    counted: str = ""
    more: Sequence[str] = ()
    steps: Sequence[tuple[Step, str]] = ()
    own_steps: Sequence[tuple[Step, str]] = ()


@dataclass(frozen=True)
class Obligation:
    """An obligation with what is in force (the widest scope first), what comes, and what was."""

    code: str
    name: str
    meaning: str
    now: list[Shown] = field(default_factory=list)
    coming: list[Shown] = field(default_factory=list)
    past: list[Shown] = field(default_factory=list)

    @property
    def newest(self) -> int:
        """The newest version's number; 0 before the first."""
        return max((one.row.version for one in (*self.now, *self.coming, *self.past)), default=0)


_NAMED = ("organisation", "regency", "category", "made_by")


def obligations(model: type[DutyRule | Ladder], *, at: datetime) -> list[Obligation]:
    """Every obligation in its order; for ladders only those that have or may have one. One query."""
    rows: dict[str, list[Shown]] = {}
    for row in model.objects.select_related(*_NAMED).order_by("-valid_from", "-version"):
        rows.setdefault(row.obligation, []).append(_shown(row, at))
    codes = [one for one in rules.OBLIGATIONS if model is DutyRule or one not in NO_LADDER]
    return [_obligation(code, rows.get(code, [])) for code in codes]


def obligation(model: type[DutyRule | Ladder], code: str, *, at: datetime) -> Obligation | None:
    """One of them; None when there is no such obligation."""
    if code not in rules.OBLIGATIONS or (model is Ladder and code in NO_LADDER):
        return None
    rows = model.objects.select_related(*_NAMED).filter(obligation=code).order_by("-valid_from", "-version")
    return _obligation(code, [_shown(row, at) for row in rows])


def _obligation(code: str, shown: list[Shown]) -> Obligation:
    found = Obligation(code, str(wording.NAMES[code]), str(wording.MEANINGS[code]))
    for one in shown:
        {"now": found.now, "coming": found.coming, "past": found.past}[one.state].append(one)
    found.now.sort(key=lambda one: (sum(_rank(one.row)), one.scope))
    found.coming.sort(key=lambda one: one.row.valid_from)
    return found


def _rank(row: Scoped) -> tuple[bool, ...]:
    return store.scope_of(row).rank


def _shown(row: DutyRule | Ladder, at: datetime) -> Shown:
    state = "coming" if row.valid_from > at else "past" if row.valid_to and row.valid_to <= at else "now"
    where = wording.scope(
        organisation=row.organisation.name if row.organisation else "",
        regency=row.regency.short_name if row.regency else "",
        category=row.category.name if row.category else "",
        weight=row.weight,
        kind=row.kind,
    )
    everywhere = not any(_rank(row))
    if isinstance(row, Ladder):
        steps = sorted(store.ladder_of(row).steps, key=lambda one: one.percent)
        told = [(one, wording.step(one)) for one in steps]
        return Shown(
            row,
            state,
            everywhere,
            where,
            steps=[pair for pair in told if not pair[0].own],
            own_steps=[pair for pair in told if pair[0].own],
        )
    return Shown(
        row,
        state,
        everywhere,
        where,
        wording.allowance(row.unit, row.amount),
        wording.how_counted(row.unit),
        wording.more(row.unit, row.extension, row.longest),
    )


def version(model: type[DutyRule | Ladder], code: str, number: int, *, at: datetime) -> Shown | None:
    found = model.objects.select_related(*_NAMED).filter(obligation=code, version=number).first()
    return _shown(found, at) if found else None


def latest(model: type[DutyRule | Ladder], code: str) -> DutyRule | Ladder | None:
    """The version with the highest number."""
    return model.objects.select_related("category").filter(obligation=code).order_by("-version").first()


@dataclass(frozen=True)
class Tried:
    """What would be owed by when, under which version; `rule` None: nothing of the kind is owed."""

    rule: Shown | None
    due_at: datetime | None


def try_out(code: str, facts: Facts, *, received_at: datetime, at: datetime) -> Tried:
    """When the obligation would be due for a case like this, were it to begin at `received_at`. Raises `NoRule`."""
    machine = store.engine()
    rule: Rule | None = machine.book.rule(code, facts, received_at)
    if rule is None:
        return Tried(None, None)
    due = machine.calendar.deadline(received_at, rule.unit, rule.amount)
    return Tried(version(DutyRule, code, rule.version, at=at), due)


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the scope of a version may name: (value, name) of agencies, regencies and categories. Three queries."""
    holders: list[Organisation] = [one for one in organisations.holders() if one.can_hold]
    return {
        "organisation": [(str(one.pk), one.name) for one in holders],
        "regency": [(one.code, one.short_name) for one in regions.regencies()],
        "category": [(one.code, one.name) for one in reports.categories()],
    }


# -- the calendar ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Off:
    """A day of the year's list. `change`: what the operator changed there, if anything."""

    day: date
    name: str
    joint_leave: bool = False
    estimated: bool = False
    change: CalendarDay | None = None
    weekend: bool = False


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[tuple[date | None, str]]]


@dataclass(frozen=True)
class YearShown:
    """`year` is what the library knows; `days` every day off and every change, in order; `working`: how many days are
    worked."""

    year: calendars.Year
    days: list[Off]
    months: list[Month]
    working: int


def year_shown(number: int, calendar: Calendar) -> YearShown:
    """A year with its days off, one query. The kinds of days are "work", "off" (published), "free" and "worked" (both
    changed), "weekend"."""
    published = calendars.year(number)
    rows = CalendarDay.objects.select_related("made_by").filter(day__year=number)
    changes = {row.day: row for row in rows.order_by("day")}
    days = [
        Off(one.day, one.name, one.joint_leave, one.estimated, changes.get(one.day), one.day.weekday() > 4)
        for one in published.days
    ]
    named = {one.day for one in days}
    days += [Off(row.day, row.name, change=row, weekend=row.day.weekday() > 4) for row in rows if row.day not in named]
    days.sort(key=lambda one: one.day)
    months = [_month(number, month, calendar, changes, named) for month in range(1, 13)]
    worked = sum(kind in {"work", "worked"} for month in months for week in month.weeks for _day, kind in week)
    return YearShown(published, days, months, worked)


def _month(number: int, month: int, calendar: Calendar, changes: dict[date, CalendarDay], named: set[date]) -> Month:
    first = date(number, month, 1)
    cells: list[tuple[date | None, str]] = [(None, "")] * first.weekday()
    day = first
    while day.month == month:
        cells.append((day, _kind(day, calendar, changes, named)))
        day += timedelta(days=1)
    cells += [(None, "")] * (-len(cells) % 7)
    return Month(first, [cells[nth : nth + 7] for nth in range(0, len(cells), 7)])


def _kind(day: date, calendar: Calendar, changes: dict[date, CalendarDay], named: set[date]) -> str:
    if day in changes:
        return "worked" if changes[day].works else "free"
    if day in named:
        return "off"
    return "work" if calendar.is_working(day) else "weekend"


def change_of(day: date) -> CalendarDay | None:
    return CalendarDay.objects.filter(day=day).first()


def restampings(*, code: str | None = None, ladders: bool = False, days: bool = False) -> list[Restamping]:
    """What was asked lately for running clocks: of rules, of ladders, or of days."""
    found = Restamping.objects.select_related("asked_by", "rule", "ladder").order_by("-pk")
    if days:
        found = found.filter(day__isnull=False)
    elif ladders:
        found = found.filter(ladder__obligation=code)
    else:
        found = found.filter(rule__obligation=code)
    return list(found[:5])
