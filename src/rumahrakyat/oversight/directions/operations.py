"""From page to act: an explanation is asked of a body, a word is said to it. One function for each step.

Who directs holds `DIRECT` for the case, or for the territory of the body: a regent directs bodies and cases of the own
territory and no others. All raise `NotPermitted` for whoever may not. Locks are taken in one order: the case, then the
direction; explaining a missed deadline, which answers a question about it, does the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from rumahrakyat.duty.models import Breach, BreachState
from rumahrakyat.duty.models_alerts import AlertAttempt
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.negligence import terms
from rumahrakyat.handover.people import of_body
from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.organisations.queries import desk
from rumahrakyat.organisations.roster import heir_of
from rumahrakyat.organisations.scope import Scope, scope_of
from rumahrakyat.oversight.directions.refusals import (
    AlreadyAsked,
    CannotBeDirected,
    TooFewWords,
    TooLate,
    WrongTime,
)  # fmt: skip
from rumahrakyat.oversight.models_directions import Direction
from rumahrakyat.people import audit, notices
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import DIRECT, EXPLAIN, SEE_ALL, SEE_CASE, VERIFY
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.access import reach_of
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Entry, Report

RECALL: Final = timedelta(seconds=10)
USUAL_TIME: Final = timedelta(hours=24)
LONGEST_TIME: Final = timedelta(days=30)
SHORTEST: Final = 20  # signs of what is asked or answered
SHORTEST_WORD: Final = 5
LONGEST: Final = 2000
_KINDS: Final = frozenset({Kind.AGENCY, Kind.REGENCY_GOVERNMENT, Kind.DESK})


@dataclass(frozen=True)
class Wish:
    """What is given: about `report` (then its holder is meant), or to `organisation` itself. `until`: before when an
    explanation is owed; None is `USUAL_TIME` after it was given."""

    token: UUID
    words: str
    report: Report | None = None
    organisation: Organisation | None = None
    until: datetime | None = None
    urgent: bool = False


def may_direct(account: Account, *, report: Report | None = None, organisation: Organisation | None = None) -> bool:
    """Whether this case, or this body, is one that the account directs. A case must be readable, too."""
    reach = reach_of(account)
    if report is not None:
        actor = reach.actor_on(report)
        return actor.may(DIRECT) and actor.may(SEE_CASE, SEE_ALL)
    return organisation is not None and reach.scope.covers(
        DIRECT, organisation=organisation.pk, region=organisation.region_id
    )


def addressed(wish_report: Report | None, organisation: Organisation | None) -> Organisation:
    """Who answers for it: the holder of the case (the desk where nobody has it), its heir where it was dissolved.

    Raises `CannotBeDirected`."""
    named = (wish_report.holder or desk()) if wish_report is not None else organisation
    body = heir_of(named) if named is not None else None
    if body is None or body.kind not in _KINDS:
        raise CannotBeDirected
    return body


def ask(wish: Wish, *, account: Account, at: datetime) -> Direction:
    """Ask for an explanation. Raises `AlreadyAsked`, `WrongTime`, `TooFewWords`, `CannotBeDirected`."""
    until = wish.until or at + RECALL + USUAL_TIME
    if not at < until <= at + LONGEST_TIME:
        raise WrongTime
    return _give(Direction.Kind.ASK, wish, _enough(wish.words, SHORTEST), account, at, until)


def say(wish: Wish, *, account: Account, at: datetime) -> Direction:
    """Say a word to the body. Raises `TooFewWords`, `CannotBeDirected`."""
    return _give(Direction.Kind.WORD, wish, _enough(wish.words, SHORTEST_WORD), account, at, None)


def _give(  # noqa: PLR0917 -- a private step of the two operations above
    kind: Direction.Kind, wish: Wish, words: str, account: Account, at: datetime, until: datetime | None
) -> Direction:
    body = addressed(wish.report, wish.organisation)
    if not may_direct(account, report=wish.report, organisation=body):
        raise NotPermitted(DIRECT)
    known = Direction.objects.filter(token=wish.token).first()
    if known is not None:
        return known
    made = Direction(
        token=wish.token,
        kind=kind,
        organisation=body,
        report=wish.report,
        urgent=wish.urgent,
        open=kind == Direction.Kind.ASK,
        sealed_words=crypto.seal(words),
        given_at=at,
        given_by=account,
        title=account.title or account.name,
        deliver_at=at + RECALL,
        answer_due_at=until,
    )
    if made.open and wish.report is not None:
        made.breach = _explainable(wish.report, body, at)
    return _inserted(made)


def _inserted(made: Direction) -> Direction:
    """Two presses at the same moment give one; two people who ask the same at once, too."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        same = Direction.objects.filter(token=made.token).first()
        if same is not None:
            return same
        owed = Direction.objects.filter(organisation=made.organisation, report=made.report, open=True).first()
        if owed is None:
            raise
        raise AlreadyAsked(owed) from None
    return made


def _explainable(report: Report, body: Organisation, at: datetime) -> Breach | None:
    """The deadline of this case that the body missed and may still explain; the newest."""
    found = Breach.objects.filter(clock__report=report, state=BreachState.OPEN).select_related("clock__report")
    for breach in found.order_by("-pk"):
        last = breach.rulings.order_by("-nth").first()
        if terms.body_of(breach) == body.pk and not terms.limit_of(breach, last).over(at):
            return breach if not terms.frozen_in(breach) else None
    return None


def recall(*, direction_id: int, account: Account, at: datetime) -> Direction:
    """Its giver takes it back before it leaves; nobody else learns of it. Raises `TooLate` from `deliver_at` on."""
    with transaction.atomic():
        one = locked(direction_id)
        if one.given_by_id != account.pk:
            raise NotPermitted(DIRECT)
        if one.ended_at is not None:
            return one
        if one.delivered_at is not None or at >= one.deliver_at:
            raise TooLate
        _end(one, account, at)
    return one


def withdraw(*, direction_id: int, account: Account, at: datetime) -> Direction:
    """What was asked is not needed any more; both stay on record. The giver may, and whoever directs everywhere.

    Raises `TooLate` when it was answered or withdrawn meanwhile."""
    with transaction.atomic():
        report = case_of(direction_id)
        one = locked(direction_id)
        if one.given_by_id != account.pk and not scope_of(account).everywhere(DIRECT):
            raise NotPermitted(DIRECT)
        if one.delivered_at is None or not one.open:
            raise TooLate
        _end(one, account, at)
        record(one, report, "explanation_asked", {"withdrawn": True}, "", actor=staff(account.pk), at=at)
        notices.tell(
            accounts=readers(one.organisation), code="explanation_withdrawn", key=f"direction-end:{one.pk}",
            path=path_of(one), at=at, number=number_of(one), by=account.pk, data={"title": one.title},
        )  # fmt: skip
    return one


def _end(one: Direction, account: Account, at: datetime) -> None:
    one.open, one.ended_at, one.ended_by = False, at, account
    one.save(update_fields=["open", "ended_at", "ended_by"])


def answer(*, direction_id: int, text: str, account: Account, at: datetime, reason: str = "") -> Direction:
    """The body explains. Where it is about a missed deadline that may still be explained, this is that explanation.

    Raises `TooFewWords`, `TooLate`."""
    one = Direction.objects.select_related("organisation", "breach").get(pk=direction_id)
    if not answers(one, account):
        raise NotPermitted(EXPLAIN)
    words = _enough(text, SHORTEST)
    if one.breach is not None and one.open and _explained(one.breach, words, account, at, reason):
        one.refresh_from_db()
        return one
    with transaction.atomic():
        report = case_of(direction_id)
        one = locked(direction_id)
        if one.delivered_at is None or not one.open:
            raise TooLate
        actor = staff(account.pk, one.organisation_id)
        entry = record(one, report, "explanation_given", {}, words, actor=actor, at=at)
        _answered(one, entry, words, account.pk, at)
    return one


def _explained(breach: Breach, words: str, account: Account, at: datetime, reason: str) -> bool:
    """Whether it went onto the register; a row that was frozen or ruled on meanwhile takes no explanation."""
    try:
        negligence.explain(breach_id=breach.pk, text=words, account=account, at=at, reason=reason)
    except (terms.Refused, terms.UnknownRow, NotPermitted):
        return False
    return True


def on_explained(entry: Entry) -> None:
    """The missed deadline that somebody asked about was explained, on whatever page. Runs under the case's lock."""
    asked = Direction.objects.select_for_update(of=("self",)).filter(
        report=entry.report_id, organisation=entry.organisation_id, open=True, delivered_at__isnull=False
    )
    one = asked.filter(breach__isnull=False).first()
    if one is not None:
        _answered(one, entry, "", entry.account_id, entry.at)


def _answered(one: Direction, entry: Entry | None, words: str, account: int | None, at: datetime) -> None:
    one.open, one.answered_at, one.answered_by_id, one.answer_entry = False, at, account, entry
    one.sealed_answer = "" if entry is not None else crypto.seal(words)
    one.save(update_fields=["open", "answered_at", "answered_by", "answer_entry", "sealed_answer"])
    notices.tell(
        accounts=[one.given_by_id], code="explanation_given", key=f"direction-answer:{one.pk}",
        path=f"/pantau/arahan/{one.pk}/", at=at, number=number_of(one), by=account,
        data={"body": one.organisation.short_name},
    )  # fmt: skip


def answers(one: Direction, account: Account) -> bool:
    """Whether somebody is the one to explain: the head, at the desk a verifier, or who was told in their place."""
    scope = scope_of(account)
    if one.organisation_id in scope.organisations(EXPLAIN) or _of_desk(one, scope):
        return True
    told = AlertAttempt.objects.filter(alert__key=alert_key(one), account=account, message__isnull=False)
    return told.exists()


def reads(one: Direction, account: Account) -> bool:
    """Whether it was said to somebody of theirs: anybody of the body."""
    scope = scope_of(account)
    return one.organisation_id in scope.organisations(SEE_CASE) or _of_desk(one, scope) or answers(one, account)


def _of_desk(one: Direction, scope: Scope) -> bool:
    return one.organisation.kind == Kind.DESK and scope.everywhere(VERIFY)


def readers(body: Organisation) -> list[int]:
    """The head, the deputies and the officers of a body."""
    return of_body(body, SEE_CASE)


def record(
    one: Direction,
    report: Report | None,
    entry_type: str,
    data: dict[str, object],
    words: str,
    *,
    actor: Actor,
    at: datetime,
) -> Entry | None:
    """On the case's timeline, which lies locked; on the audit trail where no case is meant (None)."""
    facts = {"title": one.title, "organisation": one.organisation.code, **data}
    if report is None:
        audit.record(act=entry_type, account=actor.account_id, at=at, subject=one.organisation.code, data=facts)
        return None
    return cases.record(
        report_id=report.pk, entry_type=entry_type, data=facts, personal={"text": words} if words else None,
        actor=actor, at=at, report=report,
    )  # fmt: skip


def case_of(direction_id: int) -> Report | None:
    """The case of a direction, its row locked; call before `locked`."""
    return Report.objects.select_for_update(of=("self",)).filter(directions=direction_id).first()


def locked(pk: int) -> Direction:
    return Direction.objects.select_for_update(of=("self",)).select_related("organisation", "report").get(pk=pk)


def staff(account: int | None, organisation: int | None = None) -> Actor:
    return Actor("staff", frozenset(), account, organisation)


def number_of(one: Direction) -> str:
    return one.report.number if one.report else ""


def path_of(one: Direction) -> str:
    """Where those read it to whom it was said."""
    return f"/kerja/arahan/{one.pk}/"


def alert_key(one: Direction) -> str:
    return f"direction:{one.pk}"


def _enough(text: str, shortest: int) -> str:
    words = text.replace("\x00", "").strip()
    if not shortest <= len(words) <= LONGEST:
        raise TooFewWords
    return words
