"""What a case's page shows of where the case came from and who else was asked: one query more than the page had."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from rumahrakyat.duty import reading
from rumahrakyat.duty.reading import ReadClock
from rumahrakyat.handover import disputes, passing, queries
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.queries import Line
from rumahrakyat.routing.models import Decision
from rumahrakyat.web import formats
from rumahrakyat.workbench.handover.actions import BACK, TO_OTHERS

Context = dict[str, Any]


def fitting(actions: Sequence[str], report: Report, actor: Actor, lines: Sequence[Line]) -> list[str]:
    """Without what makes no sense now: giving back where nobody gave, a second disagreement, another's word."""
    holds = report.holder_id is not None and actor.organisation_id == report.holder_id
    without: set[str] = set()
    if passing.arrival(line.entry for line in lines) is None or not holds:
        without |= {"send_back", "dispute"}
    if _open_dispute(lines):
        without.add("dispute")
    return [one for one in actions if one not in without]


def _open_dispute(lines: Sequence[Line]) -> bool:
    told = [line.type for line in lines if line.type in {"disputed", "dispute_decided", "dispute_settled"}]
    return bool(told) and told[-1] == "disputed"


def parts(
    report: Report,
    lines: Sequence[Line],
    names: Mapping[str, str],
    decision: Decision | None,
    *,
    actions: Sequence[str],
    running: Sequence[ReadClock],
    now: datetime,
) -> Context:
    """`arrived`: from whom, why, how much time is left of whose clock. `proposed`: whom to offer first."""
    came = passing.arrival(line.entry for line in lines)
    asked = any(line.type == "forwarded" for line in lines)
    return {
        "arrived": _arrived(came, names, running, now) if came and came.entry.type == "handed_over" else None,
        "giver": names.get(came.giver, _("the desk")) if came else "",
        # Asked of the database only where the form lies open.
        "proposed": SimpleLazyObject(lambda: _offers(report, decision, came) if "hand_over" in actions else []),
        "to_others": list(TO_OTHERS.items()),
        "back": list(BACK.items()),
        "letters": queries.letters_of(report.pk) if asked else [],
        "dispute": disputes.open_of(report.pk) if _open_dispute(lines) else None,
        "may_name": report.identity == Identity.NAMED and bool(report.reporter.name),
    }


def _offers(report: Report, decision: Decision | None, came: passing.Arrival | None) -> list[Context]:
    return [{"body": one.body, "why": _why(one.why)} for one in passing.proposals(report, decision, came)]


def _why(why: str) -> str:
    return {
        "giver": _("gave it to you"),
        "place": _("the place lies there"),
        "router": _("proposed by the router"),
    }[why]


def _arrived(came: passing.Arrival, names: Mapping[str, str], running: Sequence[ReadClock], now: datetime) -> Context:
    answer = reading.answer_of(running)
    left, own = "", ""
    if answer and answer.clock.running:
        late = answer.clock.due_at <= now
        time = formats.duration(abs(answer.clock.due_at - now))
        left = (
            _("The citizen's first answer is late by %(time)s.") if late else _("%(time)s left for the first answer.")
        ) % {"time": time}
        if answer.own_until:
            own = _("Your own time ends %(moment)s.") % {"moment": formats.moment(answer.own_until, now)}
    giver = names.get(came.giver, _("the desk"))
    head = _("%(body)s gave it back to you") if came.back else _("From %(body)s")
    return {
        "head": head % {"body": giver},
        "when": formats.moment(came.entry.at, now),
        "text": came.text,
        "left": " ".join(filter(None, (left, own))),
    }
