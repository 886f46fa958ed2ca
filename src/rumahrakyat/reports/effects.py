"""Carrying out what entries caused above: each (entry, handler) once, in a transaction of its own."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.lib import clock
from rumahrakyat.reports import timeline
from rumahrakyat.reports.models import PendingEffect

logger = logging.getLogger(__name__)
_LONGEST_WAIT = timedelta(hours=1)


class UnknownHandler(LookupError):
    """An effect names a handler that no installed layer registers."""


def run_one(*, at: datetime, report_id: int | None = None) -> bool:
    """Carry out the oldest due effect, of one case if given. False when nothing is due. Any number may run at once."""
    with transaction.atomic():
        due = PendingEffect.objects.filter(next_at__lte=at)
        if report_id is not None:
            due = due.filter(entry__report_id=report_id)
        effect = due.order_by("next_at", "id").select_for_update(skip_locked=True, of=("self",)).first()
        if effect is None:
            return False
        try:
            with transaction.atomic():
                _carry_out(effect)
        except Exception as error:
            # The outer loop of a worker: a failing effect steps back and is reported, the others go on.
            logger.exception("effect %s of entry %s failed", effect.handler, effect.entry_id)
            effect.attempts = min(effect.attempts + 1, 1000)
            effect.next_at = at + min(timedelta(seconds=5 * 2 ** min(effect.attempts, 10)), _LONGEST_WAIT)
            effect.error = type(error).__name__
            effect.save(update_fields=["attempts", "next_at", "error"])
    return True


def _carry_out(effect: PendingEffect) -> None:
    handler = timeline.handler_named(effect.handler)
    if handler is None:
        raise UnknownHandler(effect.handler)
    handler(effect.entry)
    effect.delete()


def run_due(*, limit: int = 1000, report_id: int | None = None) -> int:
    """Carry out due effects until none is left or `limit` is reached; returns how many."""
    done = 0
    while done < limit and run_one(at=clock.now(), report_id=report_id):
        done += 1
    return done
