"""The provider's deliveries: signed, in batches, tried again with growing pauses until they are answered 200."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.whatsapp.adapter import SIGNATURE, sign
from rumahrakyat.channels.whatsapp.standin import store
from rumahrakyat.channels.whatsapp.standin.options import NUMBER, PHONE_ID, local_url, standin_options
from rumahrakyat.lib import http, jobs

BATCH = 10
LEASE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=5)
JSON = dict[str, Any]


def deliver_due(now: Callable[[], datetime]) -> int:
    """Deliver all that waits, in batches; returns how many requests were made."""
    return jobs.drain(lambda: _next(now()))


def _next(at: datetime) -> bool:
    if store.switched_on("away"):
        return False
    batch = _claim(at)
    if not batch:
        return False
    delivered = all(_post(_body(batch)) for _ in range(2 if store.switched_on("twice") else 1))
    if delivered:
        StandinRecord.objects.filter(pk__in=[row.pk for row in batch]).delete()
        return True
    for row in batch:
        pause = min(timedelta(seconds=2**row.attempts), LONGEST_PAUSE)
        StandinRecord.objects.filter(pk=row.pk).update(due_at=at + pause)
    return False


def _claim(at: datetime) -> list[StandinRecord]:
    with transaction.atomic(durable=True):
        due = store.records("delivery").filter(due_at__lte=at).order_by("due_at", "id")
        rows = list(due.select_for_update(skip_locked=True)[:BATCH])
        for row in rows:
            row.attempts += 1
            row.due_at = at + LEASE
            row.save(update_fields=["attempts", "due_at"])
    return rows


def _body(batch: list[StandinRecord]) -> bytes:
    changes = [{"field": "messages", "value": _value(row)} for row in batch]
    body = {"object": "whatsapp_business_account", "entry": [{"id": "WABA", "changes": changes}]}
    return json.dumps(body).encode()


def _value(row: StandinRecord) -> JSON:
    metadata = {"display_phone_number": NUMBER.lstrip("+"), "phone_number_id": PHONE_ID}
    value: JSON = {"messaging_product": "whatsapp", "metadata": metadata, row.data["part"]: [row.data["item"]]}
    if row.data["part"] == "messages" and row.data["contact"]:
        value["contacts"] = [row.data["contact"]]
    return value


def _post(body: bytes) -> bool:
    headers = {"Content-Type": "application/json", SIGNATURE: sign(standin_options().app_secrets[0], body)}
    url = f"{local_url()}/kanal/whatsapp/"
    try:
        return http.request("POST", url, headers=headers, content=body, trusted=local_url()).status == 200
    except http.HttpProblem:
        return False
