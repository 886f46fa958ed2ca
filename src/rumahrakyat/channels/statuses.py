"""What providers say about our messages, in any order and sometimes before we wrote the message down.

A status only moves a message forward: queued < sent < failed < delivered < read. Late news of failure after a
delivery is noise; news of a delivery after a failure is good news and closes the task it had made.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from rumahrakyat.channels.base import Manner, ReadUntil, Status, StatusUpdate
from rumahrakyat.channels.models import DeliveryTask, EarlyStatus, Message, Outbox
from rumahrakyat.lib import crypto, jobs, locks

Fallback = Callable[[Outbox, datetime], str]
_lent: dict[str, Fallback] = {}

RANK = {
    Message.Status.QUEUED: 0,
    Message.Status.WITHHELD: 0,
    Message.Status.SENT: 1,
    Message.Status.FAILED: 2,
    Message.Status.DELIVERED: 3,
    Message.Status.READ: 4,
}
SECOND_TRIES = 3
SECOND_TRY_AFTER = timedelta(minutes=1)


def apply(update: StatusUpdate, *, at: datetime) -> None:
    """Move the message forward, or keep the status until the message is written down. Call inside a transaction."""
    locks.wait("channels.external", update.channel, update.external_id)
    message = _find(update, at)
    if message is None:
        EarlyStatus.objects.get_or_create(
            channel=update.channel,
            external_id=update.external_id,
            status=update.status,
            defaults={
                "at": update.at,
                "error": update.error[:200],
                "permanent": update.permanent,
                "window_closed": update.window_closed,
                "recorded_at": at,
            },
        )
        return
    _settle(message, update, at)


def read_until(event: ReadUntil) -> None:
    """Everything that was sent to this person by then has been read, but for what stands in public. Call inside a
    transaction."""
    reader = event.reader
    sent_by_then = Message.objects.select_for_update(of=("self",)).filter(
        channel=event.channel,
        direction="out",
        contact_point__scheme=reader.scheme,
        contact_point__value_hash=crypto.lookup_hash(reader.scheme, reader.value),
        status__in=[Message.Status.SENT, Message.Status.DELIVERED],
        sent_at__lte=event.at,
    )
    for message in sent_by_then.order_by("id"):
        if message.content.get("manner") != Manner.PUBLIC:
            advance(message, Message.Status.READ, at=event.at)


def _settle(message: Message, update: StatusUpdate, at: datetime) -> None:
    if update.status is Status.FAILED and _second_try(message, update, at):
        return
    advance(message, Message.Status(update.status), at=update.at, error=update.error)


def _find(update: StatusUpdate, at: datetime) -> Message | None:
    ours = Message.objects.select_for_update(of=("self",)).filter(channel=update.channel, direction="out")
    message = ours.filter(external_id=update.external_id).first()
    token = _token(update.key)
    if message is not None or token is None:
        return message
    unsure = [Outbox.State.SENDING, Outbox.State.RETRY]  # tried, and the answer never reached us
    outbox = Outbox.objects.filter(channel=update.channel, token=token, state__in=unsure).first()
    if outbox is None:
        return None
    sent(outbox_id=outbox.pk, external_id=update.external_id, at=at)
    return ours.filter(external_id=update.external_id).first()


def sent(*, outbox_id: int, external_id: str, at: datetime) -> None:
    """The provider took the message. Call inside a transaction; harmless when a status was quicker to say so."""
    if external_id:
        locks.wait("channels.external", _channel(outbox_id), external_id)
    outbox = Outbox.objects.select_for_update(of=("self",)).select_related("message").get(pk=outbox_id)
    if outbox.state == Outbox.State.SENT:
        return
    outbox.state = Outbox.State.SENT
    outbox.error = ""
    outbox.save(update_fields=["state", "error"])
    message = outbox.message
    message.external_id = external_id
    message.sent_at = at
    message.save(update_fields=["external_id", "sent_at"])
    advance(message, Message.Status.SENT, at=at)
    early = EarlyStatus.objects.filter(channel=outbox.channel, external_id=external_id)
    for row in early.order_by("at"):
        _settle(message, _as_update(row), at)
    early.delete()


def _as_update(row: EarlyStatus) -> StatusUpdate:
    return StatusUpdate(
        channel=row.channel,
        external_id=row.external_id,
        status=Status(row.status),
        at=row.at,
        error=row.error,
        permanent=row.permanent,
        window_closed=row.window_closed,
    )


def _token(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None


def _channel(outbox_id: int) -> str:
    return Outbox.objects.values_list("channel", flat=True).get(pk=outbox_id)


def advance(message: Message, status: Message.Status, *, at: datetime, error: str = "") -> bool:
    """Set `status` when it is further than the present one; True when it was."""
    if RANK[status] <= RANK[Message.Status(message.status)]:
        return False
    message.status = status
    message.status_at = at
    message.error = error[:200]
    message.save(update_fields=["status", "status_at", "error"])
    if status is Message.Status.FAILED:
        give_up(message, reason=error, at=at)
    elif RANK[status] > RANK[Message.Status.FAILED]:
        tasks = DeliveryTask.objects.filter(outbox__message=message, done_at=None)
        tasks.update(done_at=at, outcome="it arrived after all")
    return True


def give_up(message: Message, *, reason: str, at: datetime) -> None:
    """The message will not arrive: the outbox row is failed and a person gets a task."""
    outbox = Outbox.objects.select_for_update().get(message=message)
    outbox.state = Outbox.State.FAILED
    outbox.error = reason[:200]
    outbox.save(update_fields=["state", "error"])
    task(outbox, reason=reason, at=at)
    another_way(outbox, at=at)


def lend_fallback(fall_back: Fallback) -> None:
    """Register who knows another way to a person whom a message cannot reach (correspondence): given the row, it queues
    the message on another channel and returns that channel's name, or an empty string. Same transaction."""
    _lent["fallback"] = fall_back


def another_way(outbox: Outbox, *, at: datetime) -> None:
    """Try to reach the person on another channel; the task is closed when that is under way."""
    fall_back = _lent.get("fallback")
    # What was sent as a fallback does not fall back again: then a person looks.
    if fall_back is None or outbox.key.startswith("fallback:"):
        return
    taken = fall_back(outbox, at)
    if taken:
        DeliveryTask.objects.filter(outbox=outbox, done_at=None).update(done_at=at, outcome=f"sent by {taken} instead")


def task(outbox: Outbox, *, reason: str, at: datetime) -> None:
    """Ask a person to find another way; one open task per message."""
    DeliveryTask.objects.update_or_create(
        outbox=outbox,
        defaults={"reason": reason[:200], "created_at": at, "done_at": None, "done_by": None, "outcome": ""},
    )


def _second_try(message: Message, update: StatusUpdate, at: datetime) -> bool:
    """A failure told afterwards can still be mended: the template when the window had closed, or one more send."""
    outbox = Outbox.objects.select_for_update().filter(message=message, state=Outbox.State.SENT).first()
    if outbox is None or message.status != Message.Status.SENT:
        return False
    with_template = update.window_closed and not outbox.used_template and bool(message.content.get("template"))
    again = not update.permanent and not update.window_closed and outbox.attempts < SECOND_TRIES
    if not (with_template or again):
        return False
    outbox.state = Outbox.State.RETRY
    outbox.token = uuid.uuid4()  # late statuses of the first send must not speak for the second
    outbox.used_template = outbox.used_template or with_template
    outbox.next_at = at if with_template else at + SECOND_TRY_AFTER
    outbox.error = update.error[:200]
    outbox.save(update_fields=["state", "token", "used_template", "next_at", "error"])
    message.status = Message.Status.QUEUED
    message.status_at = at
    message.external_id = ""
    message.save(update_fields=["status", "status_at", "external_id"])
    jobs.wake("channels.outbox")
    return True
