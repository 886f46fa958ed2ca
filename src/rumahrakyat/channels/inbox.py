"""Receiving: verify, store the raw request, acknowledge. Workers take it apart (`unpack`) and hand it on (`handing`).

The provider is told 200 only after the raw body is committed; until then it will send again, and sending again is
harmless because every item is unique by (channel, event key).
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import UnreadablePostError

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import MalformedPayload
from rumahrakyat.channels.contract import Acknowledges, Adapter, Answer, Raw, Request, TakesQuery, Verdict
from rumahrakyat.channels.handing import MediaReceiver, Receiver, set_media_receiver, set_receiver
from rumahrakyat.channels.models import ChannelState, Cursor
from rumahrakyat.lib import crypto, jobs
from rumahrakyat.lib.failpoints import reach

__all__ = [
    "LARGEST_BODY",
    "MediaReceiver",
    "Receiver",
    "accept",
    "set_media_receiver",
    "set_receiver",
    "store",
    "store_all",
]

logger = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
RETRY_SECONDS = 30
Values = list[str | datetime | bytes]
_REFUSALS = {Verdict.MISSING: (401, "unsigned"), Verdict.FORGED: (403, "forged")}


def accept(channel: str, request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Answer a provider's request. 2xx means stored; 401, 403, 400 and 413 mean nothing was kept but a count; 503 means
    come back, the database is away. A GET is a handshake, unless the provider writes its messages into the address."""
    if channel not in registry.default():
        return HttpResponse(status=404)
    adapter = registry.get(channel)
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponse(status=405, headers={"Allow": "GET, POST"})
    body = _read(request) if request.method == "POST" else b""
    if body is None:
        return _refuse(adapter, at, 413, "too_large")
    asked = _asked(request, body)
    if asked.method == "GET" and (answer := _handshake(adapter, asked, at)):
        return answer
    verdict = adapter.verify(asked)
    if verdict is not Verdict.GENUINE:
        return _refuse(adapter, at, *_REFUSALS[verdict])
    raw = adapter.raw(asked) if isinstance(adapter, TakesQuery) else body
    try:
        adapter.check(raw)
    except MalformedPayload:
        return _refuse(adapter, at, 400, "malformed")
    return _keep(adapter, asked, raw, at)


def _asked(request: HttpRequest, body: bytes) -> Request:
    """The request as adapters see it. Signatures that cover the address cover the public one, not the one behind a
    proxy; the query is taken as it was written."""
    query = request.META.get("QUERY_STRING", "")
    return Request(
        method="POST" if request.method == "POST" else "GET",
        headers={name.lower(): value for name, value in request.headers.items()},
        query=QueryDict(query).dict(),  # not request.GET, which a body in UTF-16 would garble
        body=body,
        url=f"{settings.PUBLIC_URL}{request.path}" + (f"?{query}" if query else ""),
        client=str(request.META.get("REMOTE_ADDR", "")),
    )


def store(adapter: Adapter, request: Request, *, at: datetime) -> None:
    """Write a verified request down, committed on return, and wake a worker.

    This is the only step a provider waits for, so it is one INSERT that is its own transaction: call it outside any
    other. A process killed before it wakes the worker leaves the row to the sweep.
    """
    reach("inbox.before_commit")
    headers = {name: request.headers[name] for name in adapter.headers_kept if name in request.headers}
    values = _values(adapter.code, Raw(request.body, headers), at)
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


def store_all(channel: str, items: Sequence[Raw], *, at: datetime, name: str = "", cursor: str = "") -> None:
    """Write down what a listener brought, with where it goes on, in one transaction of its own.

    Raises the database's errors when it is away: then nothing was stored and the source must keep everything.
    """
    with transaction.atomic(durable=True):
        write_all(channel, items, at=at, name=name, cursor=cursor)
        reach("inbox.before_commit")
    reach("inbox.after_commit")


def write_all(channel: str, items: Sequence[Raw], *, at: datetime, name: str = "", cursor: str = "") -> None:
    """The same in the caller's transaction."""
    for item in items:
        _insert(_values(channel, item, at))
    if name:
        found = {"channel": channel, "value": cursor, "error": "", "looked_at": at}
        Cursor.objects.update_or_create(name=name, defaults=found)
    if items:
        jobs.wake("channels.inbox")


def _values(channel: str, item: Raw, at: datetime) -> Values:
    digest = hashlib.sha256(item.body).hexdigest()
    return [channel, at, at, json.dumps(dict(item.headers)), crypto.seal_bytes(item.body), digest]


def _insert(values: Values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO channels_rawinbound "
            "(channel, received_at, next_at, headers, sealed_body, sha256, state, attempts, error) "
            "VALUES (%s, %s, %s, %s, %s, %s, 'new', 0, '')",
            values,
        )


def _keep(adapter: Adapter, asked: Request, raw: bytes, at: datetime) -> HttpResponse:
    try:
        store(adapter, replace(asked, body=raw), at=at)
        answer = adapter.acknowledge(asked, at=at) if isinstance(adapter, Acknowledges) else Answer(200, "OK")
    except (OperationalError, InterfaceError):
        logger.exception("could not store a %s request; the provider will send it again", adapter.code)
        connection.close()
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    return HttpResponse(answer.text, status=answer.status, content_type=answer.content_type)


def _handshake(adapter: Adapter, asked: Request, at: datetime) -> HttpResponse | None:
    """The answer to a challenge; None when this GET is a message."""
    answer = adapter.handshake(asked)
    if answer is None:
        return None if isinstance(adapter, TakesQuery) else HttpResponse(status=405, headers={"Allow": "POST"})
    if answer.status == 200:
        try:
            ChannelState.objects.update_or_create(channel=adapter.code, defaults={"handshake_at": at})
        except (OperationalError, InterfaceError):
            logger.warning("could not note a handshake of %s", adapter.code)
            connection.close()
    return HttpResponse(answer.text, status=answer.status, content_type=answer.content_type)


def _read(request: HttpRequest) -> bytes | None:
    """The body, or None when it is larger than any provider's; what is too large is never read whole."""
    try:
        if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
            return None
        body = request.read(LARGEST_BODY + 1)
    except (ValueError, UnreadablePostError):
        return b""
    return body if len(body) <= LARGEST_BODY else None


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
