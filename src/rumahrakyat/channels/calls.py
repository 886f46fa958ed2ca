"""Telephone calls: what the exchange told about each, one row a call whatever the order of its events."""

from datetime import datetime

from rumahrakyat.channels.base import Call


def note(event: Call, *, at: datetime) -> None:
    """Add what `event` tells to its call. Call inside a transaction."""
