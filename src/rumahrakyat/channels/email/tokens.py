"""Signed marks in our mails, by which answers and bounces find their case and message again.

Three places carry them: the Message-ID (comes back in References and in returned headers), the Reply-To address
(comes back as the recipient) and the return address (comes back as the recipient of a bounce). A mark holds 128 bits of
an HMAC made with the installation's look-up key, so nobody can make one. All of it is lower-case letters and digits:
mail servers may change the case of a local part.
"""

import hmac
import re
import uuid
from dataclasses import dataclass

from rumahrakyat.channels.email.addresses import tag_of, with_tag
from rumahrakyat.lib import crypto
from rumahrakyat.lib.ids import WrongNumber, parse_tracking_number

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LENGTH = 25  # of 128 bits in base 36
_MARK = rf"[0-9a-z]{{{_LENGTH}}}"
_MESSAGE_ID = re.compile(rf"({_MARK})\.([0-9a-z]{{1,16}})\.({_MARK})@[a-z0-9.-]+", re.IGNORECASE)
_REPLY = re.compile(rf"([0-9a-z]{{1,16}})\.({_MARK})")
_BOUNCE = re.compile(rf"b({_MARK})({_MARK})")
_NO_NUMBER = "0"


@dataclass(frozen=True, slots=True)
class Ours:
    """A message of ours: its `external_id`, the `key` it was sent with, the case it was about ("" for none)."""

    external_id: str
    key: str
    number: str = ""


def external_id(key: str) -> str:
    """How we name the message that was sent with `key`: 25 letters and digits that all its traces carry."""
    return _base36(_uuid(key).int)


def message_id(key: str, number: str, domain: str) -> str:
    """The Message-ID, with its angle brackets."""
    mark, compact = external_id(key), _compact(number) or _NO_NUMBER
    return f"<{mark}.{compact}.{_mac('message', mark, compact)}@{domain}>"


def thread_id(number: str, domain: str) -> str:
    """A Message-ID that was never sent, the same for all mails of one case, so that mail programs show them together;
    "" when `number` is not a tracking number."""
    compact = _compact(number)
    return f"<{compact}.laporan@{domain}>" if compact else ""


def reply_address(address: str, number: str) -> str:
    """Where answers about case `number` go; `address` itself when it is not a tracking number."""
    compact = _compact(number)
    return with_tag(address, f"{compact}.{_mac('reply', compact)}") if compact else address


def bounce_address(address: str, key: str) -> str:
    """The return address of the message that was sent with `key`."""
    mark = external_id(key)
    return with_tag(address, f"b{mark}{_mac('bounce', mark)}")


def find_message(text: str) -> Ours | None:
    """The last genuine Message-ID of ours in `text`."""
    found = None
    for match in _MESSAGE_ID.finditer(text):
        mark, compact, mac = (part.lower() for part in match.groups())
        if _same(mac, _mac("message", mark, compact)):
            found = _ours(mark, _number(compact))
    return found


def bounced_message(address: str) -> Ours | None:
    """The message whose return address `address` is."""
    match = _BOUNCE.fullmatch(tag_of(address.lower()))
    if match is None or not _same(match[2], _mac("bounce", match[1])):
        return None
    return _ours(match[1], "")


def proven_number(address: str) -> str:
    """The case that the reply address `address` belongs to, "" when it is none of ours."""
    match = _REPLY.fullmatch(tag_of(address.lower()))
    if match is None or not _same(match[2], _mac("reply", match[1])):
        return ""
    return _number(match[1])


def _ours(mark: str, number: str) -> Ours | None:
    value = int(mark, 36)
    return Ours(mark, str(uuid.UUID(int=value)), number) if value < 2**128 else None


def _uuid(key: str) -> uuid.UUID:
    try:
        return uuid.UUID(key)
    except ValueError:
        return uuid.uuid5(uuid.NAMESPACE_OID, key)


def _mac(*parts: str) -> str:
    return _base36(int(crypto.lookup_hash("email", *parts)[:32], 16))


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())


def _base36(value: int) -> str:
    signs = ""
    for _ in range(_LENGTH):
        value, rest = divmod(value, 36)
        signs = _DIGITS[rest] + signs
    return signs


def _compact(number: str) -> str:
    return _number(number).replace("-", "").lower()


def _number(text: str) -> str:
    try:
        return parse_tracking_number(text)
    except WrongNumber:
        return ""
