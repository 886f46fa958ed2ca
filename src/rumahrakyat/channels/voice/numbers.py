"""Telephone numbers as exchanges write them: withheld ones are nobody, extensions are nobody's contact."""

from rumahrakyat.channels.base import Address
from rumahrakyat.lib.phone import WrongPhone, parse_phone

# What exchanges write in the place of a number that the caller hides.
WITHHELD = frozenset(
    {"", "anonymous", "withheld", "restricted", "private", "unknown", "unavailable", "asserted", "nomor pribadi"}
)


def caller(told: str) -> Address | None:
    """The address of an outside number; None when it is withheld, or an extension, or no number at all."""
    number = told.strip()
    if number.lower() in WITHHELD:
        return None
    number = number.removeprefix("tel:").removeprefix("sip:").partition("@")[0]
    if number.startswith("00"):
        number = f"+{number[2:]}"
    try:
        return Address("tel", parse_phone(number))
    except WrongPhone:
        return None
