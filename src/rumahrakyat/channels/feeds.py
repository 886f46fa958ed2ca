"""Asking the sources that do not come to us: one look at a time per feed, and where to go on is stored with what was
found. A source is told that we have it (`settle`) only after the commit; when we die between the two it tells us the
same again, and the event keys make that harmless.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.channels import inbox, registry
from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.contract import Adapter, Feed, Polled
from rumahrakyat.channels.models import Cursor
from rumahrakyat.lib import locks
from rumahrakyat.lib.failpoints import reach

logger = logging.getLogger(__name__)

LOOKS = 50  # at most so many in one go, so that one busy source does not keep the others waiting


def all_feeds() -> Iterator[tuple[Adapter, Feed]]:
    """Every feed of every channel that this installation uses."""
    for adapter in registry.default():
        if isinstance(adapter, Polled) and adapter.configured():
            for feed in adapter.feeds():
                yield adapter, feed


def look(now: Callable[[], datetime]) -> int:
    """Ask every feed whose pause is over; returns how many items were stored."""
    return sum(_look(adapter, feed, now) for adapter, feed in all_feeds())


def _look(adapter: Adapter, feed: Feed, now: Callable[[], datetime]) -> int:
    found = 0
    for turn in range(LOOKS):
        count, more = _once(adapter, feed, now(), again=turn > 0)
        found += count
        if not more:
            break
    return found


def _once(adapter: Adapter, feed: Feed, at: datetime, *, again: bool) -> tuple[int, bool]:
    with transaction.atomic(durable=True):
        # Held while we ask, so that two workers never ask the same source at once.
        if not locks.attempt("channels.feed", feed.name):
            return 0, False
        known = Cursor.objects.filter(name=feed.name).first()
        if known and not again and known.looked_at and at - known.looked_at < timedelta(seconds=feed.seconds - 1):
            return 0, False
        try:
            fetched = feed.fetch(known.value if known else "")
        except DeliveryError as error:
            _note_failure(adapter, feed, error, known, at)
            return 0, False
        inbox.write_all(adapter.code, fetched.items, at=at, name=feed.name, cursor=fetched.cursor)
        reach("feeds.before_commit")
    reach("feeds.after_commit")
    try:
        feed.settle(fetched)
    except DeliveryError as error:
        logger.warning("feed %s cannot be settled: %s", feed.name, error.message)
        return len(fetched.items), False
    return len(fetched.items), fetched.more


def _note_failure(adapter: Adapter, feed: Feed, error: DeliveryError, known: Cursor | None, at: datetime) -> None:
    if known is None or known.error != error.message[:200]:
        logger.warning("feed %s gives nothing: %s", feed.name, error.message)  # once, not every few seconds
    values = {"channel": adapter.code, "error": error.message[:200], "looked_at": at}
    Cursor.objects.update_or_create(name=feed.name, defaults=values)
