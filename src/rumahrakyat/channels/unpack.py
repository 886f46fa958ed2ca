"""Taking raw requests apart: every item of a batch becomes one InboundEvent, at most once for ever."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.channels import codec, registry
from rumahrakyat.channels.base import Event, Inbound, MediaRef
from rumahrakyat.channels.media import blobs
from rumahrakyat.channels.models import InboundEvent, RawInbound
from rumahrakyat.lib import crypto, jobs, locks
from rumahrakyat.lib.failpoints import reach

logger = logging.getLogger(__name__)

BATCH = 50
PATIENCE = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


def unpack(now: Callable[[], datetime]) -> int:
    """Take apart all that waits; returns how many batches. One worker at a time, so that two requests of one sender
    become events in the order in which they came."""
    return jobs.drain(lambda: _batch(now()))


def _batch(at: datetime) -> bool:
    with transaction.atomic(durable=True):
        locks.wait("channels.unpack")
        waiting = RawInbound.objects.filter(state=RawInbound.State.NEW, next_at__lte=at).order_by("id")
        rows = list(waiting.select_for_update(skip_locked=True)[:BATCH])
        for raw in rows:
            _take_apart(raw, at)
        reach("unpack.before_commit")
    return bool(rows)


def _take_apart(raw: RawInbound, at: datetime) -> None:
    try:
        events = registry.get(raw.channel).parse(raw.body, at=raw.received_at)
    except Exception as error:  # noqa: BLE001 -- the worker's outer loop: a parser's fault must not stop the others
        _note_failure(raw, error, at)
        return
    rows = [_row(_with_files_kept(codec.tidy(event, at=raw.received_at)), raw, at) for event in events]
    InboundEvent.objects.bulk_create(rows, ignore_conflicts=True)
    raw.state = RawInbound.State.DONE
    raw.save(update_fields=["state"])


def _with_files_kept(event: Event) -> Event:
    """The event with the files that came inside it put into the store, by digest, so that it is small again."""
    if not isinstance(event, Inbound) or not any(ref.content is not None for ref in event.media):
        return event
    return replace(event, media=tuple(_kept(ref) for ref in event.media))


def _kept(ref: MediaRef) -> MediaRef:
    if ref.content is None:
        return ref
    digest = blobs().put(ref.content)
    return replace(ref, content=None, digest=digest, size=len(ref.content))


def _row(event: Event, raw: RawInbound, at: datetime) -> InboundEvent:
    return InboundEvent(
        channel=raw.channel,
        event_key=event.event_key,
        raw=raw,
        kind=event.kind if isinstance(event, Inbound) else type(event).__name__.lower(),
        order_key=crypto.lookup_hash(raw.channel, codec.storable(event.order_key)),
        sent_at=event.sent_at,
        recorded_at=at,
        next_at=at,
        sealed_payload=crypto.seal(json.dumps(codec.dump(event))),
    )


def _note_failure(raw: RawInbound, error: Exception, at: datetime) -> None:
    raw.attempts += 1
    raw.error = type(error).__name__
    if raw.attempts > len(PATIENCE):
        raw.state = RawInbound.State.FAILED
    else:
        raw.next_at = at + PATIENCE[raw.attempts - 1]
    raw.save(update_fields=["attempts", "error", "state", "next_at"])
    logger.error("raw request %s of %s cannot be taken apart: %s", raw.pk, raw.channel, raw.error)
