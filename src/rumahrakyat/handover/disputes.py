"""Two bodies disagree whose case it is: it opens by itself or at the press of a button, a coordinator decides.

While it is open the case stays with its holder and every clock runs: who had it how long is counted as ever, so nobody
gains time by disagreeing. It settles itself when the body that has the case answers, or when the case ends.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from rumahrakyat.handover import passing, people, telling
from rumahrakyat.handover.models import Dispute
from rumahrakyat.handover.terms import decided_until
from rumahrakyat.lib import jobs
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import DECIDE_DISPUTE, HAND_OVER, VERIFY
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import CannotHold, NotPermitted, ReportError
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.moves import required
from rumahrakyat.reports.states import ENDED, Stage

MOST_PASSED_ON: Final = 2  # as duty counts: the third time somebody must look
_SETTLES: Final = {"answered": "answered", "resolved": "answered", "merged": "ended", "rejected": "ended",
                   "referred": "ended"}  # fmt: skip


class AlreadyOpen(ReportError):
    """There is a dispute about this case already."""


class NoDispute(ReportError):
    """It was decided, or settled itself, meanwhile."""


def open_of(report_id: int) -> Dispute | None:
    found = Dispute.objects.filter(report=report_id, settled_at=None).select_related("first", "second")
    return found.first()


def follow(entry: Entry) -> None:
    """A case was given away: a return, or the third time, is a dispute. Inline, so that both are committed together."""
    if entry.organisation_id is None or open_of(entry.report_id):
        return
    report = entry.report
    given = list(Entry.objects.filter(report=report, type__in=passing.GIVING).order_by("-seq")[:2])
    came = passing.arrival(reversed(given))
    if came is None:
        return  # back at the desk: the verifiers decide, which is their work
    if came.back:
        before = given[1] if len(given) > 1 else None
        _open(report, _Sides(report.holder, entry.organisation, before, entry), Dispute.Cause.RETURNED, entry.at)
    elif len(passing.given_away(report.pk)) > MOST_PASSED_ON:
        _open(report, _Sides(entry.organisation, report.holder, entry, None), Dispute.Cause.THIRD, entry.at)


@dataclass(frozen=True)
class _Sides:
    first: Organisation | None
    second: Organisation | None
    said_first: Entry | None
    said_second: Entry | None


def _open(report: Report, sides: _Sides, cause: str, at: datetime) -> Dispute:
    dispute = Dispute.objects.create(
        report=report,
        cause=cause,
        first=sides.first,
        second=sides.second,
        said_first=sides.said_first,
        said_second=sides.said_second,
        opened_at=at,
        until=decided_until(at),
    )
    if cause != Dispute.Cause.SAID:
        _write(dispute, "disputed", Actor("system"), at, report=report)
    telling.dispute_opened(dispute, people.deciders(report), at)
    return dispute


def _write(
    dispute: Dispute,
    entry_type: str,
    actor: Actor,
    at: datetime,
    *,
    report: Report,
    text: str = "",
    data: dict[str, object] | None = None,
) -> Entry:
    sides: dict[str, object] = {
        "from": dispute.first.code if dispute.first else None,
        "organisation": dispute.second.code if dispute.second else None,
    }
    return cases.record(
        report_id=report.pk, entry_type=entry_type, data={**sides, **(data or {})}, actor=actor, at=at,
        personal={"text": text} if text else None, report=report,
    )  # fmt: skip


def say(*, report_id: int, text: str, actor: Actor, at: datetime) -> Dispute:
    """A body says that it disagrees, with its reasons. The other side is whoever gave it the case; between a body and
    the desk, the desk. Raises `AlreadyOpen`, `NotPermitted`, `NoteRequired`."""
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        words = required(text)
        holds = actor.organisation_id is not None and actor.organisation_id == report.holder_id
        if not holds or not actor.may(HAND_OVER) or Stage(report.stage) in ENDED:
            raise NotPermitted("disputed")
        if open_of(report_id):
            raise AlreadyOpen
        given = list(Entry.objects.filter(report=report, type__in=passing.GIVING).order_by("-seq")[:1])
        came = passing.arrival(given)
        giver = Organisation.objects.filter(code=came.giver).first() if came and came.giver else None
        sides = _Sides(giver, report.holder, came.entry if came and giver else None, None)
        dispute = _open(report, sides, Dispute.Cause.SAID, at)
        dispute.said_second = _write(dispute, "disputed", actor, at, report=report, text=words)
        dispute.save(update_fields=["said_second"])
    return dispute


def add_words(*, dispute_id: int, text: str, account: Account, scope: Scope, at: datetime) -> Dispute:
    """A side adds its words, for the one who decides. Raises `NoDispute`, `NotPermitted`, `NoteRequired`."""
    with transaction.atomic():
        dispute, report = _locked(dispute_id)
        words = required(text)
        own = scope.organisations(HAND_OVER)
        sides = [one for one in (dispute.first, dispute.second) if one and one.pk in own]
        if not sides:
            raise NotPermitted("dispute_said")
        actor = Actor("staff", frozenset(), account.pk, sides[0].pk)
        entry = _write(dispute, "dispute_said", actor, at, report=report, text=words)
        if sides[0] == dispute.first:
            dispute.said_first = entry
        else:
            dispute.said_second = entry
        dispute.save(update_fields=["said_first", "said_second"])
    return dispute


def _locked(dispute_id: int) -> tuple[Dispute, Report]:
    """The open dispute and its case, both locked, the case first as everywhere. Raises `NoDispute`."""
    report_id = Dispute.objects.filter(pk=dispute_id).values_list("report", flat=True).first()
    if report_id is None:
        raise NoDispute
    report = Report.objects.select_for_update(of=("self",)).select_related("holder").get(pk=report_id)
    held = Dispute.objects.select_for_update(of=("self",)).select_related("first", "second")
    dispute = held.get(pk=dispute_id)
    if dispute.settled_at is not None:
        raise NoDispute
    dispute.report = report
    return dispute, report


def may_decide(scope: Scope, report: Report) -> bool:
    """A coordinator for cases of the own territory; whoever coordinates the province, or the secretary, for all."""
    return scope.covers(DECIDE_DISPUTE, organisation=report.holder_id, region=report.region_id)


@dataclass(frozen=True)
class Ruling:
    """For whom, and why in words that everybody may read. `seen_seq`: the last entry that stood on the page."""

    holder: Organisation
    text: str
    seen_seq: int | None = None


def decide(*, dispute_id: int, ruling: Ruling, account: Account, scope: Scope, at: datetime) -> Dispute:
    """Say whose case it is. It goes there when it lies elsewhere, and stays. Raises `NoDispute`, `NotPermitted`,
    `CannotHold`, and the errors of handing over."""
    with transaction.atomic():
        dispute, report = _locked(dispute_id)
        words = required(ruling.text)
        if not may_decide(scope, report):
            raise NotPermitted("dispute_decided")
        if not ruling.holder.can_hold:
            raise CannotHold(ruling.holder.code)
        actor = Actor("staff", frozenset({HAND_OVER, VERIFY}), account.pk)
        moved = report.holder_id != ruling.holder.pk
        _move(report, ruling, words, actor, at)
        report.refresh_from_db()
        data: dict[str, object] = {"holder": ruling.holder.code, "moved": moved}
        entry = _write(dispute, "dispute_decided", actor, at, report=report, text=words, data=data)
        dispute.settled_at, dispute.settled, dispute.decision = at, "decided", entry
        dispute.decided_for, dispute.decided_by = ruling.holder, account
        dispute.save()
        telling.dispute_decided(dispute, at)
    return dispute


def _move(report: Report, ruling: Ruling, words: str, actor: Actor, at: datetime) -> None:
    if report.holder_id == ruling.holder.pk:
        return
    if Stage(report.stage) is Stage.RECEIVED:
        cases.assign(report_id=report.pk, holder=ruling.holder, actor=actor, at=at, seen_seq=ruling.seen_seq)
        return
    cases.hand_over(report_id=report.pk, holder=ruling.holder, text=words, actor=actor, at=at, seen_seq=ruling.seen_seq)


def settle(entry: Entry) -> None:
    """The body that has the case answered, or the case ended: nothing is left to decide. Inline."""
    dispute = open_of(entry.report_id)
    if dispute is None:
        return
    dispute.settled_at, dispute.settled = entry.at, _SETTLES[entry.type]
    dispute.save(update_fields=["settled_at", "settled"])
    _write(dispute, "dispute_settled", Actor("system"), entry.at, report=entry.report)


def pass_up(*, at: datetime) -> int:
    """Tell the secretary of disputes that nobody decided in time, each once; returns how many."""
    return jobs.drain(lambda: _pass_one_up(at))


def _pass_one_up(at: datetime) -> bool:
    with transaction.atomic():
        due = Dispute.objects.filter(settled_at=None, passed_up_at=None, until__lte=at).select_related("report")
        dispute = due.order_by("until", "pk").select_for_update(of=("self",), skip_locked=True).first()
        if dispute is None:
            return False
        dispute.passed_up_at = at
        dispute.save(update_fields=["passed_up_at"])
        telling.dispute_overdue(dispute, at)
    return True
