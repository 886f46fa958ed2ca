"""How a register says numbers, times and days: Indonesian, whatever language a reader has chosen. Pure."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
NOTHING: Final = "–"


def parsed(words: str) -> datetime:
    """An instant of the document."""
    return datetime.fromisoformat(words)


def local(words: str, zone: ZoneInfo) -> datetime:
    return parsed(words).astimezone(zone)


def number(value: int) -> str:
    """4.024"""
    return f"{value:,}".replace(",", ".")


def percent(tenths: int | None) -> str:
    """92,3%"""
    return NOTHING if tenths is None else f"{tenths // 10},{tenths % 10}%"


def hours(seconds: int | None) -> str:
    """Hours and minutes, 11.22; a column of them lines up."""
    return NOTHING if seconds is None else f"{number(seconds // 3600)}.{seconds // 60 % 60:02d}"


def day(on: date) -> str:
    """10 Juli 2026"""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def moment(words: str, zone: ZoneInfo) -> str:
    """Jumat, 10 Juli 2026 08.00 WIB"""
    at = local(words, zone)
    return f"{DAYS[at.weekday()]}, {day(at.date())} {at:%H.%M} {at.tzname()}"


def short_moment(words: str | None, zone: ZoneInfo) -> str:
    """10/07 08.00, the form of the annex."""
    return NOTHING if words is None else f"{local(words, zone):%d/%m %H.%M}"


def span(first: date, last: date) -> str:
    """1 April sampai 30 Juni 2026"""
    return f"{first.day} {MONTHS[first.month - 1]} sampai {day(last)}"


def joined(words: list[str]) -> str:
    """a, b, dan c"""
    if len(words) < 3:
        return " dan ".join(words)
    return ", ".join(words[:-1]) + f", dan {words[-1]}"
