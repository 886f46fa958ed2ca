"""The providers' deliveries: in batches, tried again with growing pauses until each is answered with success."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import ProviderRequest, Standin
from rumahrakyat.channels.standins.local import local_url
from rumahrakyat.lib import http, jobs

BATCH = 10
LEASE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=5)


def deliver_due(standins: Iterable[Standin], now: Callable[[], datetime]) -> int:
    """Deliver all that waits; returns how many batches arrived. A channel that does not answer holds no other up."""
    return sum(_drain(standin, now) for standin in standins)


def _drain(standin: Standin, now: Callable[[], datetime]) -> int:
    return jobs.drain(lambda: _next(standin, now()))


def _next(standin: Standin, at: datetime) -> bool:
    """Deliver one batch; False when nothing is due or it did not arrive."""
    if standin.store.switched_on("away"):
        return False
    batch = _claim(standin, at)
    if not batch:
        return False
    requests = standin.requests([row.data for row in batch])
    times = 2 if standin.store.switched_on("twice") else 1
    if all(_post(request) for _ in range(times) for request in requests):
        StandinRecord.objects.filter(pk__in=[row.pk for row in batch]).delete()
        return True
    for row in batch:
        pause = min(timedelta(seconds=2**row.attempts), LONGEST_PAUSE)
        StandinRecord.objects.filter(pk=row.pk).update(due_at=at + pause)
    return False


def _claim(standin: Standin, at: datetime) -> list[StandinRecord]:
    with transaction.atomic(durable=True):
        due = standin.store.records("delivery").filter(due_at__lte=at).order_by("due_at", "id")
        rows = list(due.select_for_update(skip_locked=True)[:BATCH])
        for row in rows:
            row.attempts += 1
            row.due_at = at + LEASE
            row.save(update_fields=["attempts", "due_at"])
    return rows


def _post(request: ProviderRequest) -> bool:
    method, path, headers, body = request
    try:
        reply = http.request(method, f"{local_url()}{path}", headers=headers, content=body, trusted=local_url())
    except http.HttpProblem:
        return False
    return 200 <= reply.status < 300
