"""A step of the ladder reaches a person who confirms it, at any hour, or somebody else does.

`raise_alert` tells the first person in the caller's transaction; what happens when minutes pass is the work of
`alerts_sweep`. Locks are taken in one order: the case, then the alert.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from rumahrakyat.duty import memory
from rumahrakyat.duty.alerts import words as alerts_words
from rumahrakyat.duty.alerts.calling import call_next, hash_of, order_of
from rumahrakyat.duty.models import EscalationStep
from rumahrakyat.duty.models_alerts import Alert, AlertAttempt
from rumahrakyat.duty.rules import Step
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import desk
from rumahrakyat.organisations.roster import body_for, quiet_until
from rumahrakyat.organisations.rostering import confirm_contact
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report

STEP: Final = "step"
TEST: Final = "test"
PING_PONG: Final = "ping_pong"
# Nothing was confirmed yet; the last is still looked for on the page, and may be confirmed late.
CONFIRMABLE: Final = (Alert.State.WAITING, Alert.State.OPEN, Alert.State.NOBODY)
READABLE: Final = (*CONFIRMABLE, Alert.State.TOLD)
_TRIES: Final = 40
_FEW: Final = 2_000  # open alerts up to which four digits are enough to be found quickly

Handler = Callable[[Alert, datetime], None]
_handlers: dict[str, Handler] = {}


class How(StrEnum):
    """By which way somebody confirmed; a message's way is its channel's code."""

    LINK = "link"
    CASE = "case"  # they opened the case


class Came(StrEnum):
    """What came of a confirmation."""

    FRESH = "fresh"
    BEFORE = "before"  # the same person did already
    OTHER = "other"  # somebody else did
    ENDED = "ended"  # it is no longer needed


@dataclass(frozen=True)
class Outcome:
    came: Came
    alert: Alert


def on_acknowledged(kind: str, handler: Handler) -> None:
    """Have `handler` called in the transaction in which an alert of this kind is confirmed. One for each kind."""
    if kind in _handlers and _handlers[kind] is not handler:
        raise ValueError(f"two handlers for alerts of kind {kind}")
    _handlers[kind] = handler


def raise_alert(  # noqa: PLR0913 -- every fact of an alert, by name
    *,
    kind: str,
    audience: str,
    organisation: Organisation | None,
    report: Report | None,
    words: str,
    key: str,
    acknowledge: int,
    at: datetime,
    waits: bool = False,
    due_at: datetime | None = None,
    step: EscalationStep | None = None,
    path: str = "",
    climbs: bool = True,
    fresh: bool = False,
) -> Alert:
    """Tell whoever is on call, once for each `key`. `acknowledge`: minutes, 0 when nobody has to confirm it. `waits`:
    in the quiet hours of who is called it is held back until they end, at most until `due_at`. `path`: where on the
    workbench more is read. `climbs` False: it never goes above its audience. `fresh`: what the key names was made in
    this very transaction, so that nobody can have raised it."""
    known = None if fresh else Alert.objects.filter(key=key).first()
    if known is not None:
        return known
    alert = Alert(
        key=key,
        kind=kind,
        audience=audience,
        rung=audience,
        organisation=organisation or body_for(None, audience),
        report=report,
        step=step,
        words=" ".join(words.split())[:300],
        path=path,
        acknowledge=acknowledge,
        climbs=climbs,
        due_at=due_at,
        raised_at=at,
    )
    return _raise(alert, waits=waits, fresh=fresh)


def _raise(alert: Alert, *, waits: bool, fresh: bool) -> Alert:
    at = alert.raised_at
    held = _held_until(alert, at) if waits else None
    if held is not None:
        alert.state, alert.next_at = Alert.State.WAITING, held
    try:
        _insert(alert, fresh=fresh)
    except IntegrityError:
        return Alert.objects.get(key=alert.key)  # two callers raced; the other was first
    if held is None:
        call_next(alert, at=at, fresh=True)
    return alert


def _held_until(alert: Alert, at: datetime) -> datetime | None:
    """Until when what can wait is held back for who would be called first; never past what it is about."""
    order = order_of(alert, at)
    if not order.called:
        return None
    first = order.called[0].account
    quiet = memory.once(("quiet", first, at), lambda: quiet_until(first, at))
    if quiet is None or (alert.due_at is not None and alert.due_at <= at):
        return None
    return min(quiet, alert.due_at) if alert.due_at else quiet


def _insert(alert: Alert, *, fresh: bool) -> None:
    """With a code that no open alert has. Raises IntegrityError when the key itself is taken."""
    for _try in range(_TRIES):
        alert.code = _code() if alert.acknowledge else ""
        try:
            # Without a code, what is fresh meets nothing that it could have to step back from.
            with transaction.atomic(savepoint=bool(alert.code) or not fresh):
                alert.save(force_insert=True)
        except IntegrityError:
            alert.pk = None
            memory.forget("digits")
            if not alert.code or Alert.objects.filter(key=alert.key).exists():
                raise
        else:
            return
    raise RuntimeError("no free code was found")


def _code() -> str:
    """Digits that can be said on the phone; longer ones when very many are open."""
    digits = memory.once("digits", _digits)
    return "".join([secrets.choice("123456789"), *(secrets.choice("0123456789") for _digit in range(digits - 1))])


def _digits() -> int:
    return 4 if Alert.objects.filter(state__in=CONFIRMABLE).exclude(code="")[:_FEW].count() < _FEW else 6


def for_step(step: EscalationStep, spec: Step, at: datetime) -> Alert:
    """The alert of a step of a ladder that was just taken."""
    clock, report = step.clock, step.clock.report
    due = _due_of(step, spec)
    late = due < at
    holder = step.organisation or memory.once("desk", desk)
    words = alerts_words.of_step(
        number=report.number,
        agency=holder.short_name if holder else "Rumah Rakyat",
        obligation=clock.obligation,
        due_at=due,
        late=late,
    )
    return raise_alert(
        kind=STEP,
        audience=step.audience,
        organisation=step.organisation or holder,
        report=report,
        words=words,
        key=f"step:{step.pk}",
        acknowledge=spec.acknowledge,
        at=at,
        waits=spec.waits and not late and not spec.acknowledge,
        due_at=due,
        step=step,
        path=f"/kerja/{report.number}/",
        fresh=True,
    )


def _due_of(step: EscalationStep, spec: Step) -> datetime:
    """The deadline that the step is about: the case's, or the holder's own, worked out from the step's own time."""
    if not step.own:
        return step.clock.due_at
    tenure = step.clock.tenures.filter(until=None).first()
    if tenure is None or spec.percent >= 100 or step.due_at <= tenure.since:
        return step.due_at
    return tenure.since + (step.due_at - tenure.since) * 100 / spec.percent


def acknowledge(*, alert_id: int, account: Account, how: str, at: datetime, value: str = "") -> Outcome:
    """Somebody has it. Ends all further attempts, marks the step, writes it on the case's timeline; once.

    `value`: the address from which they said so, which is thereby known to work."""
    report_id = Alert.objects.values_list("report_id", flat=True).get(pk=alert_id)
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id) if report_id else None
        alert = Alert.objects.select_for_update(of=("self",)).get(pk=alert_id)
        if alert.state == Alert.State.ACKNOWLEDGED:
            return Outcome(Came.BEFORE if alert.acknowledged_by_id == account.pk else Came.OTHER, alert)
        if alert.state not in READABLE:
            return Outcome(Came.ENDED, alert)
        alert.state, alert.next_at, alert.how = Alert.State.ACKNOWLEDGED, None, how[:16]
        alert.acknowledged_at, alert.acknowledged_by, alert.ended_at = at, account, at
        alert.save(update_fields=["state", "next_at", "how", "acknowledged_at", "acknowledged_by", "ended_at"])
        _close_attempts(alert, account)
        if alert.step_id:
            unread = EscalationStep.objects.filter(pk=alert.step_id, acknowledged_at=None)
            unread.update(acknowledged_at=at, acknowledged_by=account)
        if report is not None:
            _record(alert, report, account, at)
        if value:
            confirm_contact(account=account, value=value, at=at)
        handler = _handlers.get(alert.kind)
        if handler is not None:
            handler(alert, at)
    return Outcome(Came.FRESH, alert)


def _close_attempts(alert: Alert, account: Account) -> None:
    open_ones = AlertAttempt.objects.filter(alert=alert, outcome="")
    open_ones.filter(account=account).update(outcome="confirmed")
    open_ones.update(outcome="ended")


def _record(alert: Alert, report: Report, account: Account, at: datetime) -> None:
    data: dict[str, object] = {
        "kind": alert.kind,
        "audience": alert.rung,
        "for": alert.audience,
        "how": alert.how,
        "raised_at": alert.raised_at.isoformat(),
    }
    if alert.step is not None:
        data |= {"step": alert.step.code, "obligation": alert.step.clock.obligation, "cycle": alert.step.clock.cycle}
    organisation = alert.organisation_id if alert.rung in {"officer", "deputy", "head"} else None
    actor = Actor("staff", frozenset(), account.pk, organisation)
    cases.record(report_id=report.pk, entry_type="acknowledged", data=data, actor=actor, at=at, report=report)


def told_to(*, report_id: int, account: Account) -> QuerySet[Alert]:
    """Alerts about the case that this person was told of and that can still be confirmed."""
    told = AlertAttempt.objects.filter(account=account, message__isnull=False)
    return Alert.objects.filter(report=report_id, state__in=READABLE, pk__in=told.values("alert"))


def by_token(token: str) -> AlertAttempt | None:
    """The attempt whose message held this link; None for an unknown one."""
    found = AlertAttempt.objects.filter(token_hash=hash_of(token)).exclude(token_hash="")
    return found.select_related(
        "alert__report", "alert__organisation", "alert__acknowledged_by", "account", "contact_point"
    ).first()
