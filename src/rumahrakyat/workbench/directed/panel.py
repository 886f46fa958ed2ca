"""The strip on a case that is watched or asked about, and the box of whoever may direct it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.lib import clock
from rumahrakyat.oversight.directions.words import ASK_CASE
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import DIRECT, SEE_ALL, SEE_CASE
from rumahrakyat.reports.queries import Line
from rumahrakyat.web import formats

Context = dict[str, Any]
Row = dict[str, Any]
_MINUTE: Final = timedelta(minutes=1)
_SHOWN: Final = timedelta(days=7)
ICONS: Final = {
    "explanation_asked": "question",
    "explanation_given": "reply",
    "word_said": "message",
    "watched": "target",
    "unwatched": "target",
    "reprimanded": "megaphone",
    "reprimand_answered": "reply",
}


def panel(actor: Actor, beside: tuple[list[Row], list[Row]], *, account: int) -> Context:
    """`beside`: who watches the case, and what was asked and said about it, as `directions.queries` has them."""
    watchers, given = beside
    now = clock.now()
    directs = actor.may(DIRECT) and actor.may(SEE_CASE, SEE_ALL)
    return {
        "watched_by": [str(row["title"]) for row in watchers],
        "directed": [_line(row, account, now) for row in given if row["kind"] == "ask" or _recent(row, now)],
        "direct": _box(watchers, account) if directs else None,
    }


def _recent(row: Row, now: datetime) -> bool:
    """A word stands above the case for a week; after that on its timeline alone."""
    return now - datetime.fromisoformat(row["deliver_at"]) < _SHOWN


def _line(row: Row, account: int, now: datetime) -> Context:
    asked, left = row["kind"] == "ask", row["delivered_at"] is not None
    due = datetime.fromisoformat(row["answer_due_at"]) - _MINUTE if row["answer_due_at"] else None
    words = _("%(title)s asks for an explanation") if asked else _("%(title)s has a word for the agency")
    seconds = -(-(datetime.fromisoformat(row["deliver_at"]) - now) // timedelta(seconds=1)) if not left else 0
    return {
        "icon": "question" if asked else "message",
        "words": words % {"title": row["title"]},
        "until": due if asked else None,
        "late": bool(asked and due and due + _MINUTE <= now),
        "urgent": row["urgent"],
        "href": _address(row, left, account),
        "recall": reverse("watch:direction-recall", args=[row["id"]]) if seconds > 0 else "",
        "seconds": max(0, seconds),
    }


def _address(row: Row, left: bool, account: int) -> str:
    """Where it is read: the giver's page, or the body's."""
    if row["given_by_id"] == account:
        return reverse("watch:direction", args=[row["id"]])
    return reverse("workbench:directed-one", args=[row["id"]]) if left else ""


def _box(watchers: Sequence[Row], account: int) -> Context:
    return {
        "watches": any(row["account_id"] == account for row in watchers),
        "tokens": (uuid4(), uuid4()),
        "asks": ASK_CASE,
    }


def sentences(line: Line) -> dict[str, str]:
    """What happened, by the type of the entry; empty for all others."""
    if line.type not in ICONS:
        return {}
    data = line.entry.data
    words = {"title": data.get("title", ""), "number": data.get("number", "")}
    asked = _("%(title)s needs the explanation no longer") if data.get("withdrawn") else _asked(data)
    reprimanded = (
        _("Reprimand %(number)s was withdrawn") if data.get("withdrawn") else _("Reprimand %(number)s to the agency")
    )
    return {
        "explanation_asked": asked % words,
        "explanation_given": _("Explanation to %(title)s, seen by staff only") % words,
        "word_said": _("Word of %(title)s, seen by staff only") % words,
        "watched": _("%(title)s watches this case") % words,
        "unwatched": _("%(title)s watches this case no longer") % words,
        "reprimanded": reprimanded % words,
        "reprimand_answered": _("Answer to reprimand %(number)s") % words,
    }


def _asked(data: dict[str, Any]) -> str:
    """With the last minute in which it is in time."""
    sentence = _("%(title)s asks for an explanation before {when}, seen by staff only")
    until = data.get("until")
    when = formats.day_moment(datetime.fromisoformat(str(until)) - _MINUTE) if until else "–"
    return sentence.replace("{when}", when.replace("%", "%%"))
