"""Enqueuing: a message is written in the caller's transaction and leaves later (`sending`), at least once.

Nothing here talks to a network. A message exists exactly when what it tells is committed.
"""

import json
from datetime import datetime

from django.db import IntegrityError, transaction

from rumahrakyat.channels import codec, registry
from rumahrakyat.channels.base import NORMAL, Body, Priority
from rumahrakyat.channels.contract import Adapter
from rumahrakyat.channels.fitting import fit
from rumahrakyat.channels.models import DeliveryTask, Message, Outbox
from rumahrakyat.lib import crypto, jobs
from rumahrakyat.people.models import Account, ContactPoint


class NoAddress(ValueError):
    """A channel that reaches people by an address was given none."""


def enqueue(
    *,
    channel: str,
    contact_point: ContactPoint | None,
    body: Body | str,
    key: str,
    at: datetime,
    priority: Priority = NORMAL,
    fresh: bool = False,
) -> Message:
    """Queue `body` for `contact_point` on `channel`; the caller's transaction decides whether it exists at all.

    `key` makes it idempotent: the same key again returns the message of the first time and queues nothing. A text
    longer than the channel takes is split (the last part is returned and carries the buttons). To a contact that
    asked for silence (`stopped_at`) nothing is sent: the message is withheld, so confirm a STOP before recording it.
    `fresh`: the caller holds the lock under which the key was made, so it cannot have been used before; were it, that
    is an IntegrityError. Raises `UnknownChannel`, `NoAddress`.
    """
    adapter = registry.get(channel)
    if adapter.capabilities.push and contact_point is None:
        raise NoAddress(channel)
    known = None if fresh else _known(key)
    if known is not None:
        return known
    *parts, last = fit(Body(body) if isinstance(body, str) else body, adapter.capabilities)
    try:
        with transaction.atomic(savepoint=not fresh):
            for number, part in enumerate(parts, start=1):
                _write(adapter, contact_point, part, f"{key}#{number}", at, priority)
            message = _write(adapter, contact_point, last, key, at, priority)
    except IntegrityError:
        known = None if fresh else _known(key)  # two callers raced; the other was first
        if known is None:
            raise
        return known
    if adapter.capabilities.push:
        jobs.wake("channels.outbox")
    return message


def _known(key: str) -> Message | None:
    return Message.objects.filter(outbox__key=key).first()


def _write(  # noqa: PLR0917 -- a private step of enqueue
    adapter: Adapter, contact: ContactPoint | None, body: Body, key: str, at: datetime, priority: int
) -> Message:
    status, state = _first_state(adapter, contact)
    message = Message.objects.create(
        channel=adapter.code,
        direction=Message.Direction.OUT,
        contact_point=contact,
        kind="text",
        sealed_content=crypto.seal(json.dumps(codec.dump_body(body))),
        quoted_external_id=body.reply_to,
        status=status,
        status_at=at,
        sent_at=at if status == Message.Status.SENT else None,
        recorded_at=at,
    )
    Outbox.objects.create(
        channel=adapter.code,
        message=message,
        contact_point=contact,
        key=key,
        priority=priority,
        state=state,
        next_at=at,
        created_at=at,
    )
    return message


def _first_state(adapter: Adapter, contact: ContactPoint | None) -> tuple[Message.Status, Outbox.State]:
    if not adapter.capabilities.push:
        return Message.Status.SENT, Outbox.State.SENT  # it is read on our own pages
    # Asked of the database: the caller may have loaded the contact before it was stopped or resumed.
    if contact is not None and ContactPoint.objects.filter(pk=contact.pk, stopped_at__isnull=False).exists():
        return Message.Status.WITHHELD, Outbox.State.WITHHELD
    return Message.Status.QUEUED, Outbox.State.QUEUED


def send_again(*, task: DeliveryTask, actor: Account, at: datetime) -> None:
    """A person decided to try once more; closes the task. A task that somebody closed already changes nothing."""
    with transaction.atomic():
        if not close_task(task=task, actor=actor, outcome="sent again", at=at):
            return
        Outbox.objects.filter(pk=task.outbox_id).update(
            state=Outbox.State.QUEUED, attempts=0, next_at=at, error="", used_template=False
        )
        Message.objects.filter(outbox=task.outbox_id).update(
            status=Message.Status.QUEUED, status_at=at, external_id="", error=""
        )
        jobs.wake("channels.outbox")


def close_task(*, task: DeliveryTask, actor: Account, outcome: str, at: datetime) -> bool:
    """The citizen was told another way, or need not be. False when the task was closed before."""
    still_open = DeliveryTask.objects.filter(pk=task.pk, done_at=None)
    return bool(still_open.update(done_at=at, done_by=actor, outcome=outcome[:200]))
