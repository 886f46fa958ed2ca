"""What people on call were told in the demo's past was told then: nothing of it is sent, or climbs, today."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.duty.models_alerts import Alert, AlertAttempt

_STILL_WAITED_FOR: Final = timedelta(minutes=10)  # what is younger goes on in the present


def settle(report_id: int, *, until: datetime) -> None:
    """The alerts of a case that has arrived in the present: their messages arrived when they were written, and nobody
    waits for an answer to the old ones any more. Call in the transaction that played the case."""
    past = Alert.objects.filter(report=report_id, raised_at__lt=until - _STILL_WAITED_FOR)
    attempts = AlertAttempt.objects.filter(alert__in=past)
    messages = list(attempts.exclude(message=None).values_list("message_id", flat=True))
    if not messages and not past.exists():
        return
    Outbox.objects.filter(message__in=messages).update(state=Outbox.State.SENT, attempted_at=F("created_at"))
    told = {"status": Message.Status.DELIVERED, "status_at": F("recorded_at"), "sent_at": F("recorded_at")}
    Message.objects.filter(pk__in=messages).update(**told)
    attempts.filter(outcome="").update(outcome="ended")
    past.update(next_at=None)
    waited_for = past.filter(state__in=[Alert.State.WAITING, Alert.State.OPEN, Alert.State.NOBODY])
    waited_for.update(state=Alert.State.ENDED, ended_at=until)
