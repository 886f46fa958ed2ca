"""Receiving: verify, store the raw request, acknowledge. Workers take it apart (`unpack`) and hand it on (`handing`).

The provider is told 200 only after the raw body is committed; until then it will send again, and sending again is
harmless because every item is unique by (channel, event key).
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import MalformedPayload
from rumahrakyat.channels.contract import Adapter, Request, Verdict
from rumahrakyat.channels.handing import MediaReceiver, Receiver, set_media_receiver, set_receiver
from rumahrakyat.lib import crypto, jobs
from rumahrakyat.lib.failpoints import reach

__all__ = ["LARGEST_BODY", "MediaReceiver", "Receiver", "accept", "set_media_receiver", "set_receiver", "store"]

logger = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
RETRY_SECONDS = 30
Values = list[str | datetime | bytes]
_REFUSALS = {Verdict.MISSING: (401, "unsigned"), Verdict.FORGED: (403, "forged")}


def accept(channel: str, request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Answer a provider's request. 200 means stored; 401, 403, 400 and 413 mean nothing was kept but a count;
    503 means come back, the database is away."""
    if channel not in registry.default():
        return HttpResponse(status=404)
    adapter = registry.get(channel)
    if request.method != "POST":
        return _handshake(adapter, request)
    body = _read(request)
    if body is None:
        return _refuse(adapter, at, 413, "too_large")
    asked = Request("POST", _headers(request), request.GET.dict(), body)
    verdict = adapter.verify(asked)
    if verdict is not Verdict.GENUINE:
        return _refuse(adapter, at, *_REFUSALS[verdict])
    try:
        adapter.check(body)
    except MalformedPayload:
        return _refuse(adapter, at, 400, "malformed")
    return _keep(adapter, asked, at)


def store(adapter: Adapter, request: Request, *, at: datetime) -> None:
    """Write a verified request down, committed on return, and wake a worker.

    This is the only step a provider waits for, so it is one INSERT that is its own transaction: call it outside any
    other. A process killed before it wakes the worker leaves the row to the sweep.
    """
    reach("inbox.before_commit")
    headers = {name: request.headers[name] for name in adapter.headers_kept if name in request.headers}
    digest = hashlib.sha256(request.body).hexdigest()
    values: Values = [adapter.code, at, at, json.dumps(headers), crypto.seal_bytes(request.body), digest]
    # Asking first whether the connection still lives would cost as much as the insert. A dead one is found out here
    # and replaced once; should the first insert have been committed after all, a raw row too many is harmless.
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        _insert(values)
    except (OperationalError, InterfaceError):
        connection.close()
        _insert(values)
    reach("inbox.after_commit")
    jobs.wake("channels.inbox")


def _insert(values: Values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO channels_rawinbound "
            "(channel, received_at, next_at, headers, sealed_body, sha256, state, attempts, error) "
            "VALUES (%s, %s, %s, %s, %s, %s, 'new', 0, '')",
            values,
        )


def _keep(adapter: Adapter, asked: Request, at: datetime) -> HttpResponse:
    try:
        store(adapter, asked, at=at)
    except (OperationalError, InterfaceError):
        logger.exception("could not store a %s request; the provider will send it again", adapter.code)
        connection.close()
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    return HttpResponse("OK", content_type="text/plain")


def _handshake(adapter: Adapter, request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, POST"})
    answer = adapter.handshake(Request("GET", _headers(request), request.GET.dict()))
    if answer is None:
        return HttpResponse(status=405, headers={"Allow": "POST"})
    return HttpResponse(answer.text, status=answer.status, content_type="text/plain")


def _read(request: HttpRequest) -> bytes | None:
    """The body, or None when it is larger than any provider's; what is too large is never read whole."""
    try:
        if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
            return None
        body = request.read(LARGEST_BODY + 1)
    except (ValueError, UnreadablePostError):
        return b""
    return body if len(body) <= LARGEST_BODY else None


def _headers(request: HttpRequest) -> Mapping[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _refuse(adapter: Adapter, at: datetime, status: int, reason: str) -> HttpResponse:
    try:
        count(adapter.code, reason, at=at)
    except (OperationalError, InterfaceError):
        logger.warning("could not count a refused %s request", adapter.code)
        connection.close()
    return HttpResponse(status=status)


def count(channel: str, reason: str, *, at: datetime) -> None:
    """One more refused request of this day (UTC)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO channels_counter (channel, day, reason, count) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (channel, day, reason) DO UPDATE SET count = channels_counter.count + 1",
            [channel, at.date(), reason],
        )
