"""Headers of mails as they really are: 8-bit, wrongly encoded, repeated, missing.

Mails are parsed with the old, forgiving policy of the standard library: the new one raises on some broken headers.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import TypeAlias

from rumahrakyat.channels.email.addresses import bare

Mail: TypeAlias = "Message[str, str]"

_FOLD = re.compile(r"[\r\n]+[ \t]*")
_BLANKS = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_IDENTIFIER = re.compile(r"<([^<>\s]{1,900})>")
# Codecs that Python knows and no mail program means.
_NO_CHARSETS = {"unicode_escape", "raw_unicode_escape", "unicode-escape", "punycode", "idna", "undefined", "utf-7"}
_FIRST_YEAR = 2000
LONGEST = 20_000  # signs of a header that are read
MOST = 100  # headers of one name that are read


def raw_values(mail: Mail, name: str) -> list[str]:
    """All headers of this name, unfolded, 8-bit signs decoded, encoded words left as they are."""
    found = [str(value) for key, value in mail.raw_items() if key.lower() == name.lower()]
    return [_eight_bit(value[:LONGEST]) for value in found[:MOST]]


def raw_value(mail: Mail, name: str) -> str:
    """The first header of this name, "" without one."""
    return next(iter(raw_values(mail, name)), "").strip()


def value(mail: Mail, name: str) -> str:
    """The first header of this name, decoded, on one line."""
    return decoded(raw_value(mail, name))


def decoded(raw: str) -> str:
    """RFC 2047 words decoded; what cannot be decoded stays as it is."""
    if "=?" in raw:
        try:
            parts = decode_header(raw)
        except (HeaderParseError, ValueError):
            parts = [(raw, None)]
        raw = "".join(part if isinstance(part, str) else charset_decode(part, name or "") for part, name in parts)
    return _BLANKS.sub(" ", clean(raw)).strip()


def clean(text: str) -> str:
    """Without control signs and halves of surrogate pairs; line ends are \\n."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    return _CONTROLS.sub("", text)


def charset_decode(data: bytes, charset: str) -> str:
    """`data` as text: the named charset when it fits, otherwise UTF-8 or Windows-1252."""
    name = charset.strip().strip("\"'").lower()
    for candidate in (name, "utf-8"):
        if not candidate or candidate in _NO_CHARSETS:
            continue
        try:
            return data.decode(candidate)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def addresses(mail: Mail, *names: str) -> Iterator[tuple[str, str]]:
    """Name and address of everybody in these headers; what is no address is left out."""
    for header in names:
        # Parsed before the names are decoded: a decoded name may look like another address.
        for name, address in _parsed(raw_values(mail, header)):
            clean_address = bare(decoded(address))
            if clean_address:
                yield decoded(name), clean_address


def _parsed(values: list[str]) -> list[tuple[str, str]]:
    try:
        return getaddresses(values)
    except RecursionError:  # comments within comments without end
        return []


def identifiers(mail: Mail, *names: str) -> list[str]:
    """The ids in these headers, in order, with their angle brackets."""
    found = []
    for header in names:
        for raw in raw_values(mail, header):
            found += [f"<{clean(match)}>" for match in _IDENTIFIER.findall(raw)]
    return found


def date(mail: Mail) -> datetime | None:
    """The Date header in UTC; None when it cannot be read or is from before there was such mail."""
    try:
        found = parsedate_to_datetime(raw_value(mail, "Date"))
        # Without a zone it is UTC (RFC 5322: "-0000").
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return found if found.year >= _FIRST_YEAR else None


def _eight_bit(value: str) -> str:
    unfolded = _FOLD.sub(" ", value)
    if unfolded.isascii():
        return unfolded
    return charset_decode(unfolded.encode("utf-8", "surrogateescape"), "")
