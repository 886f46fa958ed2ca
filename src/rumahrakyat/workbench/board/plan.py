"""What an action would do to each of several cases, or why it cannot: worked out before anything is done.

The operations decide again when it is carried out, each case in a transaction of its own; what is said here holds for
the cases as they are now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from rumahrakyat.lib import ids
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.queries import of_numbers
from rumahrakyat.reports.states import ENDED, Stage
from rumahrakyat.routing.models import Decision, Outcome
from rumahrakyat.routing.queries import newest_of
from rumahrakyat.workbench import operations, page, rows
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.problems import Expected, fault_of
from rumahrakyat.workbench.queries import carried_out

ACTIONS: Final[Mapping[str, str]] = {
    "teruskan": "confirm",
    "petugas": "give_to_person",
    "serahkan": "hand_over",
    "rujuk": "refer",
    "tolak": "reject",
    "gabung": "merge",
    "catat": "note",
}
MOST: Final = 100


@dataclass(frozen=True)
class Given:
    """What the form holds for all cases alike."""

    action: str
    text: str = ""
    reason: str = ""
    to: str = ""
    holder: Organisation | None = None
    person: Account | None = None
    into: Report | None = None


@dataclass(frozen=True)
class Line:
    """One case of the selection. `will`: what happens to it; `why_not`: why nothing does (then `deed` is None)."""

    number: str
    title: str
    seen: int
    will: str = ""
    why_not: str = ""
    report: Report | None = None
    deed: Deed | None = None


@dataclass(frozen=True)
class Look:
    """What all lines are worked out with. `done`: tokens of what an earlier press of the same button has done."""

    given: Given
    reach: Reach
    token: UUID
    proposals: Mapping[int, Decision]
    done: frozenset[UUID]


@dataclass(frozen=True)
class Outcomes:
    """`done` with whether it was done only now: a second press of the button does nothing. `failed`: why each."""

    done: list[tuple[Line, bool]] = field(default_factory=list)
    failed: list[tuple[Line, str]] = field(default_factory=list)


def selected(texts: Sequence[str]) -> list[tuple[str, int]]:
    """The cases of a form: number and the last entry that was seen, each once, at most `MOST`."""
    found: dict[str, int] = {}
    for text in texts:
        number, _sep, seen = text.partition(":")
        try:
            found.setdefault(ids.parse_tracking_number(number), int(seen))
        except ValueError:
            continue
    return list(found.items())[:MOST]


def plan(chosen: Sequence[tuple[str, int]], given: Given, *, reach: Reach, token: UUID) -> list[Line]:
    """A line for each selected case, in the order of the selection; what is out of reach is not found."""
    reports = {one.number: one for one in of_numbers([number for number, _seen in chosen], within=reach.cases())}
    keys = [one.pk for one in reports.values()]
    proposals = newest_of(keys) if given.action == "confirm" else {}
    done = carried_out([uuid5(token, number) for number, _seen in chosen])
    look = Look(given, reach, token, proposals, done)
    return [_line(reports.get(number), number, seen, look) for number, seen in chosen]


def _line(report: Report | None, number: str, seen: int, look: Look) -> Line:
    given, one_token = look.given, uuid5(look.token, number)
    if report is None:
        return Line(number, "", seen, why_not=_("There is no such case within your reach"))
    actor, proposal = look.reach.actor_on(report), look.proposals.get(report.pk)
    why_not = "" if one_token in look.done else _hindrance(report, given, actor, proposal)
    if why_not:
        return Line(number, report.title, seen, why_not=why_not, report=report)
    deed = Deed(
        action=given.action,
        report_id=report.pk,
        actor=actor,
        token=one_token,
        seen_seq=seen,
        text=given.text,
        reason=given.reason,
        to=given.to or (given.into.number if given.into else ""),
        holder=given.holder,
        person=given.person.pk if given.person else None,
        into=given.into.pk if given.into else None,
    )
    will = _will(report, given, proposal)
    return Line(number, report.title, seen, will=will, report=report, deed=deed)


def _hindrance(report: Report, given: Given, actor: Actor, proposal: Decision | None) -> str:
    """Why it cannot be done to this case; empty when it can."""
    if given.action not in page.possible(report, actor):
        stage = rows.stage_label(report)
        return _("At “%(stage)s” this cannot be done, or it is not yours to do") % {"stage": stage}
    if given.action == "confirm":
        return _no_proposal(proposal)
    if given.action == "hand_over" and given.holder and report.holder_id == given.holder.pk:
        return _("This agency has it already")
    if given.action == "give_to_person" and given.person and report.assignee_id == given.person.pk:
        return _("This person has it already")
    if given.action == "merge" and given.into:
        return _not_the_same(report, given.into)
    return ""


def _no_proposal(proposal: Decision | None) -> str:
    if proposal is None:
        return _("The router has not read it yet")
    refers = proposal.action == "refer" and bool(proposal.referral_to)
    passes = proposal.organisation is not None and proposal.organisation.can_hold
    if proposal.outcome != Outcome.OPEN or not (refers or passes):
        return _("There is no proposal to confirm; open it and choose")
    return ""


def _not_the_same(report: Report, into: Report) -> str:
    if report.pk == into.pk:
        return _("This is the case that goes on")
    if report.visibility != into.visibility:
        return _("A confidential report and a public one cannot be joined")
    if Stage(into.stage) in ENDED | {Stage.RESOLVED}:
        return _("The case that should go on has ended")
    return ""


def _will(report: Report, given: Given, proposal: Decision | None) -> str:
    """What happens, in words that name the body or person."""
    if given.action == "confirm" and proposal is not None:
        if proposal.action == "refer":
            return _("Referred to %(to)s; the citizen is told") % {"to": proposal.referral_to}
        assert proposal.organisation is not None
        return _("Passed on to %(to)s") % {"to": proposal.organisation.name}
    values: dict[str, Any] = {
        "to": given.to or (given.holder.name if given.holder else _("the chosen agency")),
        "person": given.person.name if given.person else _("the chosen person"),
        "before": report.assignee.name if report.assignee else "",
        "number": given.into.number if given.into else _("the chosen case"),
    }
    give = _("Given to %(person)s, before that with %(before)s") if values["before"] else _("Given to %(person)s")
    return {
        "give_to_person": give,
        "hand_over": _("Handed over to %(to)s; the deadline does not move"),
        "refer": _("Referred to %(to)s and ended; the citizen is told"),
        "reject": _("Not taken up and ended; the citizen is told"),
        "merge": _("Joined with %(number)s and ended; its citizen hears of it from there"),
        "note": _("The note is added; nothing else changes"),
    }[given.action] % values


def carry_out(lines: Sequence[Line], *, account: Account, at: datetime) -> Outcomes:
    """Each case in a transaction of its own: what fails leaves the others as they are, and says why."""
    found = Outcomes()
    for line in lines:
        if line.deed is None:
            found.failed.append((line, line.why_not))
            continue
        try:
            fresh = operations.carry_out(deed=line.deed, account=account, at=at)
        except Expected as error:
            found.failed.append((line, fault_of(error, line.deed.action)[1]))
        else:
            found.done.append((line, fresh))
    return found


def may_lead(report: Report, reach: Reach) -> bool:
    """Whether others may be joined to this case by this person."""
    return reach.actor_on(report).may(VERIFY)
