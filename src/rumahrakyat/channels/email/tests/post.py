"""Our own listeners, run as the listening process runs them, and mail servers that talk to them."""

import smtplib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

from rumahrakyat.channels.contract import Listener, NotStored, Raw, Store
from rumahrakyat.channels.email import kit
from rumahrakyat.channels.email.door import DoorListener
from rumahrakyat.channels.email.options import Door, Options
from rumahrakyat.channels.email.tests.dovecot import free_port

SECONDS = 120  # a bound, not a wait


@dataclass
class Shelf:
    """A `Store` in memory. While `away` is set, it stores nothing."""

    items: list[Raw] = field(default_factory=list)
    cursors: dict[str, str] = field(default_factory=dict)
    away: bool = False
    refused: int = 0
    batches: list[int] = field(default_factory=list)

    def cursor(self, name: str) -> str:
        return self.cursors.get(name, "")

    def take(self, items: Sequence[Raw], *, name: str = "", cursor: str = "") -> None:
        if self.away:
            self.refused += 1
            raise NotStored
        self.items += items
        self.batches.append(len(items))
        if name:
            self.cursors[name] = cursor


@contextmanager
def listening(listener: Listener, store: Store) -> Iterator[threading.Thread]:
    """The listener in a thread of its own; stopped afterwards. What it raised is raised here."""
    stopping = threading.Event()
    troubles: list[Exception] = []

    def run() -> None:
        try:
            listener.listen(store, stopping)
        except Exception as error:  # noqa: BLE001 -- raised again below
            troubles.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        stopping.set()
        thread.join(SECONDS)
    assert not thread.is_alive()
    if troubles:
        raise troubles[0]


@contextmanager
def open_door(store: Store, *, protocol: str = "lmtp", largest: int = 25 * 1024 * 1024) -> Iterator[Options]:
    """Our listening mail server on a free port, ready."""
    door = Door("127.0.0.1", free_port(), protocol)
    usual = kit.options(door=door)
    options = Options(usual.addresses, authserv_id=usual.authserv_id, largest=largest, door=door, relay=usual.relay)
    with listening(DoorListener(options), store):
        until(lambda: answers(door.port))
        yield options


def client(options: Options) -> smtplib.SMTP:
    """A mail server that has just connected to ours."""
    kind = smtplib.LMTP if options.door.protocol == "lmtp" else smtplib.SMTP
    return kind("127.0.0.1", options.door.port, timeout=SECONDS)


def deliver(options: Options, *mails: bytes, to: Sequence[str] = kit.OURS[:1]) -> None:
    """Raises smtplib's errors when a mail is not taken."""
    with client(options) as server:
        for mail in mails:
            server.sendmail("wening@surel.test", list(to), mail)
            if isinstance(server, smtplib.LMTP):
                for _further in to[1:]:  # the library reads the answer for one recipient only
                    assert server.getreply()[0] == 250


def until(happened: Callable[[], bool]) -> None:
    """Wait for it. Fails the test when it never comes."""
    end = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
