"""Carrying out what entries caused above: each (entry, handler) once, in a transaction of its own.

What is asked for in batches is claimed many rows at a time. A batch that fails is done case by case, so that one bad
case steps back alone.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from rumahrakyat.lib import clock, jobs
from rumahrakyat.reports import timeline
from rumahrakyat.reports.models import PendingEffect

logger = logging.getLogger(__name__)
_LONGEST_WAIT = timedelta(hours=1)
BATCH = 500


class UnknownHandler(LookupError):
    """An effect names a handler that no installed layer registers."""


def run_one(*, at: datetime, report_id: int | None = None) -> bool:
    """Carry out the oldest due effect, of one case if given. False when nothing is due. Any number may run at once."""
    with transaction.atomic():
        found = due(at=at, report_id=report_id).order_by("next_at", "id")
        effect = found.select_for_update(skip_locked=True, of=("self",)).first()
        if effect is None:
            return False
        try:
            with transaction.atomic():
                _carry_out(effect)
        except Exception as error:
            # The outer loop of a worker: a failing effect steps back and is reported, the others go on.
            logger.exception("effect %s of entry %s failed", effect.handler, effect.entry_id)
            _step_back(effect, error, at)
    return True


def due(*, at: datetime, report_id: int | None = None) -> QuerySet[PendingEffect]:
    """The effects that are to be carried out one by one by now."""
    found = PendingEffect.objects.filter(next_at__lte=at).exclude(handler__in=timeline.batch_handlers())
    return found if report_id is None else found.filter(entry__report_id=report_id)


def _step_back(effect: PendingEffect, error: Exception, at: datetime) -> None:
    effect.attempts = min(effect.attempts + 1, 1000)
    effect.next_at = at + min(timedelta(seconds=5 * 2 ** min(effect.attempts, 10)), _LONGEST_WAIT)
    effect.error = type(error).__name__
    effect.save(update_fields=["attempts", "next_at", "error"])


def _carry_out(effect: PendingEffect) -> None:
    handler = timeline.handler_named(effect.handler)
    if handler is None:
        raise UnknownHandler(effect.handler)
    handler(effect.entry)
    effect.delete()


def run_due(*, report_id: int | None = None) -> int:
    """Carry out due effects until none is left, then the batches; returns how many effects."""
    done = jobs.drain(lambda: run_one(at=clock.now(), report_id=report_id))
    run_batches(report_id=report_id)
    return done


def run_batches(*, report_id: int | None = None) -> int:
    """Carry out what is asked for in batches until nothing is left; returns how many batches. Any number may run."""
    return sum(
        jobs.drain(lambda name=name: run_batch(name, at=clock.now(), report_id=report_id))  # type: ignore[misc]
        for name in timeline.batch_handlers()
    )


def run_batch(name: str, *, at: datetime, report_id: int | None) -> bool:
    """Carry out up to `BATCH` due effects of one batch handler together. False when nothing is due."""
    with transaction.atomic():
        wanted = PendingEffect.objects.filter(handler=name, next_at__lte=at)
        if report_id is not None:
            wanted = wanted.filter(entry__report_id=report_id)
        rows = wanted.order_by("next_at", "id").select_for_update(skip_locked=True, of=("self",))
        found = list(rows.select_related("entry").only("entry__report_id", "attempts")[:BATCH])
        if not found:
            return False
        try:
            with transaction.atomic():
                _carry_out_together(name, found)
        except Exception:
            # The outer loop of a worker, as above: one by one, so that only the case that fails steps back.
            logger.exception("a batch of %d effects %s failed", len(found), name)
            for effect in found:
                _alone(name, effect, at)
    return True


def _carry_out_together(name: str, effects: list[PendingEffect]) -> None:
    timeline.batch_handlers()[name](sorted({one.entry.report_id for one in effects}))
    PendingEffect.objects.filter(pk__in=[one.pk for one in effects]).delete()


def _alone(name: str, effect: PendingEffect, at: datetime) -> None:
    try:
        with transaction.atomic():
            _carry_out_together(name, [effect])
    except Exception as error:
        logger.exception("effect %s of entry %s failed", name, effect.entry_id)
        _step_back(effect, error, at)
