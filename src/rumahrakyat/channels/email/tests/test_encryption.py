"""Passwords and mails travel encrypted, to servers whose certificate is the configured one."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from rumahrakyat.channels.base import Address, Body, DeliveryError, Outgoing
from rumahrakyat.channels.email import kit
from rumahrakyat.channels.email.adapter import EmailAdapter
from rumahrakyat.channels.email.door import serve_at
from rumahrakyat.channels.email.mailbox import MailboxListener
from rumahrakyat.channels.email.options import Options, Relay
from rumahrakyat.channels.email.tests import certificates, dovecot
from rumahrakyat.channels.email.tests.certificates import Certificate
from rumahrakyat.channels.email.tests.post import Shelf, answers, listening, until

OUTGOING = Outgoing(Address("email", "wening@surel.test"), Body("Halo"), "kunci")


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return certificates.make(tmp_path)


class Office:
    """A mail server that takes mails from who has logged in."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    def let_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: object) -> AuthResult:
        known = isinstance(given, LoginPassword) and (given.login, given.password) == (b"lapor", b"rahasia")
        return AuthResult(success=known, handled=False)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope.original_content or b"")
        return "250 ok"


@contextmanager
def open_office(certificate: Certificate) -> Iterator[tuple[Office, Relay]]:
    """It speaks with nobody before STARTTLS."""
    office, stopping, port = Office(), threading.Event(), dovecot.free_port()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate.certificate, certificate.key)

    def make(loop: asyncio.AbstractEventLoop) -> SMTP:
        return SMTP(
            office, tls_context=tls, require_starttls=True, auth_required=True, authenticator=office.let_in, loop=loop
        )

    thread = threading.Thread(target=serve_at, args=("127.0.0.1", port, make, stopping), daemon=True)
    thread.start()
    try:
        until(lambda: answers(port))
        yield office, Relay("127.0.0.1", port, "starttls", "lapor", "rahasia")
    finally:
        stopping.set()
        thread.join()


def sender(relay: Relay, certificate: Certificate | None) -> EmailAdapter:
    usual: Options = kit.options(relay)
    return EmailAdapter(replace(usual, ca_file=str(certificate.certificate) if certificate else ""))


def test_a_mail_is_sent_encrypted_after_logging_in(certificate: Certificate) -> None:
    with open_office(certificate) as (office, relay):
        sender(relay, certificate).send(OUTGOING)
    assert len(office.taken) == 1


@pytest.mark.parametrize(
    ("changes", "trusted"),
    [({"password": "salah"}, True), ({}, False), ({"security": "none"}, True)],
    ids=["wrong password", "unknown certificate", "no encryption"],
)
def test_what_an_operator_must_mend_is_an_alarm_and_nothing_is_sent(
    certificate: Certificate, changes: dict[str, str], trusted: bool
) -> None:
    with open_office(certificate) as (office, relay), pytest.raises(DeliveryError) as caught:
        sender(replace(relay, **changes), certificate if trusted else None).send(OUTGOING)  # type: ignore[arg-type]
    assert (caught.value.alarm, office.taken) == (True, [])


@pytest.mark.peer(dovecot.PROGRAM, "dovecot-imapd")
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_mailbox_is_read_encrypted(certificate: Certificate, security: str) -> None:
    with dovecot.running(certificate) as server:
        server.deliver(kit.text("satu"))
        port = server.imaps if security == "tls" else server.imap
        mailbox = replace(server.mailbox, security=security, port=port)
        options = replace(kit.options(), mailbox=mailbox, ca_file=str(certificate.certificate))
        shelf = Shelf()
        with listening(MailboxListener(options), shelf):
            until(lambda: len(shelf.items) == 1)
            server.deliver(kit.text("dua"))
            until(lambda: len(shelf.items) == 2)
        with (
            pytest.raises(ssl.SSLCertVerificationError),
            listening(MailboxListener(replace(options, ca_file="")), shelf),
        ):
            pass
