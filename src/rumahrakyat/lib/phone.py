"""Telephone numbers as people type them, kept as E.164."""

import phonenumbers


class WrongPhone(ValueError):
    """`reason`: `short`, `long` or `shape`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_phone(text: str) -> str:
    """E.164 (`+6281322904471`) from `0813-2290-4471`, `62813…`, `+62 813 …`. Raises `WrongPhone`."""
    typed = text.strip()
    if typed.startswith("62"):
        typed = f"+{typed}"
    elif typed.startswith("8"):
        typed = f"0{typed}"
    try:
        number = phonenumbers.parse(typed, "ID")
    except phonenumbers.NumberParseException as error:
        raise WrongPhone("shape") from error
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == phonenumbers.ValidationResult.TOO_SHORT:
        raise WrongPhone("short")
    if possible == phonenumbers.ValidationResult.TOO_LONG:
        raise WrongPhone("long")
    if not phonenumbers.is_valid_number(number):
        raise WrongPhone("short" if len(str(number.national_number)) < 9 else "shape")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display_phone(e164: str) -> str:
    """As Indonesians write it: 0813 2290 4471."""
    local = f"0{e164.removeprefix('+62')}" if e164.startswith("+62") else e164
    return " ".join(filter(None, (local[:4], local[4:8], local[8:12], local[12:])))


def mask_phone(e164: str) -> str:
    """Enough to recognise one's own number, not enough to call it: 0813 •••• 4471."""
    local = f"0{e164.removeprefix('+62')}" if e164.startswith("+62") else e164
    return f"{local[:4]} •••• {local[-4:]}" if len(local) >= 9 else "••••"
