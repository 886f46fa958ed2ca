"""Mail that is brought to us by LMTP or SMTP. A mail is acknowledged when it is committed, never before.

The server in front of us (Postfix, Exim) keeps its queue: while our database is away it hears 451 and comes again.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from rumahrakyat.channels.contract import NotStored, Raw, Store
from rumahrakyat.channels.email.addresses import bare
from rumahrakyat.channels.email.options import Options

logger = logging.getLogger(__name__)
# The library writes every command into the log, with the addresses of those who write to us.
logging.getLogger("mail.log").setLevel(logging.ERROR)

WRITERS = 4
LONGEST_LINE = 1024 * 1024  # old programs send a whole page as one line
MOST_RECIPIENTS = 50
LOOK_SECONDS = 0.1
CLOSING_SECONDS = 5

TAKEN = "250 2.0.0 taken"
COME_AGAIN = "451 4.3.0 cannot be stored just now, come again"
NOT_OURS = "550 5.1.1 there is no such mailbox here"
TOO_MANY = "452 4.5.3 too many recipients"


class DoorListener:
    """The listening server."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.name = "email.door"

    def listen(self, store: Store, stopping: threading.Event) -> None:
        def taken(envelope: Envelope) -> bool:
            try:
                store.take([_raw(envelope, self.options.door.protocol)])
            except NotStored:
                return False
            return True

        visitors = Visitors(self.options, taken)
        door = self.options.door
        serve_at(door.host, door.port, lambda loop: _protocol(self.options, visitors, loop), stopping)


def serve_at(
    host: str, port: int, make: Callable[[asyncio.AbstractEventLoop], SMTP], stopping: threading.Event
) -> None:
    """Answer until `stopping` is set. Raises OSError when the port is not free."""
    asyncio.run(_serve(make, host, port, stopping))


async def _serve(
    make: Callable[[asyncio.AbstractEventLoop], SMTP], host: str, port: int, stopping: threading.Event
) -> None:
    loop = asyncio.get_running_loop()
    writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="email.door")
    loop.set_default_executor(writers)
    server = await loop.create_server(lambda: make(loop), host, port)
    try:
        while not stopping.is_set():
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        server.close()
        # Whoever is just being told "taken" shall hear it.
        visits = [task for task in asyncio.all_tasks(loop) if task is not asyncio.current_task()]
        if visits:
            await asyncio.wait(visits, timeout=LOOK_SECONDS)
        await _close_connections(loop)


async def _close_connections(loop: asyncio.AbstractEventLoop) -> None:
    """Every writer closes its own connection to the database; the barrier gives each of them one turn."""
    barrier = threading.Barrier(WRITERS)

    def close() -> None:
        connection.close()
        barrier.wait(CLOSING_SECONDS)

    await asyncio.gather(*(loop.run_in_executor(None, close) for _ in range(WRITERS)), return_exceptions=True)


class Visitors:
    """What the server does with each step of a delivery. `taken` stores and tells whether it could."""

    def __init__(self, options: Options, taken: Callable[[Envelope], bool]) -> None:
        self.options = options
        self._taken = taken

    async def handle_RCPT(  # noqa: N802 -- the server's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.options.is_ours(address):
            return NOT_OURS
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 ours"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        taken = await asyncio.get_running_loop().run_in_executor(None, self._taken, envelope)
        answer = TAKEN if taken else COME_AGAIN
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if isinstance(server, LMTP) else answer

    async def handle_exception(self, error: Exception) -> str:
        logger.error("taking a mail failed: %s", type(error).__name__)
        return COME_AGAIN


class _PerRecipient(LMTP):
    """LMTP wants one answer per recipient after the data, also when the data is refused or something breaks."""

    line_length_limit = LONGEST_LINE
    _reading = False

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 -- the server's name
        self._reading = True
        await super().smtp_DATA(arg)
        self._reading = False

    async def handle_exception(self, error: Exception) -> str:
        answer = await super().handle_exception(error)
        if self._reading:
            self._reading = False
            answer = self._for_all(answer)
            self._set_post_data_state()  # type: ignore[no-untyped-call]
        return answer

    async def push(self, status: Any) -> None:
        if self._reading and isinstance(status, str) and status.startswith(("552 ", "500 Line")):
            status = self._for_all(status)
        await super().push(status)

    def _for_all(self, answer: str) -> str:
        recipients = len(self.envelope.rcpt_tos) if self.envelope else 1
        return "\r\n".join([answer] * max(recipients, 1))


class _LongLines(SMTP):
    line_length_limit = LONGEST_LINE


def _protocol(options: Options, visitors: Visitors, loop: asyncio.AbstractEventLoop) -> SMTP:
    kind = _PerRecipient if options.door.protocol == "lmtp" else _LongLines
    return kind(
        visitors,
        data_size_limit=options.largest,
        enable_SMTPUTF8=True,
        hostname=options.domain or "localhost",
        ident="Rumah Rakyat",
        loop=loop,
    )


def _raw(envelope: Envelope, via: str) -> Raw:
    """The mail with the lines that whoever delivers a mail at last puts above it (RFC 5321, 4.4)."""
    content = envelope.original_content or b""
    return delivered(content, sender=envelope.mail_from or "", recipients=envelope.rcpt_tos, via=via)


def delivered(content: bytes, *, sender: str, recipients: Sequence[str], via: str) -> Raw:
    """A mail as we keep it."""
    sender, found = bare(sender), [bare(recipient) for recipient in recipients]
    lines = [f"Return-Path: <{sender}>", *(f"Delivered-To: {recipient}" for recipient in found if recipient)]
    above = "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")
    return Raw(above + content, {"envelope-from": sender, "envelope-to": ", ".join(found), "via": via})
