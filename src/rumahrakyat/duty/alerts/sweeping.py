"""What the passing of minutes does to alerts: the next person, the next list, the end. Each attempt exactly once,
however many sweepers run and whichever of them is killed: an alert's row is locked while its next attempt is written
with its message in one transaction.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rumahrakyat.channels.models import DeliveryTask, Message, Outbox
from rumahrakyat.duty.alerts.calling import LOOKED_AT_AFTER, call_next, under_way
from rumahrakyat.duty.models_alerts import Alert, AlertAttempt
from rumahrakyat.lib import jobs
from rumahrakyat.lib.failpoints import reach

logger = logging.getLogger(__name__)

STEP_BACK: Final = timedelta(minutes=5)
FOLLOWED_FOR: Final = timedelta(hours=24)  # how long a message that nobody must confirm may still turn out to be lost
PATIENCE: Final = timedelta(minutes=30)  # how long one that waits in the queue may still leave by itself
_LOST: Final = (Outbox.State.FAILED, Outbox.State.WITHHELD)
_LEFT: Final = (Message.Status.SENT, Message.Status.DELIVERED, Message.Status.READ)


def sweep_alerts(*, at: datetime) -> int:
    """Do what is due, the longest due first; returns how many alerts were looked at."""
    return jobs.drain(lambda: _one_lost(at) or _one_due(at))


def _one_due(at: datetime) -> bool:
    with transaction.atomic():
        due = Alert.objects.filter(next_at__lte=at).order_by("next_at")
        alert = due.select_for_update(of=("self",), skip_locked=True).first()
        if alert is None:
            return False
        try:
            with transaction.atomic():
                _pass_time(alert, at)
        except Exception:
            # The worker's outer loop: this alert steps back and is reported, the others go on.
            logger.exception("alert %s could not be handled", alert.pk)
            Alert.objects.filter(pk=alert.pk).update(next_at=at + STEP_BACK)
        reach("alerts.before_commit")
    return True


def _pass_time(alert: Alert, at: datetime) -> None:
    if _is_settled(alert):
        _end(alert, "answered", at)
    elif alert.state == Alert.State.TOLD:
        _settle_attempts(alert, "sent")
        alert.next_at = None
        alert.save(update_fields=["next_at"])
    elif alert.acknowledge or alert.state == Alert.State.WAITING:
        _settle_attempts(alert, "unanswered")
        call_next(alert, at=at)
    elif _has_left(alert):
        alert.state, alert.next_at = Alert.State.TOLD, at + FOLLOWED_FOR
        alert.save(update_fields=["state", "next_at"])
    elif under_way(alert, since=at - PATIENCE):
        alert.next_at = at + LOOKED_AT_AFTER
        alert.save(update_fields=["next_at"])
    else:
        call_next(alert, at=at)


def _is_settled(alert: Alert) -> bool:
    """Whether what was owed has been done in time, so that nobody need be told any more. What was missed stays."""
    if alert.step is None:
        return False
    clock = alert.step.clock
    return not clock.running and clock.breached_at is None


def _has_left(alert: Alert) -> bool:
    return AlertAttempt.objects.filter(alert=alert, message__status__in=_LEFT).exists()


def _settle_attempts(alert: Alert, outcome: str) -> None:
    AlertAttempt.objects.filter(alert=alert, outcome="").update(outcome=outcome)


def _end(alert: Alert, reason: str, at: datetime) -> None:
    _settle_attempts(alert, "ended")
    alert.state, alert.reason, alert.next_at, alert.ended_at = Alert.State.ENDED, reason, None, at
    alert.save(update_fields=["state", "reason", "next_at", "ended_at"])


def _one_lost(at: datetime) -> bool:
    """A message that cannot arrive: its alert is due at once."""
    with transaction.atomic():
        lost = AlertAttempt.objects.filter(outcome="", message__outbox__state__in=_LOST)
        waiting = Alert.objects.filter(pk__in=lost.values("alert")).order_by("pk")
        alert = waiting.select_for_update(of=("self",), skip_locked=True).first()
        if alert is None:
            return False
        rows = list(lost.filter(alert=alert))
        last = AlertAttempt.objects.filter(alert=alert, message__isnull=False).order_by("-number").first()
        AlertAttempt.objects.filter(pk__in=[row.pk for row in rows]).update(outcome="failed")
        tasks = DeliveryTask.objects.filter(outbox__message__in=[row.message_id for row in rows], done_at=None)
        tasks.update(done_at=at, outcome="the next person was told")
        if alert.state in {Alert.State.OPEN, Alert.State.TOLD} and last in rows:
            alert.state, alert.next_at = Alert.State.OPEN, at
            alert.save(update_fields=["state", "next_at"])
    return True
