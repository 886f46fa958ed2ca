"""The one place that reads the clock. Rules never do: they receive `at`.

All instants are timezone-aware and in UTC; people read them in the installation's zone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present instant, or the frozen one inside `frozen()`."""
    return _frozen.get() or datetime.now(UTC)  # noqa: TID251 -- the one place


def today(zone: ZoneInfo) -> date:
    """The present calendar day in `zone`."""
    return now().astimezone(zone).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let `now()` return `at` in this context only: a demo day and tests move time without touching the machine."""
    if at.tzinfo is None:
        raise ValueError("the clock only takes aware instants")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
