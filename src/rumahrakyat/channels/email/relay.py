"""Handing a mail to the server that sends for us."""

import smtplib
from contextlib import suppress

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.email import failures
from rumahrakyat.channels.email.options import Options, Relay
from rumahrakyat.channels.email.rendering import Letter

SECONDS = 20


def send(letter: Letter, options: Options) -> None:
    """The server has taken `letter` when this returns. Raises DeliveryError."""
    try:
        server = _connected(options)
        try:
            extra = () if (letter.sender + letter.recipient).isascii() else ("SMTPUTF8",)
            server.sendmail(letter.sender, [letter.recipient], letter.content, mail_options=extra)
        finally:
            _leave(server)
    except (smtplib.SMTPException, OSError) as error:
        raise failures.from_exception(error) from error


def greet(options: Options) -> None:
    """Connect and log in, to see that we may. Raises DeliveryError."""
    try:
        _leave(_connected(options))
    except (smtplib.SMTPException, OSError) as error:
        raise failures.from_exception(error) from error


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye. What the server answers to that does not matter: a mail it has taken is taken."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _connected(options: Options) -> smtplib.SMTP:
    relay = options.relay
    if not relay.host:
        raise DeliveryError("e-mail is not configured", alarm=True)
    server = _server(relay, options)
    try:
        if relay.security == "starttls":
            server.starttls(context=options.tls())
        if relay.user:
            server.login(relay.user, relay.password)
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _server(relay: Relay, options: Options) -> smtplib.SMTP:
    name = options.domain or None
    if relay.security == "tls":
        return smtplib.SMTP_SSL(relay.host, relay.port, name, timeout=SECONDS, context=options.tls())
    return smtplib.SMTP(relay.host, relay.port, name, timeout=SECONDS)
