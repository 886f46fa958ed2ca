"""Answers that wait for approval: who proposes, who lets them out, what becomes of them when the case moves.

No clock stands still meanwhile; the story says since when the answer waits. An answer counts when it is sent.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.organisations.models_roster import Absence
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people import audit, notices
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, APPROVE, ROLES
from rumahrakyat.reports import attachments
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import Changed, NotAllowed, NoteRequired, NotPermitted
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.moves import moved_since
from rumahrakyat.reports.states import Stage
from rumahrakyat.writing.answering import Answer, as_if_sent, needs_approval, send
from rumahrakyat.writing.models import ApprovalRule, Proposal, ProposalFile

WAITS, SENT_BACK, APPROVED, MOVED = "answer_waits", "answer_sent_back", "answer_approved", "answer_moved"
_APPROVERS = tuple(name for name, role in ROLES.items() if APPROVE in role.permissions)
State = Proposal.State


class AlreadyWaits(Exception):
    """Another answer to the case waits for approval; `author` wrote it."""

    def __init__(self, author: str) -> None:
        super().__init__(author)
        self.author = author


class Decided(Exception):
    """Somebody has dealt with the proposal already."""


@dataclass(frozen=True)
class Approvers:
    """Who may let answers of a body out now: those present, and those who stand in for the absent."""

    present: tuple[Account, ...]
    standing_in: tuple[Account, ...]

    @property
    def all(self) -> tuple[Account, ...]:
        return tuple(dict.fromkeys(self.present + self.standing_in))


def declare() -> None:
    """Tell the bell what our notices say; called once at start."""
    notices.declare(WAITS, _("%(number)s: an answer by %(by)s waits for your approval"))
    notices.declare(SENT_BACK, _("%(number)s: your answer came back from %(by)s, with a reason"))
    notices.declare(APPROVED, _("%(number)s: your answer was approved by %(by)s and sent"))
    notices.declare(MOVED, _("%(number)s: the case moved on before your answer was approved; your words are kept"))


# Proposing


def give(answer: Answer, *, at: datetime) -> Proposal | None:
    """Send the answer, or let it wait for approval where the holder wants that; the proposal then, else None.

    Raises the errors of `reports`, `AlreadyWaits`."""
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).select_related("holder").get(pk=answer.report_id)
        made = None
        if needs_approval(report, answer.actor, answer.stage):
            made = _propose(report, answer, at)
        else:
            send(answer, at=at)
        mine = Proposal.objects.filter(report=report, author=answer.actor.account_id)
        mine.filter(state__in=[State.RETURNED, State.MOVED]).update(state=State.USED)
    return made


def _propose(report: Report, answer: Answer, at: datetime) -> Proposal:
    waiting = Proposal.objects.filter(report=report, state=State.WAITING).select_related("author").first()
    if waiting is not None:
        raise AlreadyWaits(waiting.author.name)
    as_if_sent(answer, lambda _report, _entry: None, at=at)
    assert report.holder is not None
    assert answer.actor.account_id is not None
    made = Proposal.objects.create(
        report=report,
        organisation=report.holder,
        author_id=answer.actor.account_id,
        stage=answer.stage.value,
        sealed=crypto.seal(json.dumps({"text": answer.text.strip(), "reason": answer.reason.strip()})),
        next_on=answer.next_on,
        seen_seq=report.last_seq if answer.seen_seq is None else answer.seen_seq,
        made_at=at,
    )
    for one in answer.evidence:
        blob = attachments.blobs().put(crypto.seal_bytes(one.data))
        ProposalFile.objects.create(proposal=made, blob=blob, media_type=one.media_type[:60])
    data: dict[str, object] = {"proposal": made.pk, "stage": answer.stage.value}
    cases.record(report_id=report.pk, entry_type="proposed", data=data, actor=answer.actor, at=at, report=report)
    _tell(made, [one.pk for one in approvers(report.holder, at).all], WAITS, at, by=made.author_id)
    return made


def files_of(proposal: Proposal) -> list[Evidence]:
    rows = proposal.files.order_by("pk")
    return [Evidence(crypto.unseal_bytes(attachments.blobs().get(row.blob)), row.media_type) for row in rows]


# Deciding


def approve(*, proposal_id: int, actor: Actor, at: datetime, text: str = "") -> Proposal:
    """Let the answer out, with other words where `text` is given. When the case has moved since the officer read it,
    the proposal goes back to its author instead (`state` MOVED), words and files kept.

    Raises `Decided`, `NotPermitted`, and what sending raises otherwise."""
    with transaction.atomic():
        row = _locked(proposal_id)
        _check(row, actor, at)
        words = row.words
        final = text.strip() or words["text"]
        answer = Answer(
            row.report_id, actor, Stage(row.stage), final, files_of(row), words["reason"], row.next_on, row.seen_seq
        )
        try:
            with transaction.atomic():
                send(answer, at=at)
        except (Changed, NotAllowed):
            return _come_back(row, State.MOVED, None, at)
        changed = final != words["text"]
        row.sealed_final = crypto.seal(final) if changed else ""
        _decide(row, State.SENT, actor, at)
        data: dict[str, object] = {"proposal": row.pk, "author": row.author_id, "changed": changed}
        cases.record(report_id=row.report_id, entry_type="approved", data=data, actor=actor, at=at)
        _tell(row, [row.author_id], APPROVED, at, by=actor.account_id)
    return row


def send_back(*, proposal_id: int, actor: Actor, reason: str, at: datetime) -> Proposal:
    """The author hears why and finds the words in the form again. Raises `NoteRequired`, `Decided`, `NotPermitted`."""
    if not reason.strip():
        raise NoteRequired
    with transaction.atomic():
        row = _locked(proposal_id)
        _check(row, actor, at)
        row.sealed_reason = crypto.seal(reason.strip())
        _decide(row, State.RETURNED, actor, at)
        data: dict[str, object] = {"proposal": row.pk}
        cases.record(
            report_id=row.report_id,
            entry_type="sent_back",
            data=data,
            actor=actor,
            at=at,
            personal={"text": reason.strip()},
        )
        _tell(row, [row.author_id], SENT_BACK, at, by=actor.account_id)
    return row


def take_back(*, proposal_id: int, account: Account, at: datetime) -> Proposal:
    """The author wants to write it anew. Raises `Decided`, `NotPermitted`."""
    with transaction.atomic():
        row = _locked(proposal_id)
        if row.author_id != account.pk:
            raise NotPermitted("take_back")
        row.state, row.decided_at = State.RETURNED, at
        row.save(update_fields=["state", "decided_at"])
    return row


def come_back(*, at: datetime) -> int:
    """Waiting proposals whose cases have moved since go back to their authors; returns how many. Run by the sweep."""
    count = 0
    for pk in list(Proposal.objects.filter(state=State.WAITING).values_list("pk", flat=True)):
        with transaction.atomic():
            row = Proposal.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, state=State.WAITING)
            found = row.select_related("report").first()
            if found is None:
                continue
            gone = found.report.holder_id != found.organisation_id or not found.report.is_open
            if gone or moved_since(found.report, found.seen_seq):
                _come_back(found, State.MOVED, None, at)
                count += 1
    return count


def _locked(proposal_id: int) -> Proposal:
    row = Proposal.objects.select_for_update(of=("self",)).select_related("report").get(pk=proposal_id)
    if row.state != State.WAITING:
        raise Decided
    return row


def _check(row: Proposal, actor: Actor, at: datetime) -> None:
    if not may_decide(row, actor, at):
        raise NotPermitted("approve")


def _decide(row: Proposal, state: State, actor: Actor, at: datetime) -> None:
    row.state, row.decided_at, row.decided_by_id = state, at, actor.account_id
    row.save(update_fields=["state", "decided_at", "decided_by", "sealed_final", "sealed_reason"])


def _come_back(row: Proposal, state: State, by: int | None, at: datetime) -> Proposal:
    row.state, row.decided_at, row.decided_by_id = state, at, by
    row.save(update_fields=["state", "decided_at", "decided_by"])
    _tell(row, [row.author_id], MOVED, at, by=by)
    return row


def _tell(row: Proposal, accounts: Sequence[int], code: str, at: datetime, *, by: int | None) -> None:
    number = row.report.number
    path = f"/kerja/persetujuan/{row.pk}/" if code == WAITS else f"/kerja/{number}/jawab/"
    key = f"proposal:{row.pk}:{code}"
    notices.tell(accounts=accounts, code=code, key=key, path=path, at=at, number=number, by=by)


# Who, and what waits


def approvers(organisation: Organisation, at: datetime) -> Approvers:
    """An absent head is not waited for: the deputy is among those present, the stand-in takes the place."""
    held = Membership.objects.filter(organisation=organisation, role__in=_APPROVERS, active=True)
    people = list(Account.objects.filter(pk__in=held.values("account"), is_active=True).order_by("pk"))
    away = {one.account_id: one for one in _absent(people, at)}
    present = tuple(one for one in people if one.pk not in away)
    instead = [one.stand_in for one in away.values() if one.stand_in is not None and one.stand_in.is_active]
    if not present and not instead:
        return Approvers(tuple(people), ())
    return Approvers(present, tuple(instead))


def _absent(people: Sequence[Account], at: datetime) -> QuerySet[Absence]:
    now = Absence.objects.filter(account__in=people, since__lte=at).filter(Q(until=None) | Q(until__gt=at))
    return now.select_related("stand_in").order_by("pk")


def stands_in_at(account_id: int, at: datetime) -> frozenset[int]:
    """The bodies for whose approvers this account stands in now."""
    now = Absence.objects.filter(stand_in=account_id, since__lte=at).filter(Q(until=None) | Q(until__gt=at))
    held = Membership.objects.filter(account__in=now.values("account"), role__in=_APPROVERS, active=True)
    return frozenset(held.exclude(organisation=None).values_list("organisation", flat=True))


def may_decide(row: Proposal, actor: Actor, at: datetime) -> bool:
    """Whoever answers for the body and may approve, or stands in for somebody who may; nobody for themselves."""
    if actor.account_id is None or actor.account_id == row.author_id or not actor.may(ANSWER):
        return False
    if actor.organisation_id != row.organisation_id:
        return False
    return actor.may(APPROVE) or row.organisation_id in stands_in_at(actor.account_id, at)


def bodies_to_approve(account: Account, scope: Scope, at: datetime) -> frozenset[int]:
    return scope.organisations(APPROVE) | stands_in_at(account.pk, at)


def waiting(bodies: frozenset[int]) -> list[Proposal]:
    """What waits for somebody of these bodies: the nearest deadline of the citizen first."""
    found = Proposal.objects.filter(organisation__in=bodies, state=State.WAITING)
    wanted = found.select_related("report__holder", "author", "organisation").prefetch_related("files")
    return sorted(wanted, key=lambda one: (one.report.answer_due_at or one.report.news_due_at or one.made_at, one.pk))


def find(proposal_id: int) -> Proposal | None:
    named = ("report__holder", "report__reporter", "author", "organisation", "decided_by")
    return Proposal.objects.select_related(*named).prefetch_related("files").filter(pk=proposal_id).first()


def of_author(account: Account) -> list[Proposal]:
    """What this person proposed lately."""
    mine = Proposal.objects.filter(author=account).select_related("report", "decided_by", "organisation")
    return list(mine.order_by("-made_at", "-pk")[:20])


def lately(report: Report) -> Proposal | None:
    """The latest proposal for a case that waits, or came back and was not used since."""
    open_ones = Proposal.objects.filter(report=report, state__in=[State.WAITING, State.RETURNED, State.MOVED])
    wanted = open_ones.select_related("author", "decided_by", "organisation").prefetch_related("files")
    return wanted.order_by("-made_at", "-pk").first()


def set_rule(*, organisation: Organisation, wanted: str, account: Account, at: datetime) -> None:
    """Which answers of the body wait from now on; what waits already is not let out by it."""
    before = ApprovalRule.objects.filter(organisation=organisation).values_list("wanted", flat=True).first()
    with transaction.atomic():
        ApprovalRule.objects.update_or_create(organisation=organisation, defaults={"wanted": wanted})
        if (before or ApprovalRule.Wanted.NONE) != wanted:
            data = {"before": before or ApprovalRule.Wanted.NONE.value, "after": wanted}
            audit.record(act="approval.rule", account=account.pk, at=at, subject=organisation.code, data=data)


def waiting_rows(bodies: frozenset[int]) -> QuerySet[Proposal]:
    """What waits at these bodies, to be counted."""
    return Proposal.objects.filter(organisation__in=bodies, state=State.WAITING)
