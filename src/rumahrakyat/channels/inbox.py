"""Receiving: verify, store the raw request, acknowledge; take apart and hand on in a worker, each event once."""

from collections.abc import Callable
from datetime import datetime

from rumahrakyat.channels.base import Inbound

Receiver = Callable[[Inbound, datetime], None]
MediaReceiver = Callable[[int, datetime], None]


def set_receiver(receive: Receiver) -> None:
    """Register who takes an `Inbound` (correspondence). Called in the worker, inside the transaction that marks the
    event done: what it writes and "done" are one commit, and an exception leaves the event to be tried again."""


def set_media_receiver(receive: MediaReceiver) -> None:
    """Register who is told that a file (InboundMedia id) is stored or could not be had: same transaction rules."""
