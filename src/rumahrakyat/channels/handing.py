"""Handing events on: each is processed once, one sender's in the order they were sent, in a transaction of its own.

The lock is on the sender, not on the row: while one worker handles a message of somebody, no other worker touches
any message of the same person. A message that fails is tried again with growing pauses and holds back only the later
messages of its own sender; when it fails for good it is reported and the next one goes on.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from rumahrakyat.channels import calls, codec, completing, statuses, windows
from rumahrakyat.channels.base import Call, Inbound, MediaRef, Notice, Place, ReadUntil, StatusUpdate
from rumahrakyat.channels.models import InboundEvent, InboundMedia, Message, RawInbound
from rumahrakyat.lib import crypto, jobs, locks
from rumahrakyat.lib.failpoints import reach
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.people.operations import contact_point, link_contact

logger = logging.getLogger(__name__)

Receiver = Callable[[Inbound, datetime], None]
MediaReceiver = Callable[[int, datetime], None]

SENDERS_AT_A_TIME = 100
MESSAGES_OF_ONE_SENDER = 20
PATIENCE = (
    timedelta(seconds=3),
    timedelta(seconds=20),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
)

_HEADS = """
SELECT order_key FROM (
    SELECT DISTINCT ON (order_key) order_key, next_at, sent_at
    FROM channels_inboundevent WHERE state = 'new' ORDER BY order_key, sent_at, id
) AS head
WHERE next_at <= %s ORDER BY sent_at LIMIT %s
"""

_receivers: dict[str, Receiver] = {}
_media_receivers: dict[str, MediaReceiver] = {}


class NoReceiver(RuntimeError):
    """Nobody has registered to take messages: they wait, and are not lost."""


def set_receiver(receive: Receiver) -> None:
    """Register who takes an `Inbound` (correspondence). Called in the worker, inside the transaction that marks the
    event done: what it writes and "done" are one commit, and an exception leaves the event to be tried again."""
    _receivers["inbound"] = receive


def set_media_receiver(receive: MediaReceiver) -> None:
    """Register who is told that a file (InboundMedia id) is stored or could not be had. Same transaction rules."""
    _media_receivers["media"] = receive


def media_receiver() -> MediaReceiver | None:
    return _media_receivers.get("media")


def hand_on(now: Callable[[], datetime]) -> int:
    """Process every event that is due; returns how many were processed."""
    total = 0
    while senders := _senders(now()):
        done = sum(_sender(order_key, now) for order_key in senders)
        if not done:
            break  # all of them are in the hands of other workers
        total += done
    return total


def _senders(at: datetime) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [at, SENDERS_AT_A_TIME])
        return [row[0] for row in cursor.fetchall()]


def _sender(order_key: str, now: Callable[[], datetime]) -> int:
    turns = iter(range(MESSAGES_OF_ONE_SENDER))
    return jobs.drain(lambda: next(turns, None) is not None and _next(order_key, now()))


def _next(order_key: str, at: datetime) -> bool:
    """Process the sender's next event; False when there is none, it is not due, or another worker has the sender."""
    event: InboundEvent | None = None
    try:
        with transaction.atomic(durable=True):
            if not locks.attempt("channels.sender", order_key):
                return False
            waiting = InboundEvent.objects.filter(order_key=order_key, state=InboundEvent.State.NEW)
            event = waiting.order_by("sent_at", "id").select_for_update().first()
            if event is None or event.next_at > at:
                return False
            _deliver(event, at)
            event.state = InboundEvent.State.DONE
            event.sealed_payload = ""
            event.save(update_fields=["state", "sealed_payload"])
            reach("handing.before_commit")
    except completing.Incomplete as announced:
        assert event is not None
        completing.complete(event, announced.inbound, at=at)
    except Exception as error:
        if event is None:
            raise
        logger.exception("event %s of %s failed", event.pk, event.channel)
        _note_failure(event, error, at)
    else:
        reach("handing.after_commit")
    return True


def _note_failure(event: InboundEvent, error: Exception, at: datetime) -> None:
    attempts = event.attempts + 1
    final = attempts > len(PATIENCE)
    InboundEvent.objects.filter(pk=event.pk, state=InboundEvent.State.NEW).update(
        attempts=attempts,
        error=type(error).__name__,
        state=InboundEvent.State.FAILED if final else InboundEvent.State.NEW,
        next_at=at if final else at + PATIENCE[attempts - 1],
    )
    if final:
        logger.error("event %s of %s was given up after %s attempts", event.pk, event.channel, attempts)


def _deliver(row: InboundEvent, at: datetime) -> None:
    event = codec.load(json.loads(crypto.unseal(row.sealed_payload)))
    if isinstance(event, StatusUpdate):
        statuses.apply(event, at=at)
    elif isinstance(event, ReadUntil):
        statuses.read_until(event)
    elif isinstance(event, Notice):
        logger.warning("%s says about our account: %s", event.channel, event.subject)
    elif isinstance(event, Call):
        calls.note(event, at=at)
    else:
        completing.require(row, event)
        _receive(event, at)


def _receive(inbound: Inbound, at: datetime) -> None:
    receive = _receivers.get("inbound")
    if receive is None:
        raise NoReceiver
    contact = known_sender(inbound, at=at)
    message = Message.objects.create(
        channel=inbound.channel,
        direction=Message.Direction.IN,
        contact_point=contact,
        external_id=inbound.message_id,
        kind=inbound.kind,
        sealed_content=crypto.seal(json.dumps(_content(inbound))),
        quoted_external_id=inbound.quoted_id,
        album=inbound.group,
        status=Message.Status.RECEIVED,
        status_at=at,
        sent_at=inbound.sent_at,
        recorded_at=at,
    )
    media = tuple(_expect(ref, message, at) for ref in inbound.media)
    if any(not ref.digest for ref in media):
        jobs.wake("channels.media")
    receive(replace(inbound, media=media), at)


def _content(inbound: Inbound) -> dict[str, str]:
    further = {"subject": inbound.subject, "line": inbound.line}
    return {"text": inbound.text, **{name: value for name, value in further.items() if value}}


def known_sender(inbound: Inbound, *, at: datetime) -> ContactPoint | None:
    """The contact point to answer to, with all addresses of the message tied to one person and the window opened.

    A comment or a post opens no window: only who writes to us alone may be written to alone. A story that names us is
    told as a message to us, and counts as one.
    """
    if not inbound.sender.addresses:
        return None
    first, *others = inbound.sender.addresses
    contact = contact_point(scheme=first.scheme, value=first.value, at=at, name=inbound.sender.display_name)
    points = [contact]
    points += [link_contact(reporter=contact.reporter, scheme=a.scheme, value=a.value, at=at) for a in others]
    in_public = inbound.public is not None and inbound.public.place is not Place.STORY
    for point in points if not in_public else ():
        windows.opened(channel=inbound.channel, contact_point=point, sent_at=inbound.sent_at, at=at)
    return contact


def _expect(ref: MediaRef, message: Message, at: datetime) -> MediaRef:
    row = InboundMedia.objects.create(
        message=message,
        channel=message.channel,
        ref=ref.ref,
        kind=ref.kind,
        mime_type=ref.mime_type[:100],
        sha256=ref.sha256,
        sealed_filename=crypto.seal(ref.filename) if ref.filename else "",
        next_at=at,
        **_already_here(ref, at),
    )
    return replace(ref, stored_id=row.pk)


def _already_here(ref: MediaRef, at: datetime) -> dict[str, Any]:
    """A file that came inside its message needs no fetching."""
    if not ref.digest:
        return {}
    return {"state": InboundMedia.State.DONE, "digest": ref.digest, "size": ref.size, "fetched_at": at}


def try_again(*, channel: str, account: Account, at: datetime) -> int:
    """Put what came in by this channel and was given up back in line, after its fault was repaired; returns how many:
    events, and requests that could not be taken apart. It stands on the audit trail."""
    anew = {"attempts": 0, "next_at": at, "error": ""}
    with transaction.atomic():
        events = InboundEvent.objects.filter(channel=channel, state=InboundEvent.State.FAILED)
        count = events.update(state=InboundEvent.State.NEW, **anew)
        requests = RawInbound.objects.filter(channel=channel, state=RawInbound.State.FAILED)
        count += requests.update(state=RawInbound.State.NEW, **anew)
        if not count:
            return 0
        audit.record(act="inbound.again", account=account.pk, at=at, subject=channel, data={"count": count})
        jobs.wake("channels.inbox")
    return count
