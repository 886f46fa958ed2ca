"""Text as short messages carry it: 3GPP TS 23.038 (alphabets) and 23.040 (parts of a long message).

A message is written in the GSM alphabet of 7 bits when every sign of it exists there, otherwise in UCS-2. Lengths are
counted in units: septets of the one (a sign of the extension table takes two), 16-bit units of the other (an emoji
takes two). Neither an escape with its sign nor a surrogate pair is ever cut in two.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Coding = Literal["gsm7", "ucs2"]

ESCAPE = 0x1B
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\"} | {
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}

WHOLE: dict[Coding, int] = {"gsm7": 160, "ucs2": 70}
PART: dict[Coding, int] = {"gsm7": 153, "ucs2": 67}
MOST_PARTS = 255

_OCTETS = {sign: bytes([code]) for code, sign in enumerate(BASIC) if code != ESCAPE} | {
    sign: bytes([ESCAPE, code]) for code, sign in EXTENSION.items()
}
# Information elements of a user data header, and the octets of each.
_CONCATENATION = {0x00: 3, 0x08: 4}
# What office programs and telephones write of their own accord, and a plain sign that says the same.
_PLAIN = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\t\u00a0\u2002\u2003\u2007\u2009\u200a\u202f", " ")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
    | dict.fromkeys("•·", "-")
    | {"…": "..."}
)


class TooLong(ValueError):
    """More than 255 parts: no telephone can put them together."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text cut into the messages that carry it. One part travels alone; of several, each needs its `header`."""

    coding: Coding
    parts: tuple[str, ...]


def parts(text: str) -> Encoded:
    """Cut `text` into as few messages as it needs: one of 160 septets or 70 units, or several of 153 or 67.

    Joined, the parts are the text again (with U+FFFD where half a surrogate pair stood). Raises TooLong.
    """
    text = _mended(text)
    coding = coding_of(text)
    if _units(text, coding) <= WHOLE[coding]:
        return Encoded(coding, (text,))
    pieces = tuple(_cut(text, PART[coding], lambda sign: _units(sign, coding)))
    if len(pieces) > MOST_PARTS:
        raise TooLong(f"{len(pieces)} parts")
    return Encoded(coding, pieces)


def length(text: str) -> int:
    """How many units `text` takes in the alphabet that it needs."""
    text = _mended(text)
    return _units(text, coding_of(text))


def coding_of(text: str) -> Coding:
    return "gsm7" if all(sign in _OCTETS for sign in text) else "ucs2"


def plain(text: str) -> str:
    """`text` with typographic quotes, dashes and spaces in their plain form, when that brings it into the GSM
    alphabet: one curly quote would otherwise halve what a message holds. Unchanged when it would still not fit."""
    simpler = text.translate(_PLAIN)
    return simpler if coding_of(simpler) == "gsm7" else text


def header(reference: int, total: int, number: int) -> bytes:
    """The user data header 050003RRTTSS of part `number` (from 1) of `total`."""
    return bytes([5, 0, 3, reference % 256, total, number])


@dataclass(frozen=True, slots=True)
class Header:
    """Which part of which long message this is; `reference` tells apart the long messages of one sender."""

    reference: int
    total: int
    number: int


def read_header(header: bytes) -> Header | None:
    """What a user data header (its length octet first) says about parts: references of 8 and of 16 bits. None when it
    says nothing about them, or nothing that can be."""
    place = 1
    while place + 2 <= len(header):
        kind, size = header[place], header[place + 1]
        content = header[place + 2 : place + 2 + size]
        if kind in _CONCATENATION and size == len(content) == _CONCATENATION[kind]:
            total, number = content[-2:]
            found = Header(int.from_bytes(content[:-2]), total, number)
            return found if 0 < number <= total else None
        place += 2 + size
    return None


def reference(key: str) -> int:
    """A reference from 0 to 255 that is always the same for one message, so that parts sent again after a failure
    are parts of the same message to the telephone."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()[0]


def encode(text: str, coding: Coding) -> bytes:
    """The bytes of one part: septets one to an octet, or big-endian 16-bit units. A sign that the GSM alphabet does
    not have becomes a question mark."""
    if coding == "ucs2":
        return _mended(text).encode("utf-16-be")
    return b"".join(_OCTETS.get(sign, b"?") for sign in text)


def decode_gsm(octets: bytes) -> str:
    """Septets, one to an octet, as text. Nothing is an error: an escape before a code that the extension table does
    not have gives the sign of the basic table, and an octet above 127 gives U+FFFD."""
    signs = []
    escaped = False
    for octet in octets:
        if octet == ESCAPE and not escaped:
            escaped = True
            continue
        basic = BASIC[octet] if octet < len(BASIC) and octet != ESCAPE else "\ufffd"
        signs.append(EXTENSION.get(octet, basic) if escaped else basic)
        escaped = False
    return "".join(signs)


def decode_ucs2(octets: bytes) -> str:
    """Big-endian 16-bit units as text; halves of a pair and a last odd octet give U+FFFD."""
    return octets.decode("utf-16-be", "replace")


def _units(text: str, coding: Coding) -> int:
    if coding == "ucs2":
        return len(text.encode("utf-16-be")) // 2
    return sum(len(_OCTETS[sign]) for sign in text)


def _cut(text: str, most: int, cost: Callable[[str], int]) -> Iterator[str]:
    start = used = 0
    for place, sign in enumerate(text):
        taken = cost(sign)
        if used + taken > most:
            yield text[start:place]
            start, used = place, 0
        used += taken
    yield text[start:]


def _mended(text: str) -> str:
    """`text` with halves of surrogate pairs joined where they meet and replaced where they stand alone."""
    return text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
