"""The citizens' mail server of a demo: takes what our side sends and puts it into the mailboxes of invented people."""

import asyncio
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.policy import compat32

from aiosmtpd.smtp import SMTP, Envelope, Session

from rumahrakyat.channels.contract import Store
from rumahrakyat.channels.email import content, headers
from rumahrakyat.channels.email.addresses import bare
from rumahrakyat.channels.email.door import serve_at
from rumahrakyat.channels.email.options import Relay
from rumahrakyat.channels.standins.store import Store as Memory
from rumahrakyat.lib import clock

CODE = "email"


class StandinListener:
    """An SMTP server on this machine, in demo mode only."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self.name = "email.standin"

    def listen(self, store: Store, stopping: threading.Event) -> None:  # noqa: ARG002 -- it takes nothing in
        serve_at(self._relay.host, self._relay.port, server(Post(keep)), stopping)


class Post:
    """Answers as a mail server does. `keep` is given each mail and may raise Refused."""

    def __init__(self, keep: Callable[[str, str, bytes], None]) -> None:
        self._keep = keep

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        run = asyncio.get_running_loop().run_in_executor
        try:
            for recipient in envelope.rcpt_tos:
                await run(None, self._keep, envelope.mail_from or "", recipient, envelope.original_content or b"")
        except Refused as refused:
            return str(refused)
        return "250 2.0.0 taken"


class Refused(Exception):
    """The server's answer instead of 250."""


def server(handler: object) -> Callable[[asyncio.AbstractEventLoop], SMTP]:
    return lambda loop: SMTP(handler, enable_SMTPUTF8=True, hostname="pos.demo", ident="Pos Demo", loop=loop)


def keep(sender: str, recipient: str, raw: bytes) -> None:
    """Put a mail into the mailbox of an invented person. Nobody else has one here."""
    memory = Memory(CODE)
    at = clock.now()
    if memory.switched_on("full"):
        raise Refused("452 4.2.2 the mailbox is full, try again in 60 seconds")
    if memory.switched_on("refuse"):
        raise Refused("550 5.7.1 your mails are not wanted here")
    person = memory.person(bare(recipient))
    if person is None:
        raise Refused("550 5.1.1 there is no such mailbox here")
    mail = message_from_bytes(raw, policy=compat32)
    key = headers.value(mail, "Message-ID")
    if memory.message(key):
        return  # the same mail again
    memory.add(
        person.key,
        key=key,
        direction="out",
        at=at,
        status="delivered",
        text=content.content(mail).text,
        subject=headers.value(mail, "Subject"),
        raw={
            "reply_to": next((address for _name, address in headers.addresses(mail, "Reply-To", "From")), ""),
            "message_id": key,
            "references": headers.identifiers(mail, "References"),
            "return_path": sender,
        },
    )
