"""The clocks that are stored are those that follow from the record."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from rumahrakyat.duty import history, store
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.models import Breach, CalendarDay, Clock, Tenure
from rumahrakyat.duty.rules import NoRule, Unit
from rumahrakyat.duty.state import Case
from rumahrakyat.duty.state import Clock as State
from rumahrakyat.duty.tasks import SWEEP_TASK
from rumahrakyat.operate.invariants.base import CLOCK_GRACE, EXAMPLES, Finding, Scope, overdue_before
from rumahrakyat.reports.models import Entry, Report

NEWEST = 2_000
_BATCH = 200
_Key = tuple[str, int]
_Image = dict[_Key, tuple[object, ...]]


def clocks_follow_from_the_record(scope: Scope) -> Finding:
    """The clocks of the newest 2,000 cases are reckoned again from their entries by the machine; times, holders and
    missed deadlines must be the stored ones. What the sweeper has not reached yet, within its grace, does not count,
    nor do working days counted before the calendar was last changed."""
    machine, known = store.engine(), history.names()
    changed = CalendarDay.objects.aggregate(last=Max("made_at"))["last"]
    reached = overdue_before(SWEEP_TASK, CLOCK_GRACE)
    newest = list(Report.objects.order_by("-pk").values_list("pk", "number", "received_at")[:NEWEST])
    wrong: list[str] = []
    for start in range(0, len(newest), _BATCH):
        batch = newest[start : start + _BATCH]
        keys = [key for key, _number, _received in batch]
        entries, rows = history.entries_of(keys), _rows(keys)
        for key, number, received in batch:
            if not entries[key]:
                continue  # `reports_are_whole` tells
            days = changed is None or received > changed
            stored, moments = _stored(rows[key], days=days), _moments(rows[key], reached, scope.at)
            if not _follows(entries[key], stored, moments, (machine, known), days=days):
                wrong.append(number)
    return Finding(len(wrong), tuple(wrong[:EXAMPLES]))


def _follows(
    entries: Sequence[Entry],
    stored: _Image,
    moments: Sequence[datetime],
    by: tuple[Engine, history.Names],
    *,
    days: bool,
) -> bool:
    machine, known = by
    try:
        events = list(history.events_of(entries, known))
        return any(_image(history.replay(machine, events, until=at), days=days) == stored for at in moments)
    except (KeyError, NoRule):  # a code that is no longer known, or rules with a hole: the record cannot be followed
        return False


def _moments(clocks: Sequence[Clock], reached: datetime, at: datetime) -> list[datetime]:
    """Up to when the sweeper may have let time pass: now, or to where it must have been, or to what comes next."""
    last = max((one.met_at or one.stopped_at or one.started_at for one in clocks), default=at)
    coming = [one.next_action_at for one in clocks if one.next_action_at and one.next_action_at >= reached]
    return [at, max(reached, last), *([min(coming)] if coming else [])]


def _rows(keys: Sequence[int]) -> dict[int, list[Clock]]:
    found: dict[int, list[Clock]] = {key: [] for key in keys}
    clocks = Clock.objects.filter(report__in=keys).select_related("rule").prefetch_related("tenures", "breaches")
    for clock in clocks:
        found[clock.report_id].append(clock)
    return found


def _image(case: Case, *, days: bool) -> _Image:
    return {(one.obligation, one.cycle): _of_state(one) for one in case.clocks if days or one.rule.unit is Unit.HOURS}


def _of_state(clock: State) -> tuple[object, ...]:
    still = clock.waiting_since is not None and clock.breached_at is None
    return (
        clock.rule.key,
        clock.started_at,
        None if still else clock.due_at,
        clock.met_at,
        clock.stopped_at,
        clock.stop_reason,
        clock.breached_at,
        clock.waited,
        sorted(
            (one.since, one.until is None, one.until or one.since, one.waiting, one.holder or 0) for one in clock.spells
        ),
        sorted((one.due_at, one.own, one.holder or 0, one.held) for one in clock.misses),
    )


def _stored(clocks: Sequence[Clock], *, days: bool) -> _Image:
    return {
        (one.obligation, one.cycle): _of_row(one, list(one.tenures.all()), list(one.breaches.all()))
        for one in clocks
        if days or one.rule.unit == Unit.HOURS
    }


def _of_row(clock: Clock, tenures: Sequence[Tenure], breaches: Sequence[Breach]) -> tuple[object, ...]:
    still = clock.paused_at is not None
    return (
        clock.rule_id,
        clock.started_at,
        None if still else clock.due_at,
        clock.met_at,
        clock.stopped_at,
        clock.stop_reason,
        clock.breached_at,
        clock.waited,
        sorted(
            (one.since, one.until is None, one.until or one.since, one.waiting, one.holder_id or 0) for one in tenures
        ),
        sorted((one.due_at, one.own, one.holder_id or 0, one.held) for one in breaches),
    )
