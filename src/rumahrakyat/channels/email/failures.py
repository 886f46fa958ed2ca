"""What mail servers say about a message, in the one form our outbox knows. Their own words may quote an address, so
only the code and our sentence for it are kept."""

import re
import smtplib
import ssl
from datetime import timedelta

from rumahrakyat.channels.base import DeliveryError

BUSY = timedelta(minutes=5)  # greylisting opens after five minutes at most servers
_LONGEST_WAIT = timedelta(hours=12)
_CREDENTIALS = {530, 534, 535, 538}
_ASKS_TO_WAIT = {421, 450, 451, 452}
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_WAIT = re.compile(r"\b(\d{1,5})\s*(second|sec|minute|min|detik|menit)", re.IGNORECASE)
_CLOCK = re.compile(r"\b(\d{1,2}):([0-5]\d):([0-5]\d)\b")
_SENTENCES = {
    "1.1": "there is no such mailbox",
    "1.2": "there is no such mail domain",
    "1.3": "the address is written wrongly",
    "1.10": "the domain takes no mail",
    "2.1": "the mailbox is closed",
    "2.2": "the mailbox is full",
    "2.3": "the message is too large for the mailbox",
    "3.4": "the message is too large",
    "4.1": "the mail server does not answer",
    "4.7": "it could not be delivered in time",
    "7.1": "the mail server refuses our mails",
    "7.26": "the mail server does not trust our domain",
}


def sentence(code: str) -> str:
    """One line for staff about an enhanced status (`5.1.1`) or a reply code (`550`)."""
    meaning = _SENTENCES.get(code.partition(".")[2], "")
    return f"mail server: {code}, {meaning}" if meaning else f"mail server: {code}"


def enhanced(text: str) -> str:
    """The first status code in `text`, "" without one."""
    found = _ENHANCED.search(text)
    return found[0] if found else ""


def from_exception(error: Exception) -> DeliveryError:
    """The delivery error that a failed sending means."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (450, b""))
        return from_reply(code, words)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return DeliveryError("the mail server refuses our password", alarm=True)
    if isinstance(error, smtplib.SMTPSenderRefused) and 500 <= error.smtp_code < 600:
        return DeliveryError(f"the mail server does not let us send: {error.smtp_code}", alarm=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return from_reply(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return DeliveryError("the mail server cannot do what is configured (encryption, login)", alarm=True)
    if isinstance(error, ssl.SSLCertVerificationError):
        return DeliveryError("the mail server's certificate is not trusted", alarm=True)
    return DeliveryError(f"the mail server does not answer ({type(error).__name__})")


def from_reply(code: int, words: bytes | str) -> DeliveryError:
    """The delivery error that a server's answer other than 2xx means."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    if code in _CREDENTIALS:
        return DeliveryError("the mail server refuses our password", alarm=True)
    if code in _ASKS_TO_WAIT:
        return DeliveryError(sentence(enhanced(text) or str(code)), retry_after=_asked_wait(text) or BUSY)
    return DeliveryError(sentence(enhanced(text) or str(code)), permanent=500 <= code < 600)


def _asked_wait(text: str) -> timedelta | None:
    """How long a server that says it in words asks to wait."""
    found = _WAIT.search(text)
    if found:
        unit = "minutes" if found[2].lower().startswith(("min", "men")) else "seconds"
        return min(timedelta(**{unit: int(found[1])}), _LONGEST_WAIT)
    found = _CLOCK.search(text)
    if found:
        hours, minutes, seconds = (int(part) for part in found.groups())
        return min(timedelta(hours=hours, minutes=minutes, seconds=seconds), _LONGEST_WAIT)
    return None
