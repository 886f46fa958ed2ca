"""What entries of a timeline do to the clocks of a case, and what the passing of time does. One way in for each.

The caller's transaction holds the report's row lock (`reports.operations` and `sweeper` do); the lock order is report,
then clock, everywhere.
"""

from datetime import datetime

from django.db import transaction

from rumahrakyat.duty import history, memory, rules, store
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.ladders import DueStep
from rumahrakyat.duty.models import Breach, Clock, EscalationStep
from rumahrakyat.duty.state import Event
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import EXPIRE

SYSTEM = Actor("system", frozenset({EXPIRE}))


def follow(entry: Entry) -> None:
    """Let what the entry says happen to the clocks of its case. Raises `rules.NoRule`."""
    machine = store.engine()
    loaded = store.load(entry.report_id, machine.book)
    event = event_of(entry)
    machine.apply(loaded.case, event)
    _save(loaded, machine, entry.report, at=entry.at)


def event_of(entry: Entry) -> Event:
    """The entry as the machine understands it, with the case's facts as they are now."""
    return history.event_of(entry.type, entry.at, entry.data, store.facts_of(entry.report))


def let_time_pass(report: Report, machine: Engine, *, at: datetime) -> store.Loaded:
    """Record what fell due before `at` on a case whose row the caller has locked."""
    loaded = store.load(report.pk, machine.book)
    machine.advance(loaded.case, at)
    _save(loaded, machine, report, at=at)
    return loaded


def _save(loaded: store.Loaded, machine: Engine, report: Report, *, at: datetime) -> None:
    """Write the clocks, an entry for every deadline found missed, and what the case itself says of its times."""
    versions = {rule.key: rule.version for rule in machine.book.rules}
    for breach in store.save(loaded, machine, store.facts_of(report), at=at):
        _record_breach(report, breach, versions[breach.rule_id], at)
    first = loaded.case.running(rules.FIRST_RESPONSE)
    turn = loaded.case.running(rules.REPORTER_COMPLETES) or loaded.case.running(rules.REPORTER_DECIDES)
    news = loaded.case.running(rules.SILENCE)
    standing = first is not None and first.waiting_since is not None and first.breached_at is None
    cases.promise(
        report=report,
        answer_due_at=first.due_at if first and not standing else None,
        reporter_due_at=turn.due_at if turn else None,
        news_due_at=news.due_at if news and news.waiting_since is None else None,
    )


def _record_breach(report: Report, breach: Breach, version: int, at: datetime) -> None:
    holder = organisation(breach.holder_id)
    data: dict[str, object] = {
        "obligation": breach.clock.obligation,
        "cycle": breach.clock.cycle,
        "holder": holder.code if holder else None,
        "own": breach.own,
        "due_at": breach.due_at.isoformat(),
        "rule": version,
    }
    cases.record(report_id=report.pk, entry_type="breached", data=data, actor=SYSTEM, at=at, report=report)


def organisation(pk: int | None) -> Organisation | None:
    return memory.once(("organisation", pk), lambda: Organisation.objects.get(pk=pk)) if pk else None


def take_step(*, clock: Clock, due: DueStep, at: datetime) -> EscalationStep:
    """Note that a step of the ladder was taken. The caller holds the case's lock and knows that it was not before;
    raises IntegrityError otherwise."""
    return EscalationStep.objects.create(
        clock=clock,
        code=due.step.code,
        own=due.step.own,
        audience=due.step.audience,
        organisation=organisation(clock.holder_id),
        due_at=due.at,
        taken_at=at,
    )


def acknowledge(
    *, report_id: int, account: Account, audience: str, organisation_ids: frozenset[int], at: datetime
) -> int:
    """The head (or officer) has the case before them: their unread steps, and alerts that they were told of, are
    confirmed. Returns how many steps."""
    unread = EscalationStep.objects.filter(
        clock__report_id=report_id, audience=audience, acknowledged_at=None, organisation__in=organisation_ids
    )
    told = alerts.told_to(report_id=report_id, account=account)
    if not unread.values("pk").union(told.values("pk")).exists():
        return 0
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        alone = [row.code for row in unread.filter(alerts=None)]
        of_steps = unread.filter(alerts__state__in=alerts.READABLE)
        mine = {*told.values_list("pk", flat=True), *of_steps.values_list("alerts", flat=True)}
        read = unread.update(acknowledged_at=at, acknowledged_by=account)
        if alone:
            _record_reading(report, account, audience, alone, at)
        for alert_id in sorted(mine):
            alerts.acknowledge(alert_id=alert_id, account=account, how=alerts.How.CASE.value, at=at)
    return read


def _record_reading(report: Report, account: Account, audience: str, steps: list[str], at: datetime) -> None:
    """Reminders that alerted nobody (older than alerts are) were read."""
    data: dict[str, object] = {"kind": alerts.STEP, "audience": audience, "steps": steps, "how": alerts.How.CASE.value}
    actor = Actor("staff", frozenset(), account.pk, report.holder_id)
    cases.record(report_id=report.pk, entry_type="acknowledged", data=data, actor=actor, at=at, report=report)
