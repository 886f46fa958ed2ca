"""What a case works with: the channel's kit, its provider, what was received, somebody to write to."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import ModuleType
from typing import Any
from unittest import mock

from django.db import connection
from django.test import Client

from rumahrakyat.channels import handing, inbox, registry, sending, unpack, windows
from rumahrakyat.channels.base import Body, Inbound
from rumahrakyat.channels.conformance import peer as http_peer
from rumahrakyat.channels.contract import Raw, Request, TakesQuery
from rumahrakyat.channels.models import Message, Outbox
from rumahrakyat.channels.outbox import enqueue
from rumahrakyat.lib import clock, http
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.people.operations import contact_point

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
EXTERNAL = "ext-1"


class Failed(AssertionError):
    """The channel does not stand the case; the message says what was expected and what came."""


def expect(found: Any, wanted: Any, what: str = "") -> None:
    """Compare, and say both when they differ. Raises Failed."""
    if found != wanted:
        raise Failed(f"{what or 'expected'}: wanted {wanted!r}, found {found!r}")


def kit_of(code: str) -> ModuleType:
    return import_module(f"rumahrakyat.channels.{code}.kit")


class Bench:
    def __init__(self, kit: ModuleType, peer: Any) -> None:
        self.kit, self.peer = kit, peer
        self.adapter = registry.get(kit.CODE)
        self.received: list[Inbound] = []

    # In

    def post(self, request: Request) -> int:
        """The provider's request through our front door; the status it is answered with."""
        headers = {name: value for name, value in request.headers.items() if name != "content-type"}
        query = request.url.partition("?")[2]
        answer = Client(SERVER_NAME="localhost").generic(
            request.method,
            f"/kanal/{self.kit.CODE}/" + (f"?{query}" if query else ""),
            request.body,
            content_type=request.headers.get("content-type", "application/json"),
            headers=headers,
            query_params=None if query else dict(request.query),
            REMOTE_ADDR=request.client or "127.0.0.1",
        )
        return int(answer.status_code)

    def stores(self, *items: Any, at: datetime = AT) -> None:
        for request in self.kit.requests(*items):
            raw = self.adapter.raw(request) if isinstance(self.adapter, TakesQuery) else request.body
            inbox.store_all(self.kit.CODE, [Raw(raw, dict(request.headers))], at=at)

    def works(self, at: datetime = AT) -> None:
        unpack.unpack(lambda: at)
        handing.hand_on(lambda: at)

    def works_later(self, at: datetime = AT) -> None:
        """As `works`, when what came through our front door is due: that is stored by the clock on the wall."""
        self.works(max(at, clock.now()) + timedelta(minutes=1))

    def arrives(self, *items: Any, at: datetime = AT) -> None:
        self.stores(*items, at=at)
        self.works(at)

    def words(self) -> list[str]:
        return sorted(inbound.text for inbound in self.received)

    # Out

    def citizen(self) -> ContactPoint:
        address = self.kit.citizen()
        return contact_point(scheme=address.scheme, value=address.value, at=AT - timedelta(days=30))

    def tell(self, body: Body | str = "Halo", *, in_window: bool = True, at: datetime = AT) -> Message:
        citizen = self.citizen()
        if in_window:
            windows.opened(channel=self.kit.CODE, contact_point=citizen, sent_at=at, at=at)
        return enqueue(channel=self.kit.CODE, contact_point=citizen, body=body, key="k1", at=at)

    def send(self, at: datetime = AT) -> Outbox:
        sending.send_due(lambda: at)
        return Outbox.objects.select_related("message").get()

    def hears(self, status: Any, external_id: str = EXTERNAL) -> None:
        self.arrives(self.kit.status(external_id, status))

    def told(self) -> Message:
        return Message.objects.get(direction="out")

    # Killed

    def killed(self, *items: Any, failpoint: str) -> None:
        """Store and hand on `items` in a process of its own that is killed at `failpoint`."""
        child = os.fork()
        if child == 0:
            try:
                _as_a_new_process(failpoint)
                self.arrives(*items)
            finally:
                os._exit(1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        expect(status, -9, f"the process should have been killed at {failpoint}")


_inherited: list[object] = []


def _as_a_new_process(failpoint: str) -> None:
    from rumahrakyat.lib import failpoints  # noqa: PLC0415 -- only a process that is about to die needs it

    _inherited.append(connection.connection)  # kept, not closed: it is the parent's
    connection.connection = None
    http.forget_connections()
    failpoints._wanted = failpoint  # noqa: SLF001 -- as its environment variable would
    failpoints._left = 1  # noqa: SLF001


@contextmanager
def bench_of(code: str) -> Iterator[Bench]:
    """The bench of a channel: its provider runs, the registry knows this channel alone, and what is handed on is
    remembered instead of becoming a case."""
    kit = kit_of(code)
    with ExitStack() as stack:
        make = getattr(kit, "peer", http_peer.serving)
        peer = stack.enter_context(make())
        alone = registry.Registry()
        alone.add(kit.adapter(peer.url))
        stack.enter_context(mock.patch.object(registry, "default", return_value=alone))
        bench = Bench(kit, peer)
        receivers: Mapping[str, Any] = {"inbound": lambda inbound, _at: bench.received.append(inbound)}
        stack.enter_context(mock.patch.object(handing, "_receivers", receivers))
        stack.enter_context(mock.patch.object(handing, "_media_receivers", {}))
        yield bench
