"""Mails that a machine wrote: kept, never answered, so that two machines never talk to each other for ever."""

import re

from rumahrakyat.channels.email import headers
from rumahrakyat.channels.email.headers import Mail
from rumahrakyat.channels.email.options import Options

_PRECEDENCE = {"bulk", "list", "junk", "auto_reply", "auto-reply"}
_MARKS = ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Autoresponder", "List-Id", "List-Unsubscribe")
# What mail programs put in front of the subject they answer; a complaint about automatic messages is none.
_SUBJECT = re.compile(
    r"^\W*(?:"
    r"out of (?:the )?office\b|automatic reply|auto[- ]?(?:reply|response)|auto(?=: re:)|vacation (?:reply|notice)"
    r"|balasan otomatis|jawaban otomatis|di luar kantor|sedang cuti"
    r")\s*(?:$|[:;,.!\-\u2013\u2014(\[]|re:|sampai\b|until\b)",
    re.IGNORECASE,
)


def is_automatic(mail: Mail, options: Options) -> bool:
    """By RFC 3834 and the marks of common mail programs. A mail from our own address is one too."""
    submitted = headers.raw_value(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    precedence = headers.raw_value(mail, "Precedence").lower()
    return (
        submitted not in {"", "no"}
        or precedence in _PRECEDENCE
        or any(headers.raw_values(mail, name) for name in _MARKS)
        or has_null_sender(mail)
        or any(options.is_ours(address) for _name, address in headers.addresses(mail, "From"))
        or bool(_SUBJECT.match(headers.value(mail, "Subject")))
    )


def has_null_sender(mail: Mail) -> bool:
    """Whether the envelope named no sender: bounces and notices, which must never be answered."""
    return headers.raw_value(mail, "Return-Path") == "<>"
