"""Locks by name: they serialise work on something that may not have a row yet, whichever process does it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def _call(function: str, *names: str, over: BaseDatabaseWrapper | None = None) -> bool:
    with (over or connection).cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", ["\x1f".join(names)])
        row = cursor.fetchone()
    return row is not None and row[0] is not False


def wait(*names: str) -> None:
    """Wait for the lock; it is ours until the transaction ends."""
    _call("pg_advisory_xact_lock", *names)


def attempt(*names: str) -> bool:
    """True when we got the lock until the transaction ends; False, at once, when somebody else has it."""
    return _call("pg_try_advisory_xact_lock", *names)


@contextmanager
def alone(*names: str, over: BaseDatabaseWrapper | None = None) -> Iterator[None]:
    """Wait for the lock and hold it over as many transactions as the block makes."""
    _call("pg_advisory_lock", *names, over=over)
    try:
        yield
    finally:
        _call("pg_advisory_unlock", *names, over=over)


@contextmanager
def apart(*names: str) -> Iterator[None]:
    """Like `alone`, on a connection of its own: it holds also while the usual one is closed, as before a fork. Whoever
    asks for the same lock on the usual connection within the block waits for ever."""
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        # given back in words too: the server notices that a connection is closed only some time after we have closed it
        with alone(*names, over=own):
            yield
    finally:
        own.close()
