"""Reprimands as those who watch see them: on the page "now", as a list, and each as the letter it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.reprimands import queries as kept
from rumahrakyat.oversight.reprimands.moves import MOVES
from rumahrakyat.oversight.reprimands.refusals import (
    AlreadyReprimanded,
    CannotBeReprimanded,
    NothingLate,
    Refused,
    TooFewWords,
    TooLate,
)
from rumahrakyat.people.roles import OVERSEE_ALL, REPRIMAND, SEE_ALL
from rumahrakyat.watch import links
from rumahrakyat.watch.access import Watcher
from rumahrakyat.web import formats

_LOOKS: Final = {
    Reprimand.State.DELIVERED: "soon",
    Reprimand.State.ACKNOWLEDGED: "calm",
    Reprimand.State.ANSWERED: "met",
}


@dataclass(frozen=True)
class Standing:
    """What stands beside a late body. `seconds`: how long it can still be recalled, 0 when it cannot."""

    href: str
    pk: int
    first: str
    second: str
    seconds: int
    read: bool


def signs(watcher: Watcher) -> bool:
    return watcher.reach.scope.everywhere(REPRIMAND)


def reads(watcher: Watcher) -> bool:
    """The letters name cases, so they are not for those who see numbers only."""
    scope = watcher.reach.scope
    return scope.everywhere(OVERSEE_ALL) and scope.everywhere(SEE_ALL)


def standings(
    found: Sequence[tuple[int | None, datetime]], watcher: Watcher, *, desk_id: int | None
) -> dict[tuple[int | None, datetime], Standing]:
    """How far the reprimand about each late case is, for those that have one; one query at most. `desk_id`: the house
    that answers for what nobody was given."""
    if not (found and reads(watcher)):
        return {}
    open_ones = kept.open_about([body or desk_id for body, _due in found])
    made = {}
    for body, due_at in found:
        one = open_ones.get((body or desk_id or 0, due_at))
        if one is not None:
            made[body, due_at] = _standing(one, watcher)
    return made


def _standing(one: Reprimand, watcher: Watcher) -> Standing:
    now = watcher.at
    assert one.signed_at is not None
    left = (one.deliver_at - now) if one.deliver_at and one.state == Reprimand.State.SIGNED else timedelta()
    seconds = max(0, -(-left // timedelta(seconds=1))) if signs(watcher) else 0
    href = reverse("watch:reprimand", args=[one.pk])
    if seconds:
        return Standing(href, one.pk, _("Reprimand sent"), "", seconds, False)
    first = _("Reprimanded %(when)s") % {"when": _near(one.signed_at, now)}
    return Standing(href, one.pk, first, _progress(one, now), 0, one.acknowledged_at is not None)


def _progress(one: Reprimand, now: datetime) -> str:
    if one.answered_at:
        return _("answered %(when)s") % {"when": _near(one.answered_at, now)}
    if one.acknowledged_at:
        return _("received %(when)s") % {"when": _near(one.acknowledged_at, now)}
    return _("not read yet") if one.delivered_at else _("being sent")


def _near(at: datetime, now: datetime) -> str:
    return formats.clock_time(at) if formats.days_between(at, now) == 0 else formats.moment(at, now)


def refusal(refused: Refused, now: datetime) -> str:
    """Why it was not done, for the reader."""
    if isinstance(refused, AlreadyReprimanded):
        signed = refused.reprimand.signed_at
        return _("Already reprimanded %(when)s, %(number)s") % {
            "when": _near(signed, now) if signed else "",
            "number": refused.reprimand.number,
        }
    return {
        NothingLate: _("Nothing is late there any more."),
        CannotBeReprimanded: _("This body cannot be reprimanded: it is outside the government, or has no successor."),
        TooFewWords: _("Write between 20 and 6,000 signs"),
        TooLate: _("It has left already. It can only be withdrawn, with a reason."),
    }.get(type(refused), _("This is not possible now."))


def listing(watcher: Watcher, wanted: str) -> dict[str, Any]:
    """The list with its filters and how many each holds. Raises `KeyError` for an unknown filter."""
    found, counted = kept.every(wanted), kept.counts()
    labels = {
        "": _("All"), "menunggu": _("Waiting"), "belum-dibaca": _("Not read"), "dijawab": _("Answered"),
        "selesai": _("Ended"), "konsep": _("Drafts"),
    }  # fmt: skip
    tabs = [
        {
            "label": label,
            "href": links.page("reprimands", keadaan=code),
            "count": formats.number(counted[code]),
            "current": code == wanted,
        }
        for code, label in labels.items()
    ]
    rows = [{"one": one, "chip": chip(one), "since": kept.waiting_since(one)} for one in found]
    csv = links.page("reprimands-csv", keadaan=wanted)
    return {"now": watcher.at, "tabs": tabs, "rows": rows, "csv": csv, "count": counted[wanted]}


def chip(one: Reprimand) -> dict[str, str]:
    return {"words": str(Reprimand.State(one.state).label), "look": _LOOKS.get(Reprimand.State(one.state), "calm")}


def export(wanted: str) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """The list as a table, without the words. Raises `KeyError`."""
    head = [
        _("number"), _("to"), _("cases"), _("state"), _("signed"), _("sent"), _("read"), _("answered"),
        _("answer due"),
    ]  # fmt: skip
    return head, (_exported(one) for one in kept.every(wanted, limit=5000))


def _exported(one: Reprimand) -> Sequence[object]:
    times = (one.signed_at, one.delivered_at, one.acknowledged_at, one.answered_at, one.answer_due_at)
    cases = getattr(one, "n_cases", 0)
    return [
        one.number,
        one.organisation.name,
        cases,
        one.state,
        *(at.isoformat(timespec="minutes") if at else "" for at in times),
    ]


def letter(one: Reprimand, watcher: Watcher) -> dict[str, Any]:
    """One reprimand: its words, what it is about as far as this reader may know, its history, what may be done."""
    allowed = {move for move, (states, _to) in MOVES.items() if one.state in states} if signs(watcher) else set()
    if one.deliver_at and watcher.at >= one.deliver_at:
        allowed.discard("recall")
    return {
        "now": watcher.at,
        "one": one,
        "chip": chip(one),
        "cases": [_case(case, watcher) for case in kept.cases_of(one)],
        "history": list(_history(one)),
        "allowed": allowed,
        "until": one.last_minute,
    }


def _case(case: Any, watcher: Watcher) -> dict[str, Any]:
    report = case.report
    readable = watcher.reach.reads(report)
    place = report.regency.short_name if report.regency else _("not placed yet")
    return {
        "href": links.case(report.number) if readable else "",
        "number": report.number if readable else "",
        "title": report.title if report.is_public else _("Confidential report"),
        "place": place,
        "due_at": case.due_at,
    }


def _history(one: Reprimand) -> Iterator[tuple[datetime, str, str]]:
    """When, what, by whom."""
    yield one.drafted_at, _("Drafted"), one.drafted_by.name
    if one.signed_at:
        yield one.signed_at, _("Signed"), one.signer_name
    if one.delivered_at:
        yield one.delivered_at, _("Sent to the head's channels"), ""
    if one.acknowledged_at and one.acknowledged_by:
        yield one.acknowledged_at, _("Read"), one.acknowledged_by.name
    if one.answered_at and one.answered_by:
        yield one.answered_at, _("Answered"), one.answered_by.name
    if one.ended_at:
        yield one.ended_at, str(Reprimand.State(one.state).label).capitalize(), ""
