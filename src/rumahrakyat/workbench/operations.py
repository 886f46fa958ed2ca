"""What staff do from their pages: each form once, drafts kept until then, a reminder read when its case is opened."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from rumahrakyat.duty import operations as duty
from rumahrakyat.duty import promises
from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ACKNOWLEDGE, ANSWER, EXPLAIN, REPRIMAND
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import Stage
from rumahrakyat.routing import operations as routing
from rumahrakyat.workbench.models import Draft, SentForm

MOST_DRAFT = 12_000  # characters of one field


@dataclass(frozen=True)
class Deed:
    """One form of a case's page, checked in shape only: the operations below decide whether it may be done.

    `token` is the form's one-time token, `seen_seq` the last entry that stood on the page.
    """

    action: str
    report_id: int
    actor: Actor
    token: UUID
    seen_seq: int
    text: str = ""
    stage: str = ""
    holder: Organisation | None = None
    to: str = ""
    reason: str = ""
    evidence: Sequence[Evidence] = ()
    correction: routing.Correction | None = None
    attachment: str = ""
    next_on: date | None = None
    into: int | None = None
    granted: bool = False


def carry_out(*, deed: Deed, account: Account, at: datetime) -> bool:
    """Do what the form says and drop its draft, in one transaction. False when this very form was carried out before.

    Two presses of one button meet at the token: the second waits for the first, then finds it done.
    Raises the errors of `reports.operations`, and `routing.operations.NothingToConfirm`.
    """
    with transaction.atomic():
        _row, fresh = SentForm.objects.get_or_create(
            token=deed.token,
            defaults={"account": account, "report_id": deed.report_id, "action": deed.action, "at": at},
        )
        if not fresh:
            return False
        _DO[deed.action](deed, at)
        Draft.objects.filter(account=account, report=deed.report_id).delete()
    return True


def _answer(deed: Deed, at: datetime) -> None:
    if deed.stage == Stage.RESOLVED.value:
        cases.resolve(
            report_id=deed.report_id,
            text=deed.text,
            actor=deed.actor,
            at=at,
            evidence=deed.evidence,
            no_photo_reason=deed.reason,
            seen_seq=deed.seen_seq,
        )
        return
    cases.answer(
        report_id=deed.report_id,
        stage=Stage(deed.stage),
        text=deed.text,
        actor=deed.actor,
        at=at,
        evidence=deed.evidence,
        next_on=deed.next_on,
        seen_seq=deed.seen_seq,
    )


def _ask(deed: Deed, at: datetime) -> None:
    cases.ask_reporter(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _hand_over(deed: Deed, at: datetime) -> None:
    assert deed.holder is not None
    cases.hand_over(
        report_id=deed.report_id,
        holder=deed.holder,
        text=deed.text,
        actor=deed.actor,
        at=at,
        seen_seq=deed.seen_seq,
    )


def _give_back(deed: Deed, at: datetime) -> None:
    cases.return_to_desk(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _refer(deed: Deed, at: datetime) -> None:
    cases.refer(report_id=deed.report_id, to=deed.to, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _reject(deed: Deed, at: datetime) -> None:
    cases.reject(
        report_id=deed.report_id, reason=deed.reason, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq
    )


def _note(deed: Deed, at: datetime) -> None:
    cases.note(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at)


def _confirm(deed: Deed, at: datetime) -> None:
    routing.confirm(report_id=deed.report_id, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _correct(deed: Deed, at: datetime) -> None:
    assert deed.correction is not None
    routing.correct(
        report_id=deed.report_id, correction=deed.correction, actor=deed.actor, at=at, seen_seq=deed.seen_seq
    )


def _transcribe(deed: Deed, at: datetime) -> None:
    cases.transcribe(report_id=deed.report_id, attachment_id=deed.attachment, text=deed.text, actor=deed.actor, at=at)


def _extend(deed: Deed, at: datetime) -> None:
    promises.extend(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _decide_appeal(deed: Deed, at: datetime) -> None:
    cases.decide_appeal(
        report_id=deed.report_id,
        granted=deed.granted,
        text=deed.text,
        actor=deed.actor,
        at=at,
        seen_seq=deed.seen_seq,
    )


def _merge(deed: Deed, at: datetime) -> None:
    assert deed.into is not None
    cases.merge(
        report_id=deed.report_id, into_id=deed.into, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq
    )


def _unmerge(deed: Deed, at: datetime) -> None:
    cases.unmerge(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _join(deed: Deed, at: datetime) -> None:
    assert deed.holder is not None
    cases.join_agency(
        report_id=deed.report_id,
        organisation=deed.holder,
        text=deed.text,
        actor=deed.actor,
        at=at,
        seen_seq=deed.seen_seq,
    )


def _leave(deed: Deed, at: datetime) -> None:
    assert deed.holder is not None
    cases.leave_agency(
        report_id=deed.report_id,
        organisation=deed.holder,
        text=deed.text,
        actor=deed.actor,
        at=at,
        seen_seq=deed.seen_seq,
    )


def _contribute(deed: Deed, at: datetime) -> None:
    cases.contribute(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at)


_DO: Final[Mapping[str, Callable[[Deed, datetime], None]]] = {
    "answer": _answer,
    "ask": _ask,
    "hand_over": _hand_over,
    "give_back": _give_back,
    "refer": _refer,
    "reject": _reject,
    "note": _note,
    "confirm": _confirm,
    "correct": _correct,
    "transcribe": _transcribe,
    "extend": _extend,
    "decide_appeal": _decide_appeal,
    "merge": _merge,
    "unmerge": _unmerge,
    "join_agency": _join,
    "leave_agency": _leave,
    "contribute": _contribute,
}


def keep_draft(
    *, account: Account, report: Report, action: str, words: Mapping[str, str], at: datetime
) -> Draft | None:
    """Keep what is being written in the form of `action`, beside what the case's other forms hold.

    Nothing but spaces in all of them drops the draft; then None.
    """
    with transaction.atomic():
        mine = Draft.objects.filter(account=account, report=report)
        known = mine.select_for_update().first()
        kept = {name: value for name, value in (known.words if known else {}).items() if not _of(action, name)}
        kept |= {f"{action}.{name}": value[:MOST_DRAFT] for name, value in words.items() if value.strip()}
        if not kept:
            mine.delete()
            return None
        values = {"sealed": crypto.seal(json.dumps(kept)), "saved_at": at}
        draft, _created = Draft.objects.update_or_create(account=account, report=report, defaults=values)
        return draft


def _of(action: str, name: str) -> bool:
    return name.partition(".")[0] == action


def read(*, report: Report, account: Account, actor: Actor, at: datetime) -> None:
    """The case lies open before this person: the reminders that were meant for them are acknowledged.

    Called when the case's page is shown, because reading is what a reminder asks for; a button "I have read this"
    would measure obedience, not reading. It is safe on a GET: only the first time counts, no clock and no answer
    depends on it, and it touches nothing but this person's own unread reminders.
    """
    if report.holder_id is None or not actor.may(ACKNOWLEDGE, ANSWER):
        return
    audience = "officer"
    if actor.may(ACKNOWLEDGE):
        above = "secretary" if actor.may(REPRIMAND) else "deputy"
        audience = "head" if actor.may(EXPLAIN) else above
    duty.acknowledge(
        report_id=report.pk,
        account=account,
        audience=audience,
        organisation_ids=frozenset({report.holder_id}),
        at=at,
    )
