"""Directions as those who watch see them: beside a late body, as a list, and each with its answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.directions import queries as kept
from rumahrakyat.oversight.directions.refusals import (
    AlreadyAsked,
    CannotBeDirected,
    Refused,
    TooFewWords,
    TooLate,
    WrongTime,
)  # fmt: skip
from rumahrakyat.oversight.models_directions import Direction, WatchedCase
from rumahrakyat.people.roles import DIRECT
from rumahrakyat.reports.access import Reach
from rumahrakyat.watch import links
from rumahrakyat.watch.access import Watcher
from rumahrakyat.watch.names import Names
from rumahrakyat.web import directed, formats


@dataclass(frozen=True)
class Beside:
    """What stands beside a body: nothing was asked of it, or how far the question is. `seconds`: how long its giver
    can still take it back."""

    href: str
    pk: int
    words: str
    more: str
    seconds: int
    late: bool


def directs(reach: Reach) -> bool:
    """Whether this reader directs anything at all."""
    return reach.has(DIRECT)


def reads(reach: Reach) -> bool:
    return directs(reach) or kept.reads_all(reach)


def may_ask_body(reach: Reach, body: Organisation) -> bool:
    return reach.scope.covers(DIRECT, organisation=body.pk, region=body.region_id)


def beside_late(bodies: Iterable[int | None], known: Names, watcher: Watcher) -> dict[str, Beside | None]:
    """For the late bodies that this reader directs, by the code of the page, how far a question to each is (None: none
    is open); one query at most."""
    if not directs(watcher.reach):
        return {}
    named = {known.body_code(pk): known.bodies.get(pk or known.desk_id or 0) for pk in bodies}
    mine = {code: body for code, body in named.items() if body is not None and may_ask_body(watcher.reach, body)}
    found = kept.open_to([body.pk for body in mine.values()]) if mine else {}
    return {code: beside(found[body.pk], watcher) if body.pk in found else None for code, body in mine.items()}


def beside(one: Direction, watcher: Watcher) -> Beside:
    now, due = watcher.at, one.answer_due_at
    seconds = _seconds(one, watcher)
    late = due is not None and due <= now
    if seconds or due is None:
        more = ""
    elif late:
        more = _("explanation overdue by %(time)s") % {"time": formats.duration_short(now - due)}
    else:
        more = _("explanation due %(when)s") % {"when": formats.moment(one.last_minute or due, now)}
    href = reverse("watch:direction", args=[one.pk])
    return Beside(href, one.pk, _("Explanation asked"), more, seconds, late)


def _seconds(one: Direction, watcher: Watcher) -> int:
    if one.given_by_id != watcher.reach.account.pk or one.delivered_at or one.ended_at:
        return 0
    return max(0, -(-(one.deliver_at - watcher.at) // timedelta(seconds=1)))


def refusal(refused: Refused) -> str:
    """Why it was not done, for the reader."""
    if isinstance(refused, AlreadyAsked):
        return _("%(title)s asked for this explanation already; it is still owed") % {"title": refused.direction.title}
    most = formats.number(acts.LONGEST)
    return {
        CannotBeDirected: _("This body is outside the government, or has no successor."),
        TooFewWords: _("Write at least a sentence, %(n)s signs at most") % {"n": most},
        WrongTime: _("Choose a day from tomorrow on, within a month"),
        TooLate: _("It has left already, was answered or withdrawn."),
    }.get(type(refused), _("This is not possible now."))


def listing(watcher: Watcher, wanted: str) -> dict[str, Any]:
    """The list with its filters and how many each holds. Raises `KeyError` for an unknown filter."""
    seen = kept.within(watcher.reach)
    found, counted = kept.every(wanted, seen, at=watcher.at), kept.counts(seen, at=watcher.at)
    labels = {
        "": _("All"), kept.OWED: _("Explanation owed"), kept.OVERDUE: _("Overdue"), kept.EXPLAINED: _("Explained"),
        kept.SAID: _("Words"),
    }  # fmt: skip
    tabs = [
        {
            "label": label,
            "href": links.page("directions", keadaan=code),
            "count": formats.number(counted[code]),
            "current": code == wanted,
        }
        for code, label in labels.items()
    ]
    rows = [row(one, watcher) for one in found]
    return {"now": watcher.at, "tabs": tabs, "rows": rows, "directs": directs(watcher.reach)}


def row(one: Direction, watcher: Watcher) -> dict[str, Any]:
    report = one.report
    return {
        "one": one,
        "chip": directed.chip(one, watcher.at),
        "number": report.number if report and watcher.reach.reads(report) else "",
        "place": report.regency.short_name if report and report.regency else "",
    }


def shown(one: Direction, watcher: Watcher) -> dict[str, Any]:
    """One direction: its words, its answer, its history, what may be done."""
    mine = one.given_by_id == watcher.reach.account.pk
    everywhere = watcher.reach.scope.everywhere(DIRECT)
    return {
        **row(one, watcher),
        "now": watcher.at,
        "seconds": _seconds(one, watcher),
        "withdraws": one.open and one.delivered_at is not None and (mine or everywhere),
        "until": one.last_minute,
        "history": list(_history(one)),
        "in_register": one.breach_id if one.breach_id and one.answered_at else None,
    }


def _history(one: Direction) -> Iterator[tuple[datetime, str, str]]:
    """When, what, by whom."""
    yield one.given_at, _("Given"), one.title
    if one.delivered_at:
        yield one.delivered_at, _("Left for the head and the officers"), ""
    if one.overdue_told_at:
        yield one.overdue_told_at, _("The time to explain was over"), ""
    if one.answered_at and one.answered_by:
        yield one.answered_at, _("Explained"), one.answered_by.name
    if one.ended_at and one.ended_by:
        yield one.ended_at, _("Withdrawn") if one.delivered_at else _("Taken back before it left"), one.ended_by.name


def watched(watcher: Watcher) -> dict[str, Any]:
    """The cases that somebody keeps an eye on, each once, as far as the reader may read them."""
    rows: dict[int, dict[str, Any]] = {}
    for one in kept.watched(watcher.reach):
        if not watcher.reach.reads(one.report):
            continue
        known = rows.setdefault(one.report_id, _watched_row(one))
        known["titles"].append(one.title)
        known["mine"] = known["mine"] or one.account_id == watcher.reach.account.pk
    return {"now": watcher.at, "rows": list(rows.values()), "directs": directs(watcher.reach)}


def _watched_row(one: WatchedCase) -> dict[str, Any]:
    report = one.report
    place = report.region
    return {
        "report": report,
        "href": links.case(report.number),
        "agency": report.holder.name if report.holder else _("Verification desk"),
        "place": place.short_name if place else _("not placed yet"),
        "due_at": report.answer_due_at,
        "stage": report.get_stage_display(),
        "since": one.since,
        "titles": [],
        "mine": False,
    }
