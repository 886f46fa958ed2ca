"""How people read times, lengths of time and numbers. Pure: every instant is an argument.

Instants are aware; they are shown in the installation's zone (`settings.TIME_ZONE`) with its own abbreviation (WIB).
Indonesian and Javanese write 14.20, 1.987 and 93,4%; English writes 14:20, 1,987 and 93.4%.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import dateformat
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext

_MINUTE = timedelta(minutes=1)


def _english() -> bool:
    return (get_language() or "id").startswith("en")


def clock_time(at: datetime) -> str:
    """14.20"""
    return dateformat.format(localtime(at), "H:i" if _english() else "H.i")


def long_day(at: datetime) -> str:
    """Selasa, 21 Juli 2026"""
    return dateformat.format(localtime(at), "l, j F Y")


def day(at: datetime) -> str:
    """Senin, 20 Juli"""
    return dateformat.format(localtime(at), "l, j F")


def short_day(at: datetime) -> str:
    """20 Juli 2026"""
    return dateformat.format(localtime(at), "j F Y")


def zone_name(at: datetime) -> str:
    """WIB, from the zone itself."""
    return localtime(at).tzname() or ""


def long_moment(at: datetime) -> str:
    """Selasa, 21 Juli 2026 14.20 WIB: once per page."""
    return f"{long_day(at)} {clock_time(at)} {zone_name(at)}"


def day_moment(at: datetime) -> str:
    """Rabu, 22 Juli 09.42 WIB: a promise, where the year is plain."""
    return f"{day(at)} {clock_time(at)} {zone_name(at)}"


def moment(at: datetime, now: datetime) -> str:
    """Selasa 14.20 within six days either way; 6 Agustus 14.20 farther off; with the year in another year."""
    there, here = localtime(at), localtime(now)
    if abs((there.date() - here.date()).days) <= 6:
        return f"{dateformat.format(there, 'l')} {clock_time(at)}"
    pattern = "j F" if there.year == here.year else "j F Y"
    return f"{dateformat.format(there, pattern)} {clock_time(at)}"


def near_day(at: datetime, now: datetime) -> str:
    """Hari ini / Besok, Rabu 22 Juli / Kemarin, Senin 20 Juli / Jumat, 17 Juli: the heading of a day's group."""
    there = localtime(at)
    distance = (there.date() - localtime(now).date()).days
    if distance == 0:
        return gettext("Today")
    name = dateformat.format(there, "l j F")
    if distance == 1:
        return gettext("Tomorrow, %(day)s") % {"day": name}
    if distance == -1:
        return gettext("Yesterday, %(day)s") % {"day": name}
    return dateformat.format(there, "l, j F" if there.year == localtime(now).year else "l, j F Y")


def days_between(start: datetime, end: datetime) -> int:
    """Calendar days in the installation's zone, not spans of 24 hours."""
    first: date = localtime(start).date()
    return (localtime(end).date() - first).days


def _split(span: timedelta) -> tuple[int, int, int]:
    minutes = max(0, int(abs(span) / _MINUTE))
    return minutes // 1440, minutes // 60 % 24, minutes % 60


def duration(span: timedelta) -> str:
    """4 jam 38 menit; 3 hari 2 jam; 12 hari; two units at most, the sign is left to the words around it."""
    days, hours, minutes = _split(span)
    day_words = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    hour_words = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    minute_words = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if days:
        return f"{day_words} {hour_words}" if hours and days < 10 else day_words
    if hours:
        return f"{hour_words} {minute_words}" if minutes else hour_words
    return minute_words if minutes else gettext("less than a minute")


def duration_short(span: timedelta) -> str:
    """4 j 38 m; 5 j 03 m; 38 m; 3 h 2 j: the staff form, with fixed places so that columns line up."""
    days, hours, minutes = _split(span)
    units = {"d": gettext("d"), "h": gettext("h"), "m": gettext("m")}
    if days >= 10:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days >= 2:
        return f"{days} {units['d']} {hours} {units['h']}" if hours else f"{days} {units['d']}"
    if days or hours:
        return f"{days * 24 + hours} {units['h']} {minutes:02d} {units['m']}"
    return f"{minutes} {units['m']}"


def number(value: int) -> str:
    """1.987"""
    grouped = f"{value:,}"
    return grouped if _english() else grouped.replace(",", ".")


def decimal(value: float, places: int = 1) -> str:
    """1,8"""
    plain = f"{value:,.{places}f}"
    return plain if _english() else plain.translate(str.maketrans(",.", ".,"))


def percent(part: float, whole: float, places: int = 1) -> str:
    """93,4% of a whole; an en dash when there is nothing to divide by. Never rounds up to 100 what is not all of it."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if part < whole:
        share = min(share, 100 - 10**-places)
    return f"{decimal(share, places)}%"


def grouped_code(digits: str) -> str:
    """7314 0926 5581 4402"""
    return " ".join(_groups_of_four(digits))


def _groups_of_four(digits: str) -> Iterator[str]:
    for start in range(0, len(digits), 4):
        yield digits[start : start + 4]
