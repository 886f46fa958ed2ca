"""News of mails that we sent: returned ones (RFC 3464, and what common servers write instead), and read receipts
(RFC 8098).

A bounce counts only when it carries a mark that only we could have made: the return address or the Message-ID of our
message. Anybody may claim that a mail came back.
"""

import re
from datetime import datetime
from email.message import Message

from rumahrakyat.channels.base import Status, StatusUpdate
from rumahrakyat.channels.email import automatic, failures, headers, tokens
from rumahrakyat.channels.email.headers import Mail
from rumahrakyat.channels.email.tokens import Ours

RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_POSTMASTER = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|notification)|failure notice|returned mail|returned? to sender"
    r"|mail delivery (?:failed|system)|delivery failed|tidak terkirim|gagal (?:dikirim|terkirim)|pengiriman gagal",
    re.IGNORECASE,
)
_STILL_TRYING = re.compile(r"delay|warning|still being retried|tertunda|will (?:continue|retry)", re.IGNORECASE)
_REPLY_CODE = re.compile(r"\b([45]\d\d)[ \-#]")
_FIRST = 20_000  # characters of a mail that are searched


def update(mail: Mail, *, channel: str, at: datetime) -> StatusUpdate | None:
    """What the mail says about a message of ours; None when it is no such mail, or names none of ours, or says
    nothing final."""
    kind = mail.get_content_type()
    report = str(mail.get_param("report-type", "")).lower() if kind == "multipart/report" else ""
    if report == "disposition-notification" or _has(mail, "message/disposition-notification"):
        outcome = _read(mail)
    elif report == "delivery-status" or _has(mail, "message/delivery-status"):
        outcome = _reported(mail)
    elif _looks_returned(mail):
        outcome = _guessed(mail)
    else:
        return None
    ours = _message(mail)
    if outcome is None or ours is None:
        return None
    status, code = outcome
    return StatusUpdate(
        channel=channel,
        external_id=ours.external_id,
        status=status,
        at=headers.date(mail) or at,
        error=failures.sentence(code) if status is Status.FAILED else "",
        permanent=not code.startswith("4"),
        key=ours.key,
    )


Outcome = tuple[Status, str]


def _parts(mail: Mail) -> list[Mail]:
    return list(mail.walk())


def _has(mail: Mail, kind: str) -> bool:
    payload = mail.get_payload()
    children = payload if isinstance(payload, list) else []
    return any(isinstance(child, Message) and child.get_content_type() == kind for child in children)


def _message(mail: Mail) -> Ours | None:
    """The message of ours that the mail is about: by its return address, or by the Message-ID that it names."""
    for name in RECIPIENT_HEADERS:
        for _shown, address in headers.addresses(mail, name):
            found = tokens.bounced_message(address)
            if found:
                return found
    for name in ("Original-Message-ID", "In-Reply-To", "References"):
        for part in _parts(mail):
            found = tokens.find_message(" ".join(headers.raw_values(part, name)))
            if found:
                return found
    texts = [" ".join(headers.raw_values(part, "Message-ID")) for part in _parts(mail)[1:]]
    texts += [_words(part) for part in _parts(mail) if part.get_content_maintype() in {"text", "message"}]
    return next(filter(None, map(tokens.find_message, texts)), None)


def _words(part: Mail) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return headers.charset_decode(payload[:_FIRST], part.get_content_charset() or "")


def _fields(mail: Mail, kind: str) -> list[Mail]:
    """The groups of fields of a report's machine-readable part."""
    groups: list[Mail] = []
    for part in _parts(mail):
        if part.get_content_type() == kind:
            inner = part.get_payload()
            groups += [group for group in inner if isinstance(group, Message)] if isinstance(inner, list) else [part]
    return groups


def _reported(mail: Mail) -> Outcome | None:
    for group in _fields(mail, "message/delivery-status"):
        action = headers.raw_value(group, "Action").lower()
        code = failures.enhanced(headers.raw_value(group, "Status")) or "5.0.0"
        if action == "failed":
            return Status.FAILED, code
        if action == "delivered":
            return Status.DELIVERED, ""
    return None


def _read(mail: Mail) -> Outcome | None:
    for group in _fields(mail, "message/disposition-notification"):
        fields = headers.raw_value(group, "Disposition") or _words(group)
        if "displayed" in fields.lower():
            return Status.READ, ""
    return None


def _looks_returned(mail: Mail) -> bool:
    """A bounce in a server's own words. An absence note also has no sender sometimes, but another subject."""
    senders = [address for _name, address in headers.addresses(mail, "From")]
    by_machine = automatic.has_null_sender(mail) or any(_POSTMASTER.match(address) for address in senders)
    return by_machine and bool(_SUBJECT.search(headers.value(mail, "Subject")))


def _guessed(mail: Mail) -> Outcome | None:
    """From the words of a bounce without a machine-readable part. Without a code we are not sure: it may be tried
    again."""
    if _STILL_TRYING.search(headers.value(mail, "Subject")):
        return None
    words = " ".join(_words(part) for part in _parts(mail) if part.get_content_maintype() == "text")
    code = failures.enhanced(words)
    if not code:
        found = _REPLY_CODE.search(words)
        code = found[1] if found else "4.0.0"
    return Status.FAILED, code
