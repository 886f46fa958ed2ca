"""Periods in words, and what is wrong with one that cannot be shown."""

from datetime import date

from django.utils import dateformat
from django.utils.translation import gettext as _

from rumahrakyat.lib.quarters import ROMAN
from rumahrakyat.oversight import calendar_spans as faults
from rumahrakyat.oversight.calendar_spans import Days, parse
from rumahrakyat.oversight.periods import LAST_YEAR, MONTH, PERIODS, QUARTER, TODAY, WEEK, Window


def span_words(code: str) -> str:
    """hari ini, 7 hari, Juli 2026, triwulan III 2026, 1 Juli – 15 Agustus 2026."""
    moving = {TODAY: _("today"), WEEK: _("7 days"), MONTH: _("30 days"), QUARTER: _("this quarter")}
    return moving[code] if code in moving else days_words(parse(code))


def days_words(days: Days) -> str:
    code, last = days.code, dateformat.format(days.last, "j F Y")
    if days.first == days.last:
        return last
    if "Q" in code:
        return _("quarter %(nth)s %(year)s") % {"nth": ROMAN[days.first.month // 3], "year": days.first.year}
    if days.named:
        return dateformat.format(days.first, "F Y") if "-" in code else _("year %(year)s") % {"year": code}
    first = dateformat.format(days.first, "j F" if days.first.year == days.last.year else "j F Y")
    return f"{first} – {last}"


def before_words(window: Window) -> str:
    """The span something is compared with."""
    if window.compared == LAST_YEAR:
        return _("the same days of last year")
    if window.compared:
        return days_words(parse(window.compared))
    if window.code not in PERIODS:
        words = days_words(parse(window.code).before())
        return words if window.over else _("%(span)s, as far in") % {"span": words}
    return {
        TODAY: _("yesterday at this hour"),
        WEEK: _("the 7 days before"),
        MONTH: _("the 30 days before"),
        QUARTER: _("last quarter, as far in"),
    }[window.code]


def fault_words(fault: faults.PeriodFault) -> str:
    """What is wrong, and how it is written instead."""
    typed = {"typed": _typed_words(fault.typed)}
    if isinstance(fault, faults.InTheFuture):
        given = {**typed, "today": dateformat.format(fault.today, "j F Y")}
        return _("%(typed)s reaches into the future. The last day to choose is today, %(today)s.") % given
    sentences = {
        faults.NotADay: _("There is no day %(typed)s. Look at the day and the month."),
        faults.Reversed: _("The last day lies before the first (%(typed)s). Exchange the two."),
        faults.TooEarly: _("%(typed)s lies before 2015, when nothing was recorded yet."),
        faults.TooLong: _("%(typed)s is longer than five years. Choose fewer days."),
    }
    wrong = _("%(typed)s is no period. Write a day as 2026-07-21, or choose it from the calendar.")
    return sentences.get(type(fault), wrong) % typed


def _typed_words(typed: str) -> str:
    """Days as people write them; what names none as it was typed."""
    ends = typed.split("..")
    try:
        return " – ".join(dateformat.format(date.fromisoformat(day), "j F Y") for day in ends)
    except ValueError:
        return typed or "–"
