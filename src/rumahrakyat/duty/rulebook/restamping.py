"""Moving the clocks that run already to a new version or a changed calendar: only when its author asks, with a reason.

Each case is a transaction of its own under its row lock, and an entry on its record says why. What is recorded and what
happens is one thing: the clock moves because the entry is appended (`engine`, event "restamped"). A promise never
becomes longer, what was missed stays missed, the reporter's own time is left alone.
"""

import logging
from datetime import date, datetime

from django.db import transaction

from rumahrakyat.duty import rules, store
from rumahrakyat.duty.models import Clock, DutyRule, Ladder
from rumahrakyat.duty.models_rules import Restamping
from rumahrakyat.duty.rules import Facts
from rumahrakyat.lib import jobs
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ADMINISTER
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report

logger = logging.getLogger(__name__)
TASK = "duty.restamp"


def ask(
    *, version: DutyRule | Ladder | None = None, day: date | None = None, reason: str, account: Account, at: datetime
) -> Restamping:
    """Have the running clocks moved soon, in the background. The caller's transaction publishes what they move to."""
    wish = Restamping.objects.create(
        rule=version if isinstance(version, DutyRule) else None,
        ladder=version if isinstance(version, Ladder) else None,
        day=day,
        reason=reason.strip()[:300],
        asked_by=account,
        asked_at=at,
    )
    jobs.wake(TASK)
    return wish


def step(*, at: datetime) -> bool:
    """Do the next case of the oldest wish that nobody else works on. False when there is nothing to do."""
    with transaction.atomic():
        open_ones = Restamping.objects.filter(done_at=None).order_by("pk")
        wish = open_ones.select_related("rule", "ladder").select_for_update(of=("self",), skip_locked=True).first()
        if wish is None:
            return False
        report_id = _next_case(wish)
        if report_id is None:
            wish.done_at = at
            wish.save(update_fields=["done_at"])
            return True
        try:
            with transaction.atomic():
                wish.moved += _move(wish, report_id, at)
        except Exception:
            # The worker's outer loop: this case stays with the version it had and is reported, the others go on.
            logger.exception("the clocks of case %s could not be moved", report_id)
            wish.failed += 1
        wish.report_id = report_id
        wish.save(update_fields=["report_id", "moved", "failed"])
    return True


def _next_case(wish: Restamping) -> int | None:
    running = Clock.objects.filter(met_at=None, stopped_at=None, report__gt=wish.report_id)
    if wish.rule:
        running = running.filter(obligation=wish.rule.obligation, breached_at=None)
    elif wish.ladder:
        running = running.filter(obligation=wish.ladder.obligation)
    else:
        running = running.filter(rule__unit=rules.Unit.WORKDAYS, breached_at=None)
    return running.order_by("report").values_list("report", flat=True).first()


def _move(wish: Restamping, report_id: int, at: datetime) -> bool:
    """Whether anything changed on this case."""
    report = Report.objects.select_related("category").select_for_update(of=("self",)).get(pk=report_id)
    actor = Actor("staff", frozenset({ADMINISTER}), wish.asked_by_id)
    moves = _ladder(wish, report, at) if wish.ladder else _times(wish, report, at)
    for data in moves:
        cases.record(
            report_id=report.pk,
            entry_type="restamped",
            data=data,
            personal={"text": wish.reason},
            actor=actor,
            at=at,
            report=report,
        )
    return bool(moves)


def _times(wish: Restamping, report: Report, at: datetime) -> list[dict[str, object]]:
    """What the record will say of each clock that moves to another time or version."""
    machine = store.engine()
    facts = store.facts_of(report)
    found: list[dict[str, object]] = []
    case = store.load(report.pk, machine.book).case
    machine.advance(case, at)  # what was missed before, but not yet swept, stays missed
    for clock in case.clocks:
        rule = clock.rule if wish.day else machine.book.rule(clock.obligation, facts, at)
        if not clock.running or rule is None or (wish.rule_id and rule.key != wish.rule_id):
            continue
        due = machine.due_under(clock, rule)
        if due is None or (due == clock.due_at and rule == clock.rule):
            continue
        found.append(
            {
                "moves": "calendar" if wish.day else "rule",
                "obligation": clock.obligation,
                "cycle": clock.cycle,
                "version_before": clock.rule.version,
                "version": rule.version,
                "due_before": clock.due_at.isoformat(),
                "due_at": due.isoformat(),
                **({"day": wish.day.isoformat()} if wish.day else {}),
            }
        )
    return found


def _ladder(wish: Restamping, report: Report, at: datetime) -> list[dict[str, object]]:
    assert wish.ladder is not None
    machine = store.engine()
    loaded = store.load(report.pk, machine.book)
    clock = loaded.case.running(wish.ladder.obligation)
    if clock is None:
        return []
    row = loaded.rows[clock.obligation, clock.cycle]
    facts = store.facts_of(report)
    of_holder = Facts(facts.kind, facts.category, facts.weight, clock.holder, facts.regency)
    ladder = machine.book.ladder(clock.obligation, of_holder, at)
    if ladder is None or ladder.key != wish.ladder_id or row.ladder_id == ladder.key:
        return []
    before = next((one.version for one in machine.book.ladders if one.key == row.ladder_id), None)
    row.ladder_id = ladder.key
    row.next_action_at = store.next_action(clock, ladder.key, loaded.steps.get(row.pk, []), machine)
    row.save(update_fields=["ladder", "next_action_at"])
    return [
        {
            "moves": "ladder",
            "obligation": clock.obligation,
            "cycle": clock.cycle,
            "version_before": before,
            "version": ladder.version,
        }
    ]
