"""Rules, scopes and steps in plain words, in the reader's language. The same words for staff and for everybody."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from rumahrakyat.duty import rules
from rumahrakyat.duty.rules import Unit

NAMES: Final[dict[str, str | Promise]] = {
    rules.FIRST_RESPONSE: gettext_lazy("First answer"),
    rules.ROUTING: gettext_lazy("Passing on by the desk"),
    rules.SILENCE: gettext_lazy("News while it is worked on"),
    rules.RESOLUTION: gettext_lazy("Completion"),
    rules.INFORMATION: gettext_lazy("Public information"),
    rules.APPEAL: gettext_lazy("Decision on an appeal"),
    rules.EXPLANATION: gettext_lazy("Explaining a missed deadline"),
    rules.REPORTER_COMPLETES: gettext_lazy("Time to complete a report"),
    rules.REPORTER_DECIDES: gettext_lazy("Time to judge the outcome"),
}
MEANINGS: Final[dict[str, str | Promise]] = {
    rules.FIRST_RESPONSE: gettext_lazy(
        "From the receipt of a report, or of an objection, to an answer that says where the case stands."
    ),
    rules.ROUTING: gettext_lazy("From the moment the desk has a report until the agency that must act has it."),
    rules.SILENCE: gettext_lazy(
        "After every answer the reporter hears again within this time, or on the promised day, until it is done."
    ),
    rules.RESOLUTION: gettext_lazy("From the receipt until it is done, referred, or not taken up with a reason."),
    rules.INFORMATION: gettext_lazy(
        "From the receipt of a request for public information until it is given or refused."
    ),
    rules.APPEAL: gettext_lazy("From an appeal until those above the agency have decided on it."),
    rules.EXPLANATION: gettext_lazy(
        "How long an agency may explain a deadline that was missed, before it is ruled on without its word."
    ),
    rules.REPORTER_COMPLETES: gettext_lazy(
        "How long the reporter may take to answer a question. After that the agency's time runs again by itself."
    ),
    rules.REPORTER_DECIDES: gettext_lazy(
        "How long the reporter may take to say whether it is solved. Silence is never counted as solved."
    ),
}
AUDIENCES: Final[dict[str, str | Promise]] = {
    "officer": pgettext_lazy("told", "officer"),
    "deputy": pgettext_lazy("told", "deputy"),
    "head": pgettext_lazy("told", "head"),
    "secretary": pgettext_lazy("told", "regional secretary"),
    "governor": pgettext_lazy("told", "governor"),
}
WEIGHTS: Final[dict[str, str | Promise]] = {
    rules.Weight.ORDINARY: gettext_lazy("not calling for oversight"),
    rules.Weight.OVERSIGHT: gettext_lazy("calling for oversight"),
}
KINDS: Final[dict[str, str | Promise]] = {
    "complaint": gettext_lazy("complaints"),
    "aspiration": gettext_lazy("aspirations"),
    "information": gettext_lazy("requests for information"),
}


_LONG: Final = 72  # hours: from here on people think in days


def amount(unit: str, count: int) -> str:
    """24 jam; 10 hari (240 jam); 5 hari kerja"""
    if unit == Unit.HOURS and count >= _LONG and count % 24 == 0:
        return _("%(days)s days (%(n)s hours)") % {"days": count // 24, "n": count}
    if unit == Unit.HOURS:
        return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": count}
    return ngettext("%(n)s working day", "%(n)s working days", count) % {"n": count}


def how_counted(unit: str) -> str:
    if unit == Unit.HOURS:
        return _("every hour counts, also at night, at weekends and on holidays")
    return _("until the last of these days is over; Saturdays, Sundays, public holidays and joint leave do not count")


def allowance(unit: str, count: int) -> str:
    """24 jam, hari libur ikut dihitung"""
    if unit == Unit.HOURS:
        return _("%(amount)s, holidays included") % {"amount": amount(unit, count)}
    return amount(unit, count)


def more(unit: str, extension: int, longest: int | None) -> list[str]:
    """What a rule allows beyond its time, a sentence each."""
    found = []
    if extension:
        words = _("May be extended once by %(amount)s, with a written reason")
        found.append(words % {"amount": amount(unit, extension)})
    if longest:
        words = _("A promised next date may lie at most %(amount)s ahead")
        found.append(words % {"amount": amount(Unit.WORKDAYS, longest)})
    return found


def scope(*, organisation: str = "", regency: str = "", category: str = "", weight: str = "", kind: str = "") -> str:
    """Where a version holds, by names: semua laporan; pengaduan, berkadar pengawasan; ..."""
    parts = [
        str(KINDS[kind]) if kind else "",
        str(WEIGHTS[weight]) if weight else "",
        _("about %(category)s") % {"category": category} if category else "",
        _("at %(organisation)s") % {"organisation": organisation} if organisation else "",
        _("in %(regency)s") % {"regency": regency} if regency else "",
    ]
    words = ", ".join(part for part in parts if part)
    return words or _("all reports")


def step(step: rules.Step) -> str:
    """kepala, harus membalas dalam 15 menit"""
    parts = [str(AUDIENCES.get(step.audience, step.audience))]
    if step.acknowledge:
        parts.append(_("must confirm within %(n)s minutes, else the next person is told") % {"n": step.acknowledge})
    if step.waits:
        parts.append(_("at night it waits for the morning"))
    return ", ".join(parts)
