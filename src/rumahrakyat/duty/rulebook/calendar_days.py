"""What the operator changes in the calendar: a day off that was announced late, a day that is worked after all.

The published days are `calendars.published`. A change holds for what begins from then on; running clocks move only when
its author asks, with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from rumahrakyat.duty import calendars
from rumahrakyat.duty.calendar import Calendar, NoWorkingDays
from rumahrakyat.duty.models import CalendarDay
from rumahrakyat.duty.rulebook import faults, restamping
from rumahrakyat.lib import locks, wallclock
from rumahrakyat.people.models import Account


@dataclass(frozen=True)
class DayDraft:
    day: date
    works: bool
    name: str
    source: str


def with_day(draft: DayDraft) -> Calendar:
    """The calendar as it would be. Raises `rulebook_faults.Refused`."""
    now = _changes()
    wrong: list[faults.Fault] = []
    if draft.day in now:
        known = CalendarDay.objects.get(day=draft.day)
        wrong.append(faults.DayIsKnown(day=f"{draft.day:%d-%m-%Y}", name=known.name))
    elif calendars.calendar_with(wallclock.zone(), now).is_working(draft.day) == draft.works:
        wrong.append(faults.DayChangesNothing(day=f"{draft.day:%d-%m-%Y}"))
    if not draft.name.strip():
        wrong.append(faults.NoName())
    if not draft.source.strip():
        wrong.append(faults.NoSource())
    if wrong:
        raise faults.Refused(wrong)
    return _checked({**now, draft.day: draft.works}, draft.day)


def without_day(day: date) -> Calendar:
    """The calendar as it would be once the change of this day is taken away."""
    return calendars.calendar_with(wallclock.zone(), {one: works for one, works in _changes().items() if one != day})


def _changes() -> dict[date, bool]:
    return dict(CalendarDay.objects.values_list("day", "works"))


def _checked(changes: Mapping[date, bool], day: date) -> Calendar:
    made = calendars.calendar_with(wallclock.zone(), changes)
    try:
        made.nth_working_day(day, 1)
    except NoWorkingDays:
        raise faults.Refused([faults.NobodyWorks()]) from None
    return made


def add(draft: DayDraft, *, account: Account, at: datetime, running: str | None = None) -> CalendarDay:
    """Change one day. `running`: why the running clocks are reckoned anew; None: they are not. Raises `Refused`."""
    _needs_reason(running)
    with transaction.atomic():
        locks.wait("duty.publish", "CalendarDay")
        with_day(draft)
        row = CalendarDay.objects.create(
            day=draft.day,
            works=draft.works,
            name=draft.name.strip(),
            source=draft.source.strip(),
            made_by=account,
            made_at=at,
        )
        if running is not None:
            restamping.ask(day=draft.day, reason=running, account=account, at=at)
    return row


def remove(*, day: date, account: Account, at: datetime, running: str | None = None) -> bool:
    """Take the change of a day away. False when there was none: somebody else was faster."""
    _needs_reason(running)
    with transaction.atomic():
        locks.wait("duty.publish", "CalendarDay")
        gone, _rows = CalendarDay.objects.filter(day=day).delete()
        if gone and running is not None:
            restamping.ask(day=day, reason=running, account=account, at=at)
    return bool(gone)


def _needs_reason(running: str | None) -> None:
    if running is not None and not running.strip():
        raise faults.Refused([faults.NoReason()])
