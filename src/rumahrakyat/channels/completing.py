"""What a provider tells only when asked: the words of a message it announced, the name of somebody new.

Both are fetched before the message is handed on. The fetching is a call over the network, so it stands outside every
transaction and holds no sender's lock. Two workers may fetch the same; that is harmless. What cannot be had is left
out, and the message is handed on without it.
"""

import json
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from rumahrakyat.channels import codec, registry
from rumahrakyat.channels.base import DeliveryError, Inbound
from rumahrakyat.channels.contract import Adapter, Completes, Names
from rumahrakyat.channels.models import InboundEvent
from rumahrakyat.lib import crypto
from rumahrakyat.people.models import ContactPoint

logger = logging.getLogger(__name__)

PATIENCE = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))


class Incomplete(Exception):
    """The message must be completed first."""

    def __init__(self, inbound: Inbound) -> None:
        super().__init__()
        self.inbound = inbound


def require(row: InboundEvent, inbound: Inbound) -> None:
    """Raises Incomplete when something of the message is still to be had."""
    adapter = registry.get(row.channel)
    if row.attempts > len(PATIENCE):
        return
    if _lacks_words(adapter, inbound) or (isinstance(adapter, Names) and _is_nameless_and_new(inbound)):
        raise Incomplete(inbound)


def _lacks_words(adapter: Adapter, inbound: Inbound) -> bool:
    return isinstance(adapter, Completes) and adapter.lacks(inbound)


def _is_nameless_and_new(inbound: Inbound) -> bool:
    sender = inbound.sender
    if sender.display_name or not sender.addresses:
        return False
    first = sender.addresses[0]
    known = ContactPoint.objects.filter(scheme=first.scheme, value_hash=crypto.lookup_hash(first.scheme, first.value))
    return not known.exists()


def complete(row: InboundEvent, inbound: Inbound, *, at: datetime) -> None:
    """Fetch what is missing and write it down, or note when to try again. Call outside a transaction."""
    adapter = registry.get(row.channel)
    try:
        completed = _completed(adapter, inbound)
    except DeliveryError as error:
        _later(row, error, at=at)
    except Exception as error:
        logger.exception("the %s adapter failed to complete event %s", row.channel, row.pk)
        _later(row, DeliveryError(f"fault in our program: {type(error).__name__}"), at=at)
    else:
        if _lacks_words(adapter, completed):
            _later(row, DeliveryError("the provider did not tell the words", permanent=True), at=at)
        else:
            _write(row, completed, at=at)


def _completed(adapter: Adapter, inbound: Inbound) -> Inbound:
    """Raises DeliveryError; a name is not worth waiting for, so its lack is permanent."""
    if isinstance(adapter, Completes) and adapter.lacks(inbound):
        return adapter.complete(inbound)
    assert isinstance(adapter, Names)
    try:
        name = adapter.name_of(inbound.sender.addresses[0])
    except DeliveryError as error:
        raise DeliveryError(error.message, permanent=True) from error
    if not name:
        raise DeliveryError("the provider did not tell the name", permanent=True)
    return replace(inbound, sender=replace(inbound.sender, display_name=name))


def _write(row: InboundEvent, completed: Inbound, *, at: datetime) -> None:
    tidied = codec.tidy(completed, at=at)
    InboundEvent.objects.filter(pk=row.pk, state=InboundEvent.State.NEW).update(
        kind=completed.kind,
        order_key=crypto.lookup_hash(row.channel, codec.storable(tidied.order_key)),
        sent_at=tidied.sent_at,
        sealed_payload=crypto.seal(json.dumps(codec.dump(tidied))),
        next_at=at,
    )


def _later(row: InboundEvent, error: DeliveryError, *, at: datetime) -> None:
    attempts = len(PATIENCE) + 1 if error.permanent else row.attempts + 1
    given_up = attempts > len(PATIENCE)
    if given_up:
        logger.warning("event %s of %s is handed on incomplete: %s", row.pk, row.channel, error.message)
    pause = timedelta(0) if given_up else max(PATIENCE[attempts - 1], error.retry_after or timedelta(0))
    InboundEvent.objects.filter(pk=row.pk, state=InboundEvent.State.NEW).update(
        attempts=attempts, error=error.message[:200], next_at=at + pause
    )
