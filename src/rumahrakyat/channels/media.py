"""Fetching the files citizens sent: at once, because a provider's link dies in minutes, and outside any transaction."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from rumahrakyat.channels import registry
from rumahrakyat.channels.base import DeliveryError, MediaRef
from rumahrakyat.channels.contract import Media
from rumahrakyat.channels.handing import media_receiver
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.lib import jobs
from rumahrakyat.lib.blobs import BlobStore
from rumahrakyat.lib.failpoints import reach

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
PATIENCE = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)

_CLAIM = """
UPDATE channels_inboundmedia SET attempts = attempts + 1, next_at = %(lease)s WHERE id = (
    SELECT id FROM channels_inboundmedia WHERE state = 'new' AND next_at <= %(at)s
    ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def blobs() -> BlobStore:
    return BlobStore(Path(settings.MEDIA_ROOT) / "blobs")


def fetch_due(now: Callable[[], datetime]) -> int:
    """Fetch every file that is due; returns how many attempts were made."""
    return jobs.drain(lambda: _next(now))


def _next(now: Callable[[], datetime]) -> bool:
    media_id = _claim(now())
    if media_id is not None:
        _fetch(media_id, now)
    return media_id is not None


def _claim(at: datetime) -> int | None:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "lease": at + LEASE})
        row = cursor.fetchone()
    return row[0] if row else None


def _fetch(media_id: int, now: Callable[[], datetime]) -> None:
    row = InboundMedia.objects.get(pk=media_id)
    try:
        media = _download(row)
    except DeliveryError as error:
        _note_failure(media_id, error, at=now())
    except Exception as error:
        logger.exception("the %s adapter failed on file %s", row.channel, media_id)
        _note_failure(media_id, DeliveryError(f"fault in our program: {type(error).__name__}"), at=now())
    else:
        digest = blobs().put(media.content)
        reach("media.stored")
        _finish(media_id, at=now(), state=InboundMedia.State.DONE, digest=digest, media=media)


def _download(row: InboundMedia) -> Media:
    adapter = registry.get(row.channel)
    media = adapter.fetch_media(MediaRef(row.ref, row.kind, row.mime_type, row.sha256))
    if adapter.capabilities.max_media_bytes and len(media.content) > adapter.capabilities.max_media_bytes:
        raise DeliveryError("the file is too large", permanent=True)
    if row.sha256 and hashlib.sha256(media.content).hexdigest() != row.sha256:
        raise DeliveryError("the file came damaged")
    return media


def _finish(
    media_id: int,
    *,
    at: datetime,
    state: InboundMedia.State,
    digest: str = "",
    media: Media | None = None,
    error: str = "",
) -> None:
    """Write the outcome down and tell who waits for it, in one transaction; told once."""
    with transaction.atomic(durable=True):
        row = InboundMedia.objects.select_for_update().get(pk=media_id)
        if row.state != InboundMedia.State.NEW:
            return
        row.state = state
        row.digest = digest
        row.size = len(media.content) if media else 0
        row.mime_type = (media.mime_type if media else "") or row.mime_type
        row.error = error[:200]
        row.fetched_at = at
        row.save(update_fields=["state", "digest", "size", "mime_type", "error", "fetched_at"])
        receive = media_receiver()
        if receive is not None and row.message_id is not None:  # a call's own recording is nobody's message
            receive(media_id, at)


def _note_failure(media_id: int, error: DeliveryError, *, at: datetime) -> None:
    row = InboundMedia.objects.get(pk=media_id)
    if error.permanent or row.attempts > len(PATIENCE):
        logger.warning("file %s of %s could not be had: %s", media_id, row.channel, error.message)
        _finish(media_id, at=at, state=InboundMedia.State.FAILED, error=error.message)
        return
    pause = max(PATIENCE[row.attempts - 1], error.retry_after or timedelta(0))
    InboundMedia.objects.filter(pk=media_id, state=InboundMedia.State.NEW).update(
        next_at=at + pause, error=error.message[:200]
    )
