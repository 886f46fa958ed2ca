"""`/sehat/`: for whatever watches the service. Tells nothing about anybody."""

import time
from typing import Final

from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rumahrakyat.duty import heartbeat
from rumahrakyat.evidence.seals import queries as seals
from rumahrakyat.lib import clock

SILENT_SECONDS = 60
RETRY_SECONDS = 10
# A process that has just begun knows nothing of before: while everything starts, nothing has been swept for a while.
SETTLED_SECONDS = 90.0
LOOK = """
    SELECT extract(epoch FROM now() - max(last_heartbeat))::float8,
           (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo')
    FROM procrastinate_workers
"""
_STARTED: Final = time.monotonic()


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 while the database answers and the deadlines are swept; otherwise 503 with what is wrong.

    `worker` is "silent" when none gave a sign of life for a minute. `sweeper` tells of the last sweep, of the longest
    due instant that nobody has handled yet, and whether it stands still: then clocks do not move, which from the
    outside looks like perfect calm. The operator is told once, by this process. `record` tells of the daily seals and
    of the last verification by night; a fault there is for people: restarting anything would not mend it.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(LOOK)
            silence, waiting = cursor.fetchone()
        life = heartbeat.look(at=clock.now())
        record = _record(seals.state(at=clock.now()))
        if life.standing_still and time.monotonic() - _STARTED > SETTLED_SECONDS:
            heartbeat.alarm(life)
    except DatabaseError:
        return JsonResponse({"database": "away"}, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    worker = "working" if silence is not None and silence < SILENT_SECONDS else "silent"
    parts = {
        "database": "working",
        "worker": worker,
        "jobs_waiting": waiting,
        "sweeper": _sweeper(life),
        "record": record,
    }
    return JsonResponse(parts, status=503 if life.standing_still else 200)


def _sweeper(life: heartbeat.Life) -> dict[str, object]:
    """Instants in ISO 8601, UTC; null where there is nothing to tell."""
    silence = None if life.silence is None else round(life.silence.total_seconds(), 1)
    return {
        "last_sweep": life.last_sign.isoformat() if life.last_sign else None,
        "seconds_since": silence,
        "oldest_due": life.oldest_due.isoformat() if life.oldest_due else None,
        "lag_seconds": round(life.lag.total_seconds(), 1),
        "failed": life.failed,
        "standing_still": life.standing_still,
    }


def _record(state: seals.State) -> dict[str, object]:
    return {
        "sealed_to": state.seal.day.isoformat() if state.seal else None,
        "seal_overdue": state.overdue,
        "seal_faults": state.seal.faults if state.seal else 0,
        "verified_at": state.last.finished_at.isoformat() if state.last and state.last.finished_at else None,
        "verified_faults": state.last.faults if state.last else 0,
        "verification_silent": state.silent,
    }
