"""What a proposed version, or a change of the calendar, would do: before anybody publishes it.

Reads what runs and what ran in the last 30 days in four queries, however many clocks there are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from rumahrakyat.duty import ladders, rules
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.models import Clock, EscalationStep, Tenure
from rumahrakyat.duty.rulebook.publishing import PROPOSED, Proposal
from rumahrakyat.duty.rules import Facts, Ladder, Rule, Unit, Weight
from rumahrakyat.duty.state import Clock as State
from rumahrakyat.duty.state import Spell

LOOKS_BACK: Final = timedelta(days=30)
_EXAMPLES: Final = 10
_RUNNING: Final = Q(met_at=None, stopped_at=None)


@dataclass
class OfHolder:
    """What would happen at one holder; `name` None: the desk."""

    name: str | None
    touched: int = 0
    earlier: int = 0
    later: int = 0
    late: int = 0


@dataclass(frozen=True)
class Example:
    number: str
    due_before: datetime
    due_at: datetime
    late: bool


@dataclass
class Impact:
    """Of the running clocks: `touched` would be judged by it, of them `earlier` and `later` due, `late` at once (of a
    ladder: somebody would be told at once), `kept` have what was promised because it would become longer.
    Of the last 30 days: how many would have been `newly_late`, how many in time after all (`newly_kept`), of `judged`.
    """

    running: int = 0
    touched: int = 0
    earlier: int = 0
    later: int = 0
    late: int = 0
    kept: int = 0
    judged: int = 0
    newly_late: int = 0
    newly_kept: int = 0
    by_holder: dict[int | None, OfHolder] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)

    @property
    def holders(self) -> list[OfHolder]:
        """The most touched first."""
        return sorted(self.by_holder.values(), key=lambda one: (-one.touched, one.name or ""))


@dataclass(frozen=True)
class _Row:
    """A clock with what the scope of a rule looks at."""

    clock: State
    facts: Facts
    number: str
    holder: str | None
    clock_id: int
    ladder_id: int | None
    standing: bool


def of_rule(proposal: Proposal, machine: Engine, *, at: datetime) -> Impact:
    """Of a version of an obligation. `machine`: the rules and the calendar as they are now."""
    assert isinstance(proposal.version, Rule)
    after = replace(machine, book=proposal.book)
    found = Impact()
    begins = max(proposal.version.since, at)
    for row in _clocks(Clock.objects.filter(_RUNNING, obligation=proposal.draft.obligation), machine):
        rule = after.book.rule(row.clock.obligation, row.facts, begins)
        found.running += 1
        if rule and rule.key == PROPOSED:
            _note(found, row, after.due_under(row.clock, rule), at)
    past = Clock.objects.filter(obligation=proposal.draft.obligation, started_at__gte=at - LOOKS_BACK)
    for row in _clocks(past.filter(started_at__lte=at), machine):
        rule = after.book.rule(row.clock.obligation, row.facts, begins)
        if rule and rule.key == PROPOSED:
            _judge(found, row.clock, after.due_from_start(row.clock, rule), at)
    return found


def of_calendar(machine: Engine, after: Engine, *, at: datetime) -> Impact:
    """Of another calendar (`after`) on the running clocks in working days."""
    found = Impact()
    for row in _clocks(Clock.objects.filter(_RUNNING, rule__unit=Unit.WORKDAYS), machine):
        found.running += 1
        due = after.due_under(row.clock, row.clock.rule)
        if due != row.clock.due_at and row.clock.breached_at is None and row.clock.obligation not in rules.REPORTERS:
            _note(found, row, due, at)
    return found


def of_ladder(proposal: Proposal, machine: Engine, *, at: datetime) -> Impact:
    """Of a version of a ladder: whose clocks would climb it, and where somebody would be told at once."""
    assert isinstance(proposal.version, Ladder)
    found = Impact()
    obligation = proposal.draft.obligation
    taken: dict[int, set[tuple[str, bool, int | None]]] = {}
    steps = EscalationStep.objects.filter(clock__in=Clock.objects.filter(_RUNNING, obligation=obligation))
    for clock_id, code, own, holder in steps.values_list("clock", "code", "own", "organisation"):
        taken.setdefault(clock_id, set()).add((code, own, holder))
    for row in _clocks(Clock.objects.filter(_RUNNING, obligation=obligation), machine):
        found.running += 1
        facts = replace(row.facts, holder=row.clock.holder)
        ladder = proposal.book.ladder(obligation, facts, max(proposal.version.since, at))
        if ladder is None or ladder.key != PROPOSED:
            continue
        due = ladders.next_step(ladder, row.clock, machine, taken.get(row.clock_id, set()))
        _count(found, row, late=due is not None and due.at < at)
    return found


def _note(found: Impact, row: _Row, due: datetime | None, at: datetime) -> None:
    if row.clock.breached_at is not None or row.clock.obligation in rules.REPORTERS:
        return  # what was missed stays missed, and the reporter's time is left alone
    if due is None:
        found.kept += 1
        return
    before = row.clock.due_at
    late = due < at <= before and not row.standing
    _count(found, row, earlier=due < before, later=due > before, late=late)
    if due != before and len(found.examples) < _EXAMPLES:
        found.examples.append(Example(row.number, before, due, late))


def _count(found: Impact, row: _Row, *, earlier: bool = False, later: bool = False, late: bool = False) -> None:
    for one in (found, found.by_holder.setdefault(row.clock.holder, OfHolder(row.holder))):
        one.touched += 1
        one.earlier += earlier
        one.later += later
        one.late += late


def _judge(found: Impact, clock: State, due: datetime, at: datetime) -> None:
    """Compare with how it went: late is what was not done when its time was over."""
    ended = clock.met_at or clock.stopped_at or at
    late_before, late_after = ended > clock.due_at, ended > due
    found.judged += 1
    found.newly_late += late_after and not late_before
    found.newly_kept += late_before and not late_after


def _clocks(rows: QuerySet[Clock], machine: Engine) -> Iterator[_Row]:
    """The clocks as the machine knows them, in two queries; of their spells only those of waiting matter here."""
    waits: dict[int, list[Spell]] = {}
    of_them = Tenure.objects.filter(clock__in=rows, waiting=True).order_by("since")
    for clock_id, holder, since, until in of_them.values_list("clock", "holder", "since", "until"):
        waits.setdefault(clock_id, []).append(Spell(holder, since, until, waiting=True))
    versions = {rule.key: rule for rule in machine.book.rules}
    found = rows.select_related("report__category", "holder").only(*_ONLY).order_by("due_at", "pk")
    for row in found.iterator(chunk_size=2000):
        yield _row(row, versions[row.rule_id], waits.get(row.pk, []))


_ONLY: Final = (
    "obligation", "cycle", "rule_id", "ladder_id", "started_at", "due_at", "promised_at", "extended", "waits_until",
    "waited", "met_at", "stopped_at", "breached_at", "paused_at", "holder__name", "report__number", "report__kind",
    "report__holder_id", "report__regency_id", "report__category__code", "report__category__forced_confidential",
)  # fmt: skip


def _row(row: Clock, rule: Rule, waits: Iterable[Spell]) -> _Row:
    report = row.report
    category = report.category
    heavy = category is not None and category.forced_confidential
    facts = Facts(
        report.kind,
        category.code if category else None,
        Weight.OVERSIGHT if heavy else Weight.ORDINARY,
        report.holder_id,
        report.regency_id,
    )
    clock = State(
        obligation=row.obligation,
        cycle=row.cycle,
        rule=rule,
        started_at=row.started_at,
        due_at=row.due_at,
        spells=[*waits, Spell(row.holder_id, row.started_at)],
        promised_at=row.promised_at,
        extended=row.extended,
        waits_until=row.waits_until,
        waited=row.waited,
        met_at=row.met_at,
        stopped_at=row.stopped_at,
        breached_at=row.breached_at,
    )
    holder = row.holder.name if row.holder else None
    return _Row(clock, facts, report.number, holder, row.pk, row.ladder_id, row.paused_at is not None)
