"""Reasons of a likeness as words: "400 m from here, 3 days apart, the same matter, 7 words in common"."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_HERE = 30  # metres below which two pins are one place


def reasons_in_words(reasons: Mapping[str, Any]) -> list[str]:
    """The telling ones, place first. Unknown codes of another version are left out."""
    found = [_place(reasons), _time(reasons), _category(reasons), _names(reasons), _words(reasons)]
    return [words for words in found if words]


def distance(metres: int) -> str:
    """Rounded as people say it: 40 m, 400 m, 2 km."""
    if metres < _HERE:
        return _("at the same place")
    if metres < 1000:
        return _("%(n)s m from here") % {"n": round(metres, -1 if metres < 100 else -2) or 100}
    return _("%(n)s km from here") % {"n": f"{metres / 1000:.1f}".replace(".", ",").removesuffix(",0")}


def _place(reasons: Mapping[str, Any]) -> str:
    if "metres" in reasons:
        return distance(int(reasons["metres"]))
    return {
        "village": _("in the same village"),
        "district": _("in the same district"),
        "regency": _("in the same regency"),
    }.get(str(reasons.get("region", "")), "")


def _time(reasons: Mapping[str, Any]) -> str:
    if "hours" not in reasons:
        return ""
    hours = int(reasons["hours"])
    if hours < 1:
        return _("within an hour")
    if hours < 48:
        return ngettext("%(n)s hour apart", "%(n)s hours apart", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)s day apart", "%(n)s days apart", days) % {"n": days}


def _category(reasons: Mapping[str, Any]) -> str:
    return {"same": _("the same matter"), "subject": _("the same subject")}.get(str(reasons.get("category", "")), "")


def _names(reasons: Mapping[str, Any]) -> str:
    return _("the same street or landmark") if reasons.get("names") else ""


def _words(reasons: Mapping[str, Any]) -> str:
    if reasons.get("copy"):
        return _("nearly the same text")
    count = int(reasons.get("words", 0))
    return ngettext("%(n)s word in common", "%(n)s words in common", count) % {"n": count} if count else ""
