"""What a sweep would ask the database thousands of times with the same answer, asked once within a block.

For what changes seldom and may be as old as the sweep, which is over in seconds: lists of people, bodies, channels that
stand still. Outside such a block everything is asked anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import transaction

_Answer = TypeVar("_Answer")
_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """A block within which each question is asked once."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once(key: Hashable, ask: Callable[[], _Answer]) -> _Answer:
    """The answer of before, or `ask`. Only for what the caller's transaction does not write."""
    known = _known.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    found: _Answer = known[key]
    return found


def once_committed(key: Hashable, ask: Callable[[], _Answer]) -> _Answer:
    """The same where `ask` may make a row: it is remembered when that is committed, and forgotten with a rollback."""
    known = _known.get()
    if known is not None and key in known:
        found: _Answer = known[key]
        return found
    answer = ask()
    if known is not None:
        transaction.on_commit(lambda: known.update({key: answer}))
    return answer


def forget(key: Hashable) -> None:
    """Have the question asked anew next time."""
    known = _known.get()
    if known is not None:
        known.pop(key, None)
