"""Queue numbers as an announcement says them, in Indonesian. Pure."""

from typing import Final

_UNITS: Final = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def in_words(number: int) -> str:
    """0 to 999 as said aloud: 47 -> "empat puluh tujuh", 11 -> "sebelas", 100 -> "seratus"."""
    if not 0 <= number <= 999:
        raise ValueError(number)
    hundreds, rest = divmod(number, 100)
    said = [] if not hundreds else ["seratus" if hundreds == 1 else f"{_UNITS[hundreds]} ratus"]
    if rest or not hundreds:
        said.append(_below_hundred(rest))
    return " ".join(said)


def _below_hundred(number: int) -> str:
    if number < 10:
        return _UNITS[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number) or f"{_UNITS[number - 10]} belas"
    tens, units = divmod(number, 10)
    return f"{_UNITS[tens]} puluh" + (f" {_UNITS[units]}" if units else "")


def announcement(letter: str, number: int, counter: int) -> str:
    """ "Nomor antrean A, empat puluh tujuh, silakan ke loket dua." """
    return f"Nomor antrean {letter}, {in_words(number)}, silakan ke loket {in_words(counter)}."
