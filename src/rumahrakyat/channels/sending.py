"""The sender: claims due messages, writes the attempt down, sends outside any transaction, writes down what came of it.

A process that dies between "accepted by the provider" and "written down" leaves the row `sending`; when its lease is
over the message is sent again, unless a status with our token has told in the meantime that it arrived. To one
contact messages leave in the order in which they were queued.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from rumahrakyat.channels import codec, registry, statuses, windows
from rumahrakyat.channels.base import Address, Body, DeliveryError, Outgoing, Receipt
from rumahrakyat.channels.models import ChannelState, Message, Outbox
from rumahrakyat.lib import jobs
from rumahrakyat.lib.failpoints import reach

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
PAUSE_AFTER_ALARM = timedelta(minutes=5)
TOO_OLD = timedelta(days=2)
PATIENCE = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)

_CLAIM = """
UPDATE channels_outbox SET state = 'sending', attempts = attempts + 1, attempted_at = %(at)s, next_at = %(lease)s
WHERE id = (
    SELECT o.id FROM channels_outbox o
    WHERE o.state IN ('queued', 'retry', 'sending') AND o.next_at <= %(at)s
      AND NOT EXISTS (
        SELECT 1 FROM channels_outbox earlier
        WHERE earlier.contact_point_id = o.contact_point_id AND earlier.id < o.id AND earlier.channel = o.channel
          AND earlier.state IN ('queued', 'retry', 'sending'))
      AND NOT EXISTS (
        SELECT 1 FROM channels_channelstate c WHERE c.channel = o.channel AND c.paused_until > %(at)s)
    ORDER BY o.priority, o.next_at, o.id LIMIT 1 FOR UPDATE OF o SKIP LOCKED)
RETURNING id
"""


def send_due(now: Callable[[], datetime]) -> int:
    """Send all that is due; returns how many attempts were made."""
    return jobs.drain(lambda: _next(now))


def _next(now: Callable[[], datetime]) -> bool:
    outbox_id = _claim(now())
    if outbox_id is not None:
        _attempt(outbox_id, now)
    return outbox_id is not None


def _claim(at: datetime) -> int | None:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "lease": at + LEASE})
        row = cursor.fetchone()
    return row[0] if row else None


def _attempt(outbox_id: int, now: Callable[[], datetime]) -> None:
    outbox = Outbox.objects.select_related("message", "contact_point").get(pk=outbox_id)
    body = codec.load_body(outbox.message.content)
    try:
        receipt = _send(outbox, body, at=now())
    except DeliveryError as error:
        _note_failure(outbox_id, error, body, at=now())
    except Exception as error:
        logger.exception("the %s adapter failed on outbox row %s", outbox.channel, outbox_id)
        _note_failure(outbox_id, DeliveryError(f"fault in our program: {type(error).__name__}"), body, at=now())
    else:
        reach("sending.accepted")
        with transaction.atomic(durable=True):
            statuses.sent(outbox_id=outbox_id, external_id=receipt.external_id, at=now())
            ChannelState.objects.filter(channel=outbox.channel).exclude(alarm="").update(alarm="", alarm_at=None)


def _send(outbox: Outbox, body: Body, *, at: datetime) -> Receipt:
    adapter = registry.get(outbox.channel)
    contact = outbox.contact_point
    if contact is None:
        raise DeliveryError("no address", permanent=True)
    in_window = windows.is_open(
        channel=outbox.channel, contact_point_id=contact.pk, capabilities=adapter.capabilities, at=at
    )
    use_template = outbox.used_template or not in_window
    if use_template and body.template is None:
        raise DeliveryError("the reply window is closed and there is no template", window_closed=True)
    if use_template and not outbox.used_template:
        Outbox.objects.filter(pk=outbox.pk).update(used_template=True)
    reach("sending.before")
    return adapter.send(Outgoing(Address(contact.scheme, contact.value), body, str(outbox.token), use_template))


def _note_failure(outbox_id: int, error: DeliveryError, body: Body, *, at: datetime) -> None:
    with transaction.atomic(durable=True):
        outbox = Outbox.objects.select_for_update(of=("self",)).select_related("message").get(pk=outbox_id)
        if outbox.state != Outbox.State.SENDING:
            return  # a status told meanwhile that it arrived
        if error.alarm:
            _alarm(outbox.channel, error, at)
        if error.window_closed and (outbox.used_template or body.template is None):
            _withhold(outbox, error, at)
        elif error.permanent or _patience_is_over(outbox, error, at):
            statuses.advance(outbox.message, Message.Status.FAILED, at=at, error=error.message)
        else:
            outbox.state = Outbox.State.RETRY
            outbox.used_template = outbox.used_template or error.window_closed
            outbox.next_at = at + _pause(outbox, error)
            outbox.error = error.message[:200]
            outbox.save(update_fields=["state", "used_template", "next_at", "error"])


def _patience_is_over(outbox: Outbox, error: DeliveryError, at: datetime) -> bool:
    """A throttle or a dead token is not the message's fault, so only its age counts then."""
    if error.retry_after is not None or error.alarm or error.window_closed:
        return at - outbox.created_at > TOO_OLD
    return outbox.attempts > len(PATIENCE)


def _pause(outbox: Outbox, error: DeliveryError) -> timedelta:
    if error.window_closed:
        return timedelta(0)
    if error.alarm:
        return PAUSE_AFTER_ALARM
    usual = PATIENCE[min(outbox.attempts, len(PATIENCE)) - 1]
    return max(usual, error.retry_after) if error.retry_after is not None else usual


def _alarm(channel: str, error: DeliveryError, at: datetime) -> None:
    ChannelState.objects.update_or_create(
        channel=channel,
        defaults={"paused_until": at + PAUSE_AFTER_ALARM, "alarm": error.message[:200], "alarm_at": at},
    )
    logger.error("channel %s cannot send: %s", channel, error.message)


def _withhold(outbox: Outbox, error: DeliveryError, at: datetime) -> None:
    outbox.state = Outbox.State.WITHHELD
    outbox.error = error.message[:200]
    outbox.save(update_fields=["state", "error"])
    Message.objects.filter(pk=outbox.message_id).update(
        status=Message.Status.WITHHELD, status_at=at, error=error.message[:200]
    )
    statuses.task(outbox, reason=error.message, at=at)
