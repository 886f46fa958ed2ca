"""The rows of a case's clocks as the state of `engine`, and back. The caller holds the report's row lock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from rumahrakyat.duty import calendars, ladders, rules
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.models import Breach, Clock, DutyRule, EscalationStep, Ladder, Scoped, Tenure
from rumahrakyat.duty.rules import Facts, Rule, Rulebook, Scope, Unit, Weight
from rumahrakyat.duty.state import Case, Miss, Spell
from rumahrakyat.duty.state import Clock as State
from rumahrakyat.reports.models import Report


def scope_of(row: Scoped) -> Scope:
    return Scope(
        row.organisation_id,
        row.regency_id,
        row.category.code if row.category else None,
        row.weight or None,
        row.kind or None,
    )


def rule_of(row: DutyRule) -> Rule:
    return Rule(
        row.pk,
        row.obligation,
        row.version,
        Unit(row.unit),
        row.amount,
        row.valid_from,
        row.valid_to,
        scope_of(row),
        row.extension,
        row.longest,
    )


def ladder_of(row: Ladder) -> rules.Ladder:
    steps = tuple(
        rules.Step(
            code=str(one["code"]),
            percent=int(one["percent"]),
            audience=str(one["audience"]),
            own=bool(one.get("own")),
            acknowledge=int(one.get("acknowledge", 0)),
            waits=bool(one.get("waits")),
        )
        for one in row.steps
    )
    return rules.Ladder(row.pk, row.obligation, row.version, row.valid_from, steps, row.valid_to, scope_of(row))


def rulebook() -> Rulebook:
    """Every version there is, in two queries."""
    return Rulebook(
        [rule_of(row) for row in DutyRule.objects.select_related("category")],
        [ladder_of(row) for row in Ladder.objects.select_related("category")],
    )


_STAMP = """
SELECT current_database(), (SELECT row(max(id), count(valid_to))::text FROM duty_dutyrule),
    (SELECT row(max(id), count(valid_to))::text FROM duty_ladder),
    (SELECT row(max(id), count(*))::text FROM duty_calendarday)
"""


def engine() -> Engine:
    """The machine with the rules and the calendar of this installation as they are now.

    Versions are only added and ended, days only added and removed: as long as none was, one small query tells that the
    machine of before still holds.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        return _engine((*cursor.fetchone(), settings.TIME_ZONE))


@lru_cache(maxsize=4)
def _engine(stamp: tuple[str, ...]) -> Engine:
    return Engine(rulebook(), calendars.calendar(ZoneInfo(stamp[-1])))


def facts_of(report: Report) -> Facts:
    category = report.category
    heavy = category is not None and category.forced_confidential
    return Facts(
        report.kind,
        category.code if category else None,
        Weight.OVERSIGHT if heavy else Weight.ORDINARY,
        report.holder_id,
        report.regency_id,
    )


_Row = TypeVar("_Row", Tenure, Breach, EscalationStep)


@dataclass
class Loaded:
    """The state of one case and the rows it came from, by obligation and cycle."""

    report_id: int
    case: Case
    rows: dict[tuple[str, int], Clock] = field(default_factory=dict)
    tenures: dict[int, list[Tenure]] = field(default_factory=dict)
    steps: dict[int, list[EscalationStep]] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)


def load(report_id: int, book: Rulebook) -> Loaded:
    """All clocks of the case, in five queries at most. Of ended clocks only those of answers come with their tenures,
    which say who had the case when, and none with its breaches."""
    versions = {rule.key: rule for rule in book.rules}
    rows = list(Clock.objects.filter(report=report_id).order_by("started_at", "pk"))
    running = [row.pk for row in rows if row.running]
    telling = [row.pk for row in rows if row.running or row.obligation in {rules.FIRST_RESPONSE, rules.SILENCE}]
    tenures = _grouped(Tenure.objects.filter(clock__in=telling).order_by("since", "pk")) if running else {}
    late = [row.pk for row in rows if row.running and row.breached_at]
    breaches = _grouped(Breach.objects.filter(clock__in=late).order_by("due_at", "pk")) if late else {}
    steps = _grouped(EscalationStep.objects.filter(clock__in=running)) if running else {}
    found = Loaded(report_id, Case(), tenures=tenures, steps=steps)
    for row in rows:
        misses = [Miss(b.holder_id, b.own, b.due_at, b.held_since, b.held) for b in breaches.get(row.pk, [])]
        found.case.clocks.append(_state(row, versions[row.rule_id], tenures.get(row.pk, []), misses))
        found.rows[row.obligation, row.cycle] = row
        found.known[row.pk] = len(misses)
    return found


def _grouped(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    groups: dict[int, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.clock_id, []).append(row)
    return groups


def _state(row: Clock, rule: Rule, tenures: list[Tenure], misses: list[Miss]) -> State:
    spells = [Spell(one.holder_id, one.since, one.until, one.waiting) for one in tenures]
    return State(
        obligation=row.obligation,
        cycle=row.cycle,
        rule=rule,
        started_at=row.started_at,
        due_at=row.due_at,
        spells=spells or [Spell(row.holder_id, row.started_at, row.met_at or row.stopped_at)],
        misses=misses,
        promised_at=row.promised_at,
        extended=row.extended,
        waits_until=row.waits_until,
        waited=row.waited,
        met_at=row.met_at,
        stopped_at=row.stopped_at,
        stop_reason=row.stop_reason,
        breached_at=row.breached_at,
    )


def save(loaded: Loaded, machine: Engine, facts: Facts, *, at: datetime) -> list[Breach]:
    """Write what changed. Returns the breaches that are new, in the order of their deadlines."""
    made: list[tuple[Clock, State]] = []
    for state in loaded.case.clocks:
        row = loaded.rows.get((state.obligation, state.cycle))
        if row is None:
            made.append((Clock(report_id=loaded.report_id, obligation=state.obligation, cycle=state.cycle), state))
        elif row.running:
            _update(loaded, row, state, machine, facts, at)
    for row, state in made:
        _fill(row, state, [], machine, facts, at)
    if made:
        Clock.objects.bulk_create(row for row, _state in made)
    _save_tenures(loaded, made)
    kept = [(loaded.rows.get((one.obligation, one.cycle)), one) for one in loaded.case.clocks]
    new = [
        _breach(row, miss, at)
        for row, state in [*kept, *made]
        if row is not None
        for miss in state.misses[loaded.known.get(row.pk, 0) :]
    ]
    new.sort(key=lambda one: one.due_at)
    return Breach.objects.bulk_create(new) if new else []


def _update(  # noqa: PLR0917 -- a private step of save
    loaded: Loaded, row: Clock, state: State, machine: Engine, facts: Facts, at: datetime
) -> None:
    before = {name: getattr(row, name) for name in _KEPT}
    _fill(row, state, loaded.steps.get(row.pk, []), machine, facts, at)
    changed = [name for name in _KEPT if getattr(row, name) != before[name]]
    if changed:
        row.save(update_fields=changed)


def _save_tenures(loaded: Loaded, made: list[tuple[Clock, State]]) -> None:
    """Spells that ended, together when they ended together, and those that began."""
    ended: dict[datetime, list[int]] = {}
    begun = [_tenure(row, spell) for row, state in made for spell in state.spells]
    for state in loaded.case.clocks:
        row = loaded.rows.get((state.obligation, state.cycle))
        old = loaded.tenures.get(row.pk) if row else None
        if row is None or old is None:
            continue
        for tenure, spell in zip(old, state.spells, strict=False):
            if tenure.until is None and spell.until is not None:
                ended.setdefault(spell.until, []).append(tenure.pk)
        begun += [_tenure(row, spell) for spell in state.spells[len(old) :]]
    for until, keys in ended.items():
        Tenure.objects.filter(pk__in=keys).update(until=until)
    if begun:
        Tenure.objects.bulk_create(begun)


_KEPT = (
    "rule_id", "ladder_id", "holder_id", "started_at", "due_at", "promised_at", "extended", "next_action_at",
    "paused_at", "waits_until", "waited", "met_at", "breached_at", "stopped_at", "stop_reason",
)  # fmt: skip


def _fill(  # noqa: PLR0917 -- a private step of save
    row: Clock, state: State, steps: list[EscalationStep], machine: Engine, facts: Facts, at: datetime
) -> None:
    if row.ladder_id is None or row.holder_id != state.holder:
        of_holder = Facts(facts.kind, facts.category, facts.weight, state.holder, facts.regency)
        ladder = machine.book.ladder(state.obligation, of_holder, at)
        row.ladder_id = ladder.key if ladder else None
    row.rule_id = state.rule.key
    row.holder_id = state.holder
    for name in ("started_at", "due_at", "promised_at", "extended", "waits_until", "waited", "met_at", "breached_at"):
        setattr(row, name, getattr(state, name))
    row.stopped_at, row.stop_reason = state.stopped_at, state.stop_reason
    # A deadline that was missed does not stand still again: the holder's own time may, the citizen's does not.
    row.paused_at = state.waiting_since if state.breached_at is None else None
    row.next_action_at = next_action(state, row.ladder_id, steps, machine)


def next_action(state: State, ladder_id: int | None, steps: list[EscalationStep], machine: Engine) -> datetime | None:
    """When the sweeper must look: at the next step of the ladder, at the next deadline, or at the end of a wait."""
    ladder = next((one for one in machine.book.ladders if one.key == ladder_id), None)
    step = ladders.next_step(ladder, state, machine, {(one.code, one.own, one.organisation_id) for one in steps})
    moments = [machine.next_at(state), step.at if step else None]
    return min((moment for moment in moments if moment is not None), default=None)


def _tenure(row: Clock, spell: Spell) -> Tenure:
    return Tenure(clock=row, holder_id=spell.holder, since=spell.since, until=spell.until, waiting=spell.waiting)


def _breach(row: Clock, miss: Miss, at: datetime) -> Breach:
    return Breach(
        clock=row,
        own=miss.own,
        holder_id=miss.holder,
        rule_id=row.rule_id,
        due_at=miss.due_at,
        held_since=miss.held_since,
        held=miss.held,
        recorded_at=at,
    )
