"""Connections that are kept open (mail servers, sessions with SMS centres, event streams), in a process of their own.

Each listener has a thread. One that breaks is started again after a pause that grows while it keeps breaking.
"""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from rumahrakyat.channels import inbox, registry
from rumahrakyat.channels.contract import Adapter, Listener, Listening, NotStored, Raw
from rumahrakyat.channels.models import Cursor
from rumahrakyat.lib import clock

logger = logging.getLogger(__name__)

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
SETTLED_SECONDS = 120.0
STOP_SECONDS = 1.5  # a commit in hand takes less


@dataclass(frozen=True)
class DatabaseStore:
    """The `Store` of a listener: what it takes is committed when `take` returns."""

    channel: str

    def cursor(self, name: str) -> str:
        with _database():
            return Cursor.objects.filter(name=name).values_list("value", flat=True).first() or ""

    def take(self, items: Sequence[Raw], *, name: str = "", cursor: str = "") -> None:
        with _database():
            inbox.store_all(self.channel, items, at=clock.now(), name=name, cursor=cursor)


@contextmanager
def _database() -> Iterator[None]:
    """Turns the database's absence into `NotStored`, and leaves no dead connection behind."""
    close_old_connections()
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        logger.warning("a listener could not store: %s", type(error).__name__)
        connection.close()
        raise NotStored from error


def all_listeners() -> list[tuple[Adapter, Listener]]:
    """Every listener of every channel that this installation uses."""
    return [
        (adapter, listener)
        for adapter in registry.default()
        if isinstance(adapter, Listening) and adapter.configured()
        for listener in adapter.listeners()
    ]


def run(stopping: threading.Event) -> int:
    """Run every listener until `stopping` is set; returns how many there were."""
    threads = [
        threading.Thread(target=_keep, args=(adapter, listener, stopping), name=listener.name, daemon=True)
        for adapter, listener in all_listeners()
    ]
    for thread in threads:
        thread.start()
    stopping.wait()
    end = time.monotonic() + STOP_SECONDS
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return len(threads)


def _keep(adapter: Adapter, listener: Listener, stopping: threading.Event) -> None:
    pause = FIRST_PAUSE
    while not stopping.is_set():
        began = time.monotonic()
        try:
            listener.listen(DatabaseStore(adapter.code), stopping)
        except Exception as error:  # noqa: BLE001 -- a broken connection must not end the others
            logger.warning("listener %s broke and starts again: %s", listener.name, type(error).__name__)
        finally:
            connection.close()
        if stopping.is_set():
            return
        pause = FIRST_PAUSE if time.monotonic() - began > SETTLED_SECONDS else min(pause * 2, LONGEST_PAUSE)
        stopping.wait(pause)
