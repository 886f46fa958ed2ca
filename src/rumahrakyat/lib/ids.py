"""Numbers that people say on the phone and secrets that they keep."""

import re
import secrets

# Damm's quasigroup of order 10: finds every single wrong digit and every swap of two neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
PREFIX = "RR"
SECRET_DIGITS = 16  # 53 bits
_LETTERS_FOR_DIGITS = str.maketrans("OoIiLl", "001111")


class WrongNumber(ValueError):
    """Not a tracking number. `reason`: `empty`, `shape` (length, strange signs) or `check` (a digit is wrong)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_digit(digits: str) -> str:
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return str(state)


def tracking_number(serial: int) -> str:
    """`serial` with its check digit, grouped to be said aloud: 48213 -> RR-482-135. Grows by a digit when it must."""
    if serial < 1:
        raise ValueError("serials start at 1")
    digits = f"{serial:05d}"
    digits += check_digit(digits)
    return f"{PREFIX}-{digits[:-3]}-{digits[-3:]}"


def parse_tracking_number(text: str) -> str:
    """The canonical number from what a person typed (`rr 482135`, `482-135`, `RR.482.135`). Raises `WrongNumber`."""
    compact = re.sub(r"[\s.\-–_/#]+", "", text).upper().removeprefix(PREFIX)
    compact = compact.translate(_LETTERS_FOR_DIGITS)
    if not compact:
        raise WrongNumber("empty")
    if not (compact.isascii() and compact.isdigit() and 6 <= len(compact) <= 12):
        raise WrongNumber("shape")
    if check_digit(compact[:-1]) != compact[-1]:
        raise WrongNumber("check")
    return f"{PREFIX}-{compact[:-3]}-{compact[-3:]}"


def receipt_secret() -> str:
    """16 random digits (53 bits), the key to one's own report from any phone."""
    return "".join(secrets.choice("0123456789") for _ in range(SECRET_DIGITS))


def normalise_secret(text: str) -> str:
    """The digits of a typed secret, however it was spaced."""
    return re.sub(r"\D", "", text)
