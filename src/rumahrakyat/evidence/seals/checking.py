"""Verifying the whole record by night, a thousand cases at a time: stopped anywhere, it goes on from there."""

import logging
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rumahrakyat.channels.watching import tell_operator
from rumahrakyat.evidence import chains
from rumahrakyat.evidence.models import Verification
from rumahrakyat.evidence.seals import queries
from rumahrakyat.lib import locks, wallclock

logger = logging.getLogger(__name__)
EXAMPLES: Final = 100
BEGINS_AT: Final = 1  # local hour


def running() -> Verification | None:
    return Verification.objects.filter(finished_at=None).order_by("pk").first()


def verify_some(*, at: datetime) -> bool:
    """The next thousand cases of tonight's run. False when there is nothing to do now, or somebody else does it."""
    with transaction.atomic():
        if not locks.attempt("evidence.verification"):
            return False
        run = running() or _begun(at)
        if run is None:
            return False
        first, last = _span(run.next_id)
        if first is None:
            _finish(run, at)
        else:
            _note(run, chains.verify_span(first, last))
            run.next_id = last + 1
        run.save()
    return True


def begin(*, at: datetime) -> None:
    """A run now, whenever the last one was; `verify_some` goes on with it."""
    if running() is None:
        Verification.objects.create(begun_at=at)


def _begun(at: datetime) -> Verification | None:
    """A new run once in a local day, not before one in the morning, and none while there is no case at all."""
    local = at.astimezone(wallclock.zone())
    before = Verification.objects.order_by("-begun_at").first()
    if local.hour < BEGINS_AT or (before and wallclock.day_of(before.begun_at) >= local.date()):
        return None
    return Verification.objects.create(begun_at=at) if _span(0)[0] is not None else None


def _span(start: int) -> tuple[int | None, int]:
    """The ids of the next cases; None when there are no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(id), max(id) FROM (SELECT id FROM reports_report WHERE id >= %s ORDER BY id LIMIT %s) AS next",
            [start, chains.CASES_AT_A_TIME],
        )
        first, last = cursor.fetchone()
    return first, last or 0


def _note(run: Verification, found: list[chains.Verified]) -> None:
    for one in found:
        run.cases += 1
        run.entries += one.entries
        for fault in one.faults:
            _fault(run, one.number, fault.seq, fault.reason)


def _fault(run: Verification, *what: Any) -> None:
    run.faults += 1
    if len(run.examples) < EXAMPLES:
        run.examples = [*run.examples, list(what)]


def _finish(run: Verification, at: datetime) -> None:
    for one in queries.broken():
        _fault(run, one.number, one.last_seq, one.reason)
    run.finished_at = at
    if run.faults:
        logger.error("the record was altered in %d places; rumahrakyat verify names them", run.faults)
        with translation.override("id"):
            words = _("The nightly verification found %(faults)d altered places in the record.")
        tell_operator(words % {"faults": run.faults}, key=f"verification:{run.pk}", at=at)
