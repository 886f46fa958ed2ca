"""`/sehat/`: for whatever watches the service. Tells nothing about anybody."""

from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SILENT_SECONDS = 60
RETRY_SECONDS = 10
LOOK = """
    SELECT extract(epoch FROM now() - max(last_heartbeat))::float8,
           (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo')
    FROM procrastinate_workers
"""


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 while the database answers. `worker` is "silent" when none gave a sign of life for a minute: then clocks do
    not move, which from the outside looks like perfect calm."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(LOOK)
            silence, waiting = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"database": "away"}, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    worker = "working" if silence is not None and silence < SILENT_SECONDS else "silent"
    return JsonResponse({"database": "working", "worker": worker, "jobs_waiting": waiting})
