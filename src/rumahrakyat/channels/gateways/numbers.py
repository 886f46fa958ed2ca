"""Telephone numbers as SMS gateways write them: 62813..., 0813..., +62813..., and senders that are no telephone."""

import re
from typing import Final, Literal

from rumahrakyat.channels.base import Address, Sender
from rumahrakyat.lib.phone import WrongPhone, parse_phone

Style = Literal["62", "0", "+62"]
STYLES: Final[tuple[Style, ...]] = ("62", "0", "+62")
_BETWEEN = re.compile(r"[\s().-]+")
_SHORTEST, _LONGEST = 8, 15
_HOME = "62"


def sender(told: str) -> Sender:
    """Who a message is from. A short code or a name ("TELKOMSEL") is a machine: it has no address to answer to, only
    a name (see `is_machine`)."""
    number = e164(told)
    return Sender((Address("tel", number),)) if number else Sender((), told.strip()[:120])


def is_machine(who: Sender) -> bool:
    """Whether the sender named itself but is no telephone: what it writes is never answered."""
    return not who.addresses and bool(who.display_name)


def e164(told: str) -> str:
    """`+6281322904471`, or "" when it is no telephone number. Without a plus or a nought the country code leads, as
    gateways write it; only a number that begins with 8 is one of this country."""
    number = _international(_BETWEEN.sub("", told))
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and _SHORTEST <= len(digits) <= _LONGEST):
        return ""
    try:
        return parse_phone(number)
    except WrongPhone:
        return number  # a new range perhaps: the network knew whose it is


def written(number: str, style: Style) -> str:
    """An E.164 number as a gateway wants it. Numbers of other countries have no form with a nought."""
    digits = number.removeprefix("+")
    if style == "0" and digits.startswith(_HOME):
        return f"0{digits.removeprefix(_HOME)}"
    return f"+{digits}" if style == "+62" else digits


def _international(number: str) -> str:
    if number.startswith("+"):
        return number
    if number.startswith("00"):
        return f"+{number[2:]}"
    if number.startswith("0"):
        return f"+{_HOME}{number[1:]}"
    if number.startswith("8") and len(number) > _SHORTEST:
        return f"+{_HOME}{number}"
    return f"+{number}"
