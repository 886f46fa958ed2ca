"""An appeal as a matter of its own: its number, who decides it, until when, both sides' words, what became of it.

The reporter's right and the effect of a decision are `reports.appeals`; the clock is duty's. Here stands who the higher
officer is: the regional secretary for agencies of the province, the coordinator of the territory for the government of
a regency or city, the head of the inspectorate for misconduct. Where such a place is empty, the secretary. Nobody
decides about an end that they declared themselves.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.rules import APPEAL
from rumahrakyat.handover import people, telling
from rumahrakyat.handover.models import Appeal
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.organisations.queries import misconduct_body
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import APPROVE, DECIDE_APPEAL, DECIDE_DISPUTE
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import NoAppeal, NotPermitted
from rumahrakyat.reports.models import Entry, Report

_ENDINGS = ("resolved", "referred", "rejected")


class OwnEnd(NotPermitted):
    """Who declared the case done or ended it does not decide the appeal against that."""


def open_matter(entry: Entry) -> None:
    """An appeal was made: a matter of its own for the higher officer. Inline, so that none is ever without."""
    report = entry.report
    level, body = _level(report)
    ended = Entry.objects.filter(report=report, type__in=_ENDINGS, seq__lt=entry.seq).order_by("-seq").first()
    nth = Appeal.objects.filter(report=report).count() + 1
    appeal = Appeal.objects.create(
        report=report,
        number=f"{report.number}/B{nth}",
        entry=entry,
        level=level,
        body=body,
        against=ended.organisation if ended and ended.organisation else report.holder,
        against_account=ended.account if ended else None,
        assignee_id=_assignee(report, level, body, entry.at, ended.account_id if ended else None),
        channel=str(entry.data.get("channel", "")),
        made_at=entry.at,
    )
    telling.appeal_made(appeal, entry.at)


def _level(report: Report) -> tuple[str, Organisation | None]:
    """Who is above: see the module. An empty place leaves it to the secretary."""
    holder = report.holder
    if report.category is not None and report.category.forced_confidential:
        body = misconduct_body()
        if body is not None and people.of_body(body, APPROVE):
            return Appeal.Level.INSPECTORATE, body
    elif holder is not None and holder.kind == Kind.REGENCY_GOVERNMENT and people.coordinators(report):
        return Appeal.Level.REGENCY, holder
    return Appeal.Level.SECRETARY, None


def _candidates(report: Report, level: str, body: Organisation | None) -> list[int]:
    if level == Appeal.Level.INSPECTORATE:
        return people.of_body(body, APPROVE)
    if level == Appeal.Level.REGENCY:
        return people.coordinators(report)
    return people.of_province(DECIDE_APPEAL)


def _assignee(report: Report, level: str, body: Organisation | None, at: datetime, against: int | None) -> int | None:
    """The first who is there and did not end the case."""
    mine = [one for one in _candidates(report, level, body) if one != against]
    present = [found for one in mine if (found := people.stand_in(one, at)) and found != against]
    return present[0] if present else (mine[0] if mine else None)


def may_decide(scope: Scope, account: Account, appeal: Appeal) -> bool:
    """Whether this person decides it: by the level, or as the secretary, who may decide every appeal."""
    if appeal.against_account_id == account.pk:
        return False
    return may_see(scope, appeal)


def may_see(scope: Scope, appeal: Appeal) -> bool:
    report = appeal.report
    place = report.region_id
    if scope.covers(DECIDE_APPEAL, organisation=report.holder_id, region=place):
        return True
    if appeal.level == Appeal.Level.REGENCY and place is not None:
        return bool(scope.regions(DECIDE_DISPUTE)) and scope.covers(DECIDE_DISPUTE, region=place)
    return appeal.level == Appeal.Level.INSPECTORATE and appeal.body_id in scope.organisations(APPROVE)


def sees_list(scope: Scope) -> bool:
    """Whether appeals may ever come to this person."""
    if scope.may(DECIDE_APPEAL) or scope.regions(DECIDE_DISPUTE):
        return True
    body = misconduct_body() if scope.organisations(APPROVE) else None
    return body is not None and body.pk in scope.organisations(APPROVE)


@dataclass(frozen=True)
class Word:
    """The decision: granted or not, with the reason that the citizen reads."""

    granted: bool
    text: str
    seen_seq: int | None = None


def decide(*, report_id: int, word: Word, account: Account, scope: Scope, at: datetime) -> Appeal:
    """Decide the open appeal of a case. Raises `NoAppeal`, `OwnEnd`, `NotPermitted`, and the errors of
    `reports.appeals.decide_appeal`."""
    with transaction.atomic():
        Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        appeal = open_of(report_id)
        if appeal is None:
            raise NoAppeal("none")
        if appeal.against_account_id == account.pk:
            raise OwnEnd("decide_appeal")
        if not may_decide(scope, account, appeal):
            raise NotPermitted("decide_appeal")
        actor = Actor("staff", frozenset({DECIDE_APPEAL}), account.pk)
        cases.decide_appeal(
            report_id=report_id, granted=word.granted, text=word.text, actor=actor, at=at, seen_seq=word.seen_seq
        )
        appeal.refresh_from_db()
    return appeal


def note_decision(entry: Entry) -> None:
    """However it was decided, its own matter is closed with it. Inline."""
    appeal = open_of(entry.report_id)
    if appeal is None:
        return
    appeal.decided_at, appeal.granted, appeal.decision = entry.at, bool(entry.data.get("granted")), entry
    appeal.save(update_fields=["decided_at", "granted", "decision"])
    telling.appeal_decided(appeal, entry.account_id, entry.at)


def open_of(report_id: int) -> Appeal | None:
    found = Appeal.objects.filter(report=report_id, decided_at=None)
    return found.select_related("report__category", "body", "against").order_by("-made_at").first()


def _with_due() -> QuerySet[Appeal]:
    """Each with `due_at`, of the clock that began with it."""
    clocks = Clock.objects.filter(report=OuterRef("report"), obligation=APPEAL, started_at__lte=OuterRef("made_at"))
    due = Subquery(clocks.order_by("-started_at").values("due_at")[:1])
    wanted = ("report__holder", "report__regency", "report__district", "report__village", "report__category")
    return Appeal.objects.annotate(due_at=due).select_related(*wanted, "assignee", "against", "body")


def of_report(report_id: int) -> list[Appeal]:
    """All appeals about a case, oldest first, each with `due_at`."""
    return list(_with_due().select_related("entry", "decision").filter(report=report_id).order_by("made_at"))


def one(pk: int, *, scope: Scope) -> Appeal | None:
    """The appeal, when this person decides or may see such."""
    found = _with_due().select_related("entry", "decision__account").filter(pk=pk).first()
    return found if found and may_see(scope, found) else None


def waiting(*, scope: Scope, limit: int = 200) -> list[Appeal]:
    """Open appeals that this person may decide, by what is due first."""
    found = _with_due().filter(decided_at=None).order_by(F("due_at"), "pk")[: limit * 5]
    return [one for one in found if may_see(scope, one)][:limit]


def decided(*, scope: Scope, limit: int = 20) -> list[Appeal]:
    """The newest decided ones."""
    found = _with_due().filter(decided_at__isnull=False).order_by("-decided_at", "-pk")[: limit * 5]
    return [one for one in found if may_see(scope, one)][:limit]
