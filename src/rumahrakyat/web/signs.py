"""A first sign in words: how many, since when, against what is usual."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahrakyat.problems.models import Sign
from rumahrakyat.web import formats

LOOKS: Final = {
    Sign.State.NEW.value: "late",
    Sign.State.WATCHING.value: "soon",
    Sign.State.ACCEPTED.value: "met",
    Sign.State.DISMISSED.value: "paused",
    Sign.State.ENDED.value: "paused",
}


def line(sign: Sign, now: datetime) -> str:
    """The finding in one sentence."""
    count = ngettext("%(n)s person", "%(n)s people", sign.observed) % {"n": formats.number(sign.observed)}
    if sign.kind == Sign.Kind.BURST:
        words = _("%(people)s since %(when)s, usually %(usual)s in %(hours)s hours")
        given = {"when": formats.moment(sign.since, now), "usual": _usual(sign.expected), "hours": sign.window_hours}
        return words % {"people": count, **given}
    words = _("%(people)s in three months, usually %(usual)s; %(open)s not finished")
    return words % {"people": count, "usual": _usual(sign.expected), "open": sign.evidence.get("open", 0)}


def _usual(expected: float) -> str:
    """A rate as people say it: nobody has 0.03 reports."""
    if expected < 0.5:
        return _("0 to 1")
    return formats.number(round(expected))


def facts(sign: Sign, now: datetime) -> list[tuple[str, str]]:
    """The evidence, label and value."""
    found = [
        (_("First and last report"), f"{formats.moment(sign.since, now)} – {formats.moment(sign.until, now)}"),
        (_("People who reported"), formats.number(sign.observed)),
        (_("Usual in the same span"), _usual(sign.expected)),
    ]
    known = sign.evidence
    if sign.kind == Sign.Kind.CLUSTER and "cases" in known:
        of = _("%(n)s of %(all)s")
        for label, name in (
            (_("Not finished"), "open"),
            (_("Answered"), "answered"),
            (_("Objected to by the reporter"), "objected"),
            (_("Came after one was said to be done"), "after_done"),
        ):
            found.append((label, of % {"n": known[name], "all": known["cases"]}))
    return found
