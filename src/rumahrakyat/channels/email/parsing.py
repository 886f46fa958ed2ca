"""A mail, as bytes, into the event that it is: a message from somebody, or news of a message of ours."""

import hashlib
import re
from datetime import datetime
from email import message_from_bytes
from email.parser import BytesHeaderParser
from email.policy import compat32

from rumahrakyat.channels.base import About, Address, Event, Inbound, Kind, Sender
from rumahrakyat.channels.email import automatic, bounces, headers, quotes, tokens
from rumahrakyat.channels.email.addresses import without_tag
from rumahrakyat.channels.email.content import Content, content
from rumahrakyat.channels.email.headers import Mail
from rumahrakyat.channels.email.options import Options
from rumahrakyat.lib.ids import WrongNumber, parse_tracking_number

CHANNEL = "email"
LONGEST_SUBJECT = 300
LONGEST_TEXT = 200_000
MOST_PARTS = 5000
LONGEST_HEAD = 1024 * 1024
_NUMBER = re.compile(r"\bRR[\s.\-–_/#]{0,2}[0-9][0-9\s.\-–]{4,14}[0-9]\b", re.IGNORECASE)
_ANSWERS = re.compile(r"^(?:(?:re|bls|balas|fw|fwd|tr)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_DIGEST = 16  # hexadecimal digits that tell two mails with one Message-ID apart


def events(raw: bytes, *, at: datetime, options: Options) -> list[Event]:
    """Always one event; a mail that cannot be read at all is an `Inbound` of kind unsupported."""
    if raw.count(b"\n--") <= MOST_PARTS and _head(raw) <= LONGEST_HEAD:
        try:
            mail = message_from_bytes(raw, policy=compat32)
            news = bounces.update(mail, channel=CHANNEL, at=at)
            return [news or _inbound(mail, content(mail), at, options)]
        except RecursionError:
            pass
    # Parts or headers without number, or parts within each other without end: only the first headers can be read.
    mail = BytesHeaderParser(policy=compat32).parsebytes(raw[:LONGEST_TEXT])
    return [_inbound(mail, Content(unreadable=True), at, options)]


def _head(raw: bytes) -> int:
    """How long the headers are."""
    ends = [place for place in (raw.find(b"\n\n"), raw.find(b"\n\r\n")) if place >= 0]
    return min(ends, default=len(raw))


def original_message_id(message_id: str) -> str:
    """The Message-ID of a mail by the id we keep it under; "" when it came without one."""
    found = message_id.rpartition("#")[0]
    return found if re.fullmatch(r"<[!-;=?-~]{3,250}>", found) else ""


def _inbound(mail: Mail, found: Content, at: datetime, options: Options) -> Inbound:
    subject = headers.value(mail, "Subject")[:LONGEST_SUBJECT]
    text = quotes.written(found.text[:LONGEST_TEXT]) or _said_in_subject(subject)
    quoted = tokens.find_message(" ".join(headers.identifiers(mail, "References", "In-Reply-To")))
    return Inbound(
        channel=CHANNEL,
        message_id=_message_id(mail),
        kind=_kind(mail, found, text, options),
        sender=_sender(mail),
        sent_at=headers.date(mail) or at,
        text=text,
        media=found.files,
        quoted_id=quoted.external_id if quoted else "",
        subject=subject,
        about=_about(mail, quoted.number if quoted else "", subject, options),
        line=_line(mail, options),
        truncated=bool(mail.get("X-Rumahrakyat-Truncated")),
    )


def _kind(mail: Mail, found: Content, text: str, options: Options) -> Kind:
    if automatic.is_automatic(mail, options):
        return Kind.AUTOMATIC
    if found.unreadable and not text:
        return Kind.UNSUPPORTED
    if text or not found.files:
        return Kind.TEXT
    return Kind(found.files[0].kind)


def _said_in_subject(subject: str) -> str:
    """Many people write all they have to say into the subject and leave the mail empty. What an answer repeats there
    is ours."""
    return "" if _ANSWERS.match(subject) else subject


def _sender(mail: Mail) -> Sender:
    """Who wrote: the From address alone. Reply-To is not believed: whoever sets it could have our answers, which tell
    of the writer's case, sent to a stranger, or be taken for somebody else."""
    if automatic.has_null_sender(mail):
        return Sender()
    for header in ("From", "Sender", "Return-Path"):
        for name, address in headers.addresses(mail, header):
            return Sender((Address("email", address),), name[:120])
    return Sender()


def _line(mail: Mail, options: Options) -> str:
    for _name, address in headers.addresses(mail, *bounces.RECIPIENT_HEADERS):
        if options.is_ours(address):
            return without_tag(address)
    return ""


# Which case


def _about(mail: Mail, quoted_number: str, subject: str, options: Options) -> About | None:
    """A mark of ours proves the case. A number in the subject only says so, and says nothing when our own mail server
    found that the sender is forged."""
    for _name, address in headers.addresses(mail, *bounces.RECIPIENT_HEADERS):
        number = tokens.proven_number(address)
        if number and options.is_ours(address):
            return About(number, proven=True)
    if quoted_number:
        return About(quoted_number, proven=True)
    number = _number_in(subject)
    return About(number) if number and not is_forged(mail, options) else None


def _number_in(subject: str) -> str:
    for found in _NUMBER.finditer(subject):
        try:
            return parse_tracking_number(found[0])
        except WrongNumber:
            continue
    return ""


def is_forged(mail: Mail, options: Options) -> bool:
    """Whether our own mail server says so (RFC 8601). Its name is configured, and it removes what others wrote under
    its name; one failure is enough, whatever else is claimed."""
    if not options.authserv_id:
        return False
    results = [headers.decoded(raw).lower() for raw in headers.raw_values(mail, "Authentication-Results")]
    ours = [line for line in results if re.split(r"[;\s]", line, maxsplit=1)[0] == options.authserv_id]
    return any(re.search(r"\bdmarc\s*=\s*fail\b", line) for line in ours)


# The id


def _message_id(mail: Mail) -> str:
    """The Message-ID with a digest of what was written: the same mail in two of our mailboxes is one, and another mail
    under a used Message-ID is not lost. Only what the writer's program wrote counts, not what servers on the way
    added or how they encoded it; and nothing that our reading of the words, which may change, has a part in."""
    written = [headers.raw_value(mail, name) for name in ("From", "Date", "Subject")]
    digest = _digest([*written, *_bodies(mail)])
    given = next(iter(headers.identifiers(mail, "Message-ID")), "")
    if given:
        return f"{given}#{digest[:_DIGEST]}"
    more = [headers.raw_value(mail, name) for name in ("To", "Cc")]
    if not headers.raw_value(mail, "Date"):
        more += headers.raw_values(mail, "Received")[-1:]  # the first server's line, the same in all our mailboxes
    return f"sha256:{_digest([digest, *more])}"


def _bodies(mail: Mail) -> list[str]:
    payloads = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return [hashlib.sha256(b" ".join(p.split())).hexdigest() for p in payloads if isinstance(p, bytes)]


def _digest(parts: list[str]) -> str:
    joined = "\x1f".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()
