"""What an operator sets for e-mail. Every variable may be given as NAME or, for secrets, as NAME_FILE.

RUMAHRAKYAT_EMAIL_ADDRESS          our address as citizens know it: lapor@example.go.id
RUMAHRAKYAT_EMAIL_ALIASES          further addresses of ours, separated by commas
RUMAHRAKYAT_EMAIL_NAME             the name shown beside our address
RUMAHRAKYAT_EMAIL_AUTHSERV_ID      how our mail server signs its Authentication-Results
RUMAHRAKYAT_EMAIL_LARGEST_MB       largest mail taken, 25 unless told

RUMAHRAKYAT_EMAIL_LISTEN_PORT      in by LMTP or SMTP: the port we listen on
RUMAHRAKYAT_EMAIL_LISTEN_HOST      127.0.0.1 unless told
RUMAHRAKYAT_EMAIL_LISTEN_PROTOCOL  lmtp (unless told) or smtp

RUMAHRAKYAT_EMAIL_IMAP_HOST        in by IMAP: the server of our mailbox; _PORT, _SECURITY (tls, starttls, none),
                                   _USER, _PASSWORD or _TOKEN (OAuth), _FOLDER, _MOVE_TO, _MARK_SEEN=1, _POLL_MINUTES

RUMAHRAKYAT_EMAIL_SMTP_HOST        out: the server that sends for us; _PORT, _SECURITY, _USER, _PASSWORD
RUMAHRAKYAT_EMAIL_CA_FILE          certificates to trust when our servers do not have public ones
"""

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rumahrakyat.channels.email.addresses import bare, domain_of, without_tag
from rumahrakyat.channels.environ import Environment

PREFIX = "RUMAHRAKYAT_EMAIL_"
MEGABYTE = 1024 * 1024
SECURITY = ("tls", "starttls", "none")
LONGEST_LOCAL_PART = 12  # a return address adds 52 signs to it, and mail servers may refuse more than 64


@dataclass(frozen=True)
class Door:
    """Where we listen for mail; port 0 means not at all."""

    host: str = "127.0.0.1"
    port: int = 0
    protocol: str = "lmtp"


@dataclass(frozen=True)
class Mailbox:
    """A mailbox on an IMAP server. `poll_minutes`: how often to look even when the server says nothing."""

    host: str = ""
    port: int = 0
    security: str = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    token_file: str = ""
    folder: str = "INBOX"
    move_to: str = ""
    mark_seen: bool = False
    poll_minutes: int = 5

    def current_token(self) -> str:
        """The OAuth token as its file has it now: such tokens live an hour. Raises OSError."""
        return Path(self.token_file).read_text(encoding="utf-8").strip() if self.token_file else self.token


@dataclass(frozen=True)
class Relay:
    """The server that sends for us."""

    host: str = ""
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Options:
    """`addresses`: ours, the one citizens know first. `largest`: bytes. `wrong`: what cannot be read, in sentences."""

    addresses: tuple[str, ...] = ()
    name: str = "Rumah Rakyat"
    authserv_id: str = ""
    largest: int = 25 * MEGABYTE
    door: Door = field(default_factory=Door)
    mailbox: Mailbox = field(default_factory=Mailbox)
    relay: Relay = field(default_factory=Relay)
    ca_file: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return self.addresses[0] if self.addresses else ""

    @property
    def domain(self) -> str:
        return domain_of(self.address)

    def is_ours(self, address: str) -> bool:
        """Whether mail to `address` is for us, with or without a plus tag."""
        return without_tag(bare(address)) in self.addresses

    def tls(self) -> ssl.SSLContext:
        """Raises OSError when the file of certificates cannot be read."""
        return ssl.create_default_context(cafile=self.ca_file or None)

    def problems(self) -> list[str]:
        """What is missing or wrong, in plain sentences for staff; empty when the channel can work."""
        found = list(self.wrong)
        if not self.address:
            found.append(f"{PREFIX}ADDRESS: our e-mail address is not set.")
        elif len(self.address.partition("@")[0]) > LONGEST_LOCAL_PART:
            found.append(f"{PREFIX}ADDRESS: the part before the @ is longer than {LONGEST_LOCAL_PART} signs.")
        if not (self.door.port or self.mailbox.host):
            found.append(f"{PREFIX}LISTEN_PORT or {PREFIX}IMAP_HOST: neither is set, so no mail comes in.")
        if self.mailbox.host and not (self.mailbox.user and (self.mailbox.password or self._has_token())):
            found.append(f"{PREFIX}IMAP_USER: the mailbox has no user and password, so it cannot be read.")
        if not self.relay.host:
            found.append(f"{PREFIX}SMTP_HOST: the server that sends for us is not set, so nothing can be sent.")
        return [*found, *self._unsafe()]

    def _has_token(self) -> bool:
        return bool(self.mailbox.token or self.mailbox.token_file)

    def _unsafe(self) -> list[str]:
        """A password in the clear may only travel inside the machine."""
        box, relay = self.mailbox, self.relay
        sent = [
            ("IMAP_SECURITY", box.security, box.host, bool(box.password or self._has_token())),
            ("SMTP_SECURITY", relay.security, relay.host, bool(relay.user)),
        ]
        return [
            f"{PREFIX}{name}: a password would travel unencrypted to another machine."
            for name, security, host, secret in sent
            if secret and security == "none" and host not in {"127.0.0.1", "::1", "localhost"}
        ]


class _Reader(Environment):
    def _wrong(self, name: str) -> None:
        self.problems.append(f"{self.prefix}{name}: this value cannot be read.")

    def number(self, name: str, default: int) -> int:
        given = self.text(name)
        if not given:
            return default
        if not (given.isascii() and given.isdigit() and 0 < int(given) < 65_536):
            self._wrong(name)
            return default
        return int(given)

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        given = self.text(name, allowed[0]).lower()
        if given not in allowed:
            self._wrong(name)
            return allowed[0]
        return given


def from_environment(environ: Mapping[str, str] = os.environ) -> Options:
    read = _Reader(PREFIX, environ)
    ours = [read.text("ADDRESS"), *read.words("ALIASES")]
    return Options(
        addresses=tuple(dict.fromkeys(filter(None, map(bare, ours)))),
        name=read.text("NAME", "Rumah Rakyat"),
        authserv_id=read.text("AUTHSERV_ID").lower(),
        largest=read.number("LARGEST_MB", 25) * MEGABYTE,
        door=Door(
            read.text("LISTEN_HOST", "127.0.0.1"),
            read.number("LISTEN_PORT", 0),
            read.choice("LISTEN_PROTOCOL", ("lmtp", "smtp")),
        ),
        mailbox=_mailbox(read),
        relay=_relay(read),
        ca_file=read.text("CA_FILE"),
        wrong=tuple(read.problems),
    )


def _mailbox(read: _Reader) -> Mailbox:
    security = read.choice("IMAP_SECURITY", SECURITY)
    return Mailbox(
        host=read.text("IMAP_HOST"),
        port=read.number("IMAP_PORT", 993 if security == "tls" else 143),
        security=security,
        user=read.text("IMAP_USER"),
        password=read.secret("IMAP_PASSWORD"),
        token=read.text("IMAP_TOKEN"),
        token_file=read.text("IMAP_TOKEN_FILE"),
        folder=read.text("IMAP_FOLDER", "INBOX"),
        move_to=read.text("IMAP_MOVE_TO"),
        mark_seen=read.text("IMAP_MARK_SEEN") == "1",
        poll_minutes=read.number("IMAP_POLL_MINUTES", 5),
    )


def _relay(read: _Reader) -> Relay:
    security = read.choice("SMTP_SECURITY", ("starttls", "tls", "none"))
    return Relay(
        host=read.text("SMTP_HOST"),
        port=read.number("SMTP_PORT", {"tls": 465, "starttls": 587}.get(security, 25)),
        security=security,
        user=read.text("SMTP_USER"),
        password=read.secret("SMTP_PASSWORD"),
    )
