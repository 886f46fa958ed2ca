"""The sender: claims due messages, writes the attempt down, sends outside any transaction, writes down what came of it.

A process that dies between "accepted by the provider" and "written down" leaves the row `sending`; when its lease is
over the message is sent again, unless a status with our token has told in the meantime that it arrived. To one
contact messages leave in the order in which they were queued.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from rumahrakyat.channels import codec, pacing, registry, statuses, windows
from rumahrakyat.channels.base import Address, Body, DeliveryError, Manner, Outgoing, Receipt
from rumahrakyat.channels.contract import Adapter
from rumahrakyat.channels.models import ChannelState, Message, Outbox
from rumahrakyat.channels.windows import Window
from rumahrakyat.lib import jobs
from rumahrakyat.lib.failpoints import reach

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
PAUSE_AFTER_ALARM = timedelta(minutes=5)
TOO_OLD = timedelta(days=2)
FULL_PAUSE = 0.1  # seconds to wait when every channel with something to send takes nothing more just now
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
      AND o.channel <> ALL(%(full)s)
    ORDER BY o.priority, o.next_at, o.id LIMIT 1 FOR UPDATE OF o SKIP LOCKED)
RETURNING id
"""


def send_due(now: Callable[[], datetime], *, sleep: Callable[[float], None] = time.sleep) -> int:
    """Send all that is due, no faster than the providers allow; returns how many attempts were made."""
    return jobs.drain(lambda: _next(now, sleep))


def send_now(message: Message, *, at: datetime) -> bool:
    """Make the first attempt at a message in this process, before whatever was queued earlier for the same person;
    False when somebody else has it. For the few that must not wait for a worker."""
    with transaction.atomic():
        mine = Outbox.objects.filter(message=message, state=Outbox.State.QUEUED)
        outbox_id = mine.select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        if outbox_id is None:
            return False
        claimed = {"attempts": F("attempts") + 1, "attempted_at": at, "next_at": at + LEASE}
        Outbox.objects.filter(pk=outbox_id).update(state=Outbox.State.SENDING, **claimed)
    _attempt(outbox_id, lambda: at)
    return True


def _next(now: Callable[[], datetime], sleep: Callable[[float], None]) -> bool:
    at = now()
    full = pacing.full(registry.default(), at=at)
    outbox_id = _claim(at, full)
    if outbox_id is not None:
        _attempt(outbox_id, now)
    elif full and _waits(full, at):
        sleep(FULL_PAUSE)
        return now() > at  # a clock that stands still would never free a channel
    return outbox_id is not None


def _claim(at: datetime, full: Sequence[str] = ()) -> int | None:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "lease": at + LEASE, "full": list(full)})
        row = cursor.fetchone()
    return row[0] if row else None


def _waits(full: list[str], at: datetime) -> bool:
    """Whether anything is held up only because its channel is full for a moment."""
    paused = ChannelState.objects.filter(paused_until__gt=at).values("channel")
    waiting = Outbox.objects.filter(channel__in=full, state__in=["queued", "retry"], next_at__lte=at)
    return waiting.exclude(channel__in=paused).exists()


def _attempt(outbox_id: int, now: Callable[[], datetime]) -> None:
    outbox = Outbox.objects.select_related("message", "contact_point").get(pk=outbox_id)
    adapter = registry.get(outbox.channel)
    later = pacing.too_soon_until(adapter, outbox, at=now())
    if later is not None:
        _put_back(outbox, later)
        return
    pacing.take(adapter, at=now())
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


def _put_back(outbox: Outbox, until: datetime) -> None:
    """Not an attempt: this person was written to a moment ago."""
    claimed = Outbox.objects.filter(pk=outbox.pk, state=Outbox.State.SENDING)
    claimed.update(state=Outbox.State.QUEUED, attempts=F("attempts") - 1, attempted_at=None, next_at=until)


def _send(outbox: Outbox, body: Body, *, at: datetime) -> Receipt:
    adapter = registry.get(outbox.channel)
    contact = outbox.contact_point
    if contact is None:
        raise DeliveryError("no address", permanent=True)
    outgoing = Outgoing(Address(contact.scheme, contact.value), body, str(outbox.token))
    if body.manner is Manner.DIRECT:
        outgoing = _through_the_window(outbox, outgoing, adapter, at=at)
    reach("sending.before")
    return adapter.send(outgoing)


def _through_the_window(outbox: Outbox, outgoing: Outgoing, adapter: Adapter, *, at: datetime) -> Outgoing:
    """The message in the form that the provider takes just now. Raises DeliveryError when there is none."""
    window = windows.state(
        channel=outbox.channel, contact_point_id=outbox.contact_point_id, capabilities=adapter.capabilities, at=at
    )
    if not outbox.used_template:
        if window is Window.OPEN:
            return outgoing
        if window is Window.PERSON and outgoing.body.by_person:
            return replace(outgoing, by_person=True)
    if outgoing.body.template is None or not adapter.capabilities.templates:
        raise DeliveryError(_("the reply window is closed and there is no template"), window_closed=True)
    if not outbox.used_template:
        Outbox.objects.filter(pk=outbox.pk).update(used_template=True)
    return replace(outgoing, use_template=True)


def _note_failure(outbox_id: int, error: DeliveryError, body: Body, *, at: datetime) -> None:
    with transaction.atomic(durable=True):
        outbox = Outbox.objects.select_for_update(of=("self",)).select_related("message").get(pk=outbox_id)
        if outbox.state != Outbox.State.SENDING:
            return  # a status told meanwhile that it arrived
        if error.alarm:
            _alarm(outbox.channel, error, at)
        with_template = body.template is not None and registry.get(outbox.channel).capabilities.templates
        if error.window_closed and (outbox.used_template or not with_template):
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
    statuses.another_way(outbox, at=at)
