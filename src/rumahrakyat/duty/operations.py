"""Starting, moving, meeting and missing clocks. Called by handlers on the timeline and by the sweeper.

The caller's transaction holds the report's row lock (`reports.operations` and `sweeper` do).
The lock order is report, then clock, everywhere.
"""

from datetime import datetime

from django.db.models import Q

from rumahrakyat.duty import rules
from rumahrakyat.duty.models import Breach, Clock, DutyRule, EscalationStep, Tenure
from rumahrakyat.people.models import Account


class NoRule(LookupError):
    """No version of the obligation was valid at that instant: reference data are missing or have a hole."""


def rule_at(obligation: str, at: datetime) -> DutyRule:
    """The version of `obligation` that was valid at `at`. Raises `NoRule`."""
    valid = DutyRule.objects.filter(obligation=obligation, valid_from__lte=at)
    rule = valid.filter(Q(valid_to=None) | Q(valid_to__gt=at)).order_by("-version").first()
    if rule is None:
        raise NoRule(obligation)
    return rule


def start(*, report_id: int, obligation: str, holder_id: int | None, at: datetime) -> Clock:
    """Start the next cycle of `obligation` at `at`; an unfinished one of the same kind is stopped as superseded."""
    rule = rule_at(obligation, at)
    stop(report_id=report_id, obligation=obligation, reason="superseded", at=at)
    cycle = Clock.objects.filter(report_id=report_id, obligation=obligation).count() + 1
    clock = Clock(
        report_id=report_id,
        obligation=obligation,
        cycle=cycle,
        rule=rule,
        holder_id=holder_id,
        started_at=at,
        due_at=rules.due_at(at, rule.hours),
    )
    clock.next_action_at = _next_action(clock, done=())
    clock.save(force_insert=True)
    Tenure.objects.create(clock=clock, holder_id=holder_id, since=at)
    return clock


def running(report_id: int, obligation: str) -> Clock | None:
    found = Clock.objects.select_related("rule").filter(report_id=report_id, obligation=obligation)
    return found.filter(met_at=None, stopped_at=None).first()


def due_times(report_id: int) -> tuple[datetime | None, datetime | None]:
    """Until when an answer is owed (None: paused or nothing runs), and until when it is the reporter's turn."""
    unfinished = Clock.objects.filter(report_id=report_id, met_at=None, stopped_at=None)
    due = {clock.obligation: None if clock.paused_at else clock.due_at for clock in unfinished}
    turn = due.get(rules.REPORTER_COMPLETES) or due.get(rules.REPORTER_DECIDES)
    return due.get(rules.FIRST_RESPONSE), turn


def _next_action(clock: Clock, done: tuple[str, ...] | None = None) -> datetime | None:
    taken = EscalationStep.objects.filter(clock=clock).values_list("code", flat=True) if done is None else done
    step = rules.next_step(clock.rule.steps, clock.started_at, clock.due_at, set(taken))
    return step.at if step else None


def change_holder(*, report_id: int, holder_id: int | None, at: datetime) -> None:
    """Another body has the case: its tenure begins; the citizen's due time does not move."""
    clock = running(report_id, rules.FIRST_RESPONSE)
    if clock is None or clock.holder_id == holder_id:
        return
    _close_tenure(clock, at)
    Tenure.objects.create(clock=clock, holder_id=holder_id, since=at)
    clock.holder_id = holder_id
    clock.save(update_fields=["holder"])


def _close_tenure(clock: Clock, at: datetime) -> None:
    for tenure in Tenure.objects.filter(clock=clock, until=None):
        tenure.until = max(at, tenure.since)
        tenure.save(update_fields=["until"])


def meet(*, report_id: int, obligation: str, at: datetime) -> Clock | None:
    """The obligation was met at `at`; a late answer records the breach first, even if the sweeper had not come yet."""
    clock = running(report_id, obligation)
    if clock is None:
        return None
    if obligation == rules.FIRST_RESPONSE and rules.was_late(clock.due_at, at) and clock.paused_at is None:
        breach(clock=clock, at=at)
    clock.met_at, clock.next_action_at, clock.paused_at = at, None, None
    clock.save(update_fields=["met_at", "next_action_at", "paused_at"])
    _close_tenure(clock, at)
    return clock


def stop(*, report_id: int, obligation: str, reason: str, at: datetime) -> None:
    """The obligation fell away (`reason`): nothing was owed any more."""
    clock = running(report_id, obligation)
    if clock is None:
        return
    clock.stopped_at, clock.stop_reason, clock.next_action_at = at, reason, None
    clock.save(update_fields=["stopped_at", "stop_reason", "next_action_at"])
    _close_tenure(clock, at)


def pause(*, report_id: int, at: datetime) -> None:
    """The case waits for the reporter: the first-response clock stands still until `resume`."""
    clock = running(report_id, rules.FIRST_RESPONSE)
    if clock is None or clock.paused_at is not None:
        return
    clock.paused_at, clock.next_action_at = at, None
    clock.save(update_fields=["paused_at", "next_action_at"])


def resume(*, report_id: int, at: datetime) -> None:
    clock = running(report_id, rules.FIRST_RESPONSE)
    if clock is None or clock.paused_at is None:
        return
    clock.started_at, clock.due_at = rules.resumed(clock.started_at, clock.due_at, clock.paused_at, at)
    clock.paused_at, clock.next_action_at = None, _next_action(clock)
    clock.save(update_fields=["started_at", "due_at", "paused_at", "next_action_at"])


def breach(*, clock: Clock, at: datetime) -> Breach | None:
    """Record the missed deadline once, against whoever held the case when it passed. None when already recorded."""
    if clock.breached_at is not None:
        return None
    held = Tenure.objects.filter(clock=clock, since__lte=clock.due_at).order_by("-since", "-pk").first()
    found, created = Breach.objects.get_or_create(
        clock=clock,
        defaults={
            "holder_id": held.holder_id if held else clock.holder_id,
            "rule": clock.rule,
            "due_at": clock.due_at,
            "held_since": held.since if held else clock.started_at,
            "recorded_at": at,
        },
    )
    clock.breached_at = clock.due_at
    clock.save(update_fields=["breached_at"])
    return found if created else None


def take_step(*, clock: Clock, step: rules.DueStep, at: datetime) -> EscalationStep | None:
    """Note that a step of the ladder was taken and when to look again. None when it had been taken before."""
    taken, created = EscalationStep.objects.get_or_create(
        clock=clock,
        code=step.step.code,
        defaults={
            "audience": step.step.audience,
            "organisation_id": clock.holder_id,
            "due_at": step.at,
            "taken_at": at,
        },
    )
    clock.next_action_at = _next_action(clock)
    clock.save(update_fields=["next_action_at"])
    return taken if created else None


def acknowledge(
    *, report_id: int, account: Account, audience: str, organisation_ids: frozenset[int], at: datetime
) -> int:
    """The head (or officer) has the case before them: their unread steps are acknowledged. Returns how many."""
    unread = EscalationStep.objects.filter(clock__report_id=report_id, audience=audience, acknowledged_at=None)
    return unread.filter(organisation__in=organisation_ids).update(acknowledged_at=at, acknowledged_by=account)
