"""Messages that a provider only announces: the words are fetched before the message is handed on.

The fetching is a call over the network, so it stands outside every transaction and holds no sender's lock. Two workers
may fetch the same words; that is harmless. When they cannot be had, the message is handed on as it was announced.
"""

import json
import logging
from datetime import datetime, timedelta

from rumahrakyat.channels import codec, registry
from rumahrakyat.channels.base import DeliveryError, Inbound
from rumahrakyat.channels.contract import Completes
from rumahrakyat.channels.models import InboundEvent
from rumahrakyat.lib import crypto

logger = logging.getLogger(__name__)

PATIENCE = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))


class Incomplete(Exception):
    """The message must be completed first."""

    def __init__(self, inbound: Inbound) -> None:
        super().__init__()
        self.inbound = inbound


def require(row: InboundEvent, inbound: Inbound) -> None:
    """Raises Incomplete when the words of the message are still to be had."""
    adapter = registry.get(row.channel)
    if isinstance(adapter, Completes) and row.attempts <= len(PATIENCE) and adapter.lacks(inbound):
        raise Incomplete(inbound)


def complete(row: InboundEvent, inbound: Inbound, *, at: datetime) -> None:
    """Fetch what is missing and write it down, or note when to try again. Call outside a transaction."""
    adapter = registry.get(row.channel)
    assert isinstance(adapter, Completes)
    try:
        completed = adapter.complete(inbound)
    except DeliveryError as error:
        _later(row, error, at=at)
    except Exception as error:
        logger.exception("the %s adapter failed to complete event %s", row.channel, row.pk)
        _later(row, DeliveryError(f"fault in our program: {type(error).__name__}"), at=at)
    else:
        if adapter.lacks(completed):
            _later(row, DeliveryError("the provider did not tell the words", permanent=True), at=at)
        else:
            _write(row, completed, at=at)


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
