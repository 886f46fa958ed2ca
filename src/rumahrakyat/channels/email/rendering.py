"""A body as a mail: plain text, the same as simple HTML, and headers in which nobody's words can become headers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from html import escape

from rumahrakyat.channels.base import Body, DeliveryError, Outgoing
from rumahrakyat.channels.email import tokens
from rumahrakyat.channels.email.addresses import bare
from rumahrakyat.channels.email.options import Options
from rumahrakyat.channels.email.parsing import original_message_id

LONGEST_SUBJECT = 120
# The old header classes break lines at blanks only. The new ones would turn a long Message-ID into an encoded word,
# which no mail program finds again. The length keeps a Message-ID on the line of its name.
_POLICY = compat32.clone(linesep="\r\n", max_line_length=200)
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_BOLD = re.compile(r"(?<![\w*])\*(\S(?:[^*\n]{0,200}\S)?)\*(?![\w*])")
_STYLE = "font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1c1c1c;max-width:36em"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail with its envelope."""

    sender: str
    recipient: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the mail with its content."""

    name: str
    mime_type: str
    content: bytes


def letter(outgoing: Outgoing, *, options: Options, at: datetime, files: Sequence[Attached] = ()) -> Letter:
    """Raises DeliveryError when the address cannot be one."""
    recipient = bare(outgoing.address.value)
    if not recipient:
        raise DeliveryError("not an e-mail address", permanent=True)
    body = outgoing.body
    words = _words(body)
    told = MIMEMultipart("alternative")
    told.attach(MIMEText(_BOLD.sub(r"\1", words), "plain", _UTF8))  # type: ignore[arg-type]
    told.attach(MIMEText(_html(words), "html", _UTF8))  # type: ignore[arg-type]
    mail = _with_files(told, files) if files else told
    for name, value in _headers(outgoing, recipient, options, at).items():
        mail[name] = value
    return Letter(tokens.bounce_address(options.address, outgoing.key), recipient, mail.as_bytes(policy=_POLICY))


def _with_files(told: MIMEMultipart, files: Sequence[Attached]) -> MIMEMultipart:
    """The words first, then each file under its name."""
    mail = MIMEMultipart("mixed")
    mail.attach(told)
    for file in files:
        part = MIMEApplication(file.content, file.mime_type.partition("/")[2] or "octet-stream")
        part.add_header("Content-Disposition", "attachment", filename=one_line(file.name))
        mail.attach(part)
    return mail


def _headers(outgoing: Outgoing, recipient: str, options: Options, at: datetime) -> dict[str, str]:
    body = outgoing.body
    found: dict[str, str] = {
        "From": _mailbox(options.name, options.address),
        "To": recipient,
        "Subject": _encoded(subject(body)),
        "Date": format_datetime(at),
        "Message-ID": tokens.message_id(outgoing.key, body.about, options.domain),
        "Reply-To": _mailbox(options.name, tokens.reply_address(options.address, body.about)),
        "Content-Language": "id",
        # Absence notes of programs that know either mark would answer a machine.
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    if not body.by_person:
        found["Auto-Submitted"] = "auto-generated"
    answered = original_message_id(body.reply_to)
    references = list(filter(None, (tokens.thread_id(body.about, options.domain), answered)))
    if answered:
        found["In-Reply-To"] = answered
    if references:
        found["References"] = " ".join(references)
    return found


def subject(body: Body) -> str:
    """The subject, or the first line of the text, with the case's number in front."""
    lines = [line.strip() for line in body.text.splitlines() if line.strip()]
    words = one_line(body.subject) or one_line(_BOLD.sub(r"\1", next(iter(lines), "")))
    if body.about and body.about not in words:
        words = f"[{one_line(body.about)}] {words}".strip()
    return words if len(words) <= LONGEST_SUBJECT else f"{words[: LONGEST_SUBJECT - 1].rstrip()}…"


def one_line(text: str) -> str:
    """Without line breaks and control signs: what must not begin another header."""
    return " ".join(_BREAKS.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).split())


def _encoded(text: str) -> str:
    """In words of RFC 2047 where needed, on one line; it is folded when the mail is written out."""
    return text if text.isascii() else Header(text, "utf-8").encode().replace("\n", "")


def _mailbox(name: str, address: str) -> str:
    return formataddr((one_line(name), address), "utf-8")


def _words(body: Body) -> str:
    """The text, with options and a link to a picture written out: a mail has no buttons."""
    parts = [body.text.strip()]
    if body.options:
        parts.append("\n".join(f"{number}. {option.title}" for number, option in enumerate(body.options, start=1)))
    if body.media is not None:
        parts.append(body.media.link)
    joined = "\n\n".join(parts).encode("utf-8", "replace").decode("utf-8")
    return joined.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _html(words: str) -> str:
    paragraphs = [f"<p>{_marked(part)}</p>" for part in re.split(r"\n{2,}", words)]
    body = "\n".join(paragraphs)
    return f'<!DOCTYPE html>\n<html lang="id"><body><div style="{_STYLE}">\n{body}\n</div></body></html>\n'


def _marked(text: str) -> str:
    """Escaped, with links, bold words and line breaks."""
    pieces = []
    place = 0
    for link in _LINK.finditer(text):
        pieces.append(_bold(text[place : link.start()]))
        pieces.append(f'<a href="{escape(link[0])}">{escape(link[0])}</a>')
        place = link.end()
    pieces.append(_bold(text[place:]))
    return "".join(pieces).replace("\n", "<br>\n")


def _bold(text: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", escape(text))
