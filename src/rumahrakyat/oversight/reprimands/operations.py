"""Reprimands: drafted, signed, recalled or sent, read, answered, ended. One function for each step. All raise
`NotPermitted` for whoever may not.

Locks are taken in one order: the reprimand, then its cases. The alert carries no case, so confirming it (alert, then
reprimand) never waits for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Q

from rumahrakyat.correspondence.messages import short_moment
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.calendars import calendar
from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.models_alerts import Alert, AlertAttempt
from rumahrakyat.duty.rules import FIRST_RESPONSE, Unit
from rumahrakyat.lib import locks, wallclock
from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.organisations.queries import desk
from rumahrakyat.organisations.roster import heir_of
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.oversight.models_reprimands import Reprimand, ReprimandCase
from rumahrakyat.oversight.reprimands import words as wording
from rumahrakyat.oversight.reprimands.moves import REACHED, after
from rumahrakyat.oversight.reprimands.refusals import (
    AlreadyReprimanded,
    CannotBeReprimanded,
    NothingLate,
    TooFewWords,
    TooLate,
)  # fmt: skip
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import EXPLAIN, REPRIMAND
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Report

ALERT: Final = "reprimand"
RECALL: Final = timedelta(seconds=8)
ANSWER_WORKDAYS: Final = 1
READ_WITHIN: Final = 15  # minutes until the next person is told
SHORTEST: Final = 20  # signs of an answer or a reason
LONGEST: Final = 6000
_KINDS: Final = frozenset({Kind.AGENCY, Kind.REGENCY_GOVERNMENT, Kind.DESK})


@dataclass(frozen=True)
class Late:
    """What a body owes now: the cases and since when."""

    organisation: Organisation
    clocks: Sequence[Clock]


def late_of(organisation: Organisation | None, *, at: datetime, report_id: int | None = None) -> Late:
    """The unanswered cases of a body past their deadline, the longest first; `organisation` None is the desk.

    A dissolved body is answered for by its heir. Raises `CannotBeReprimanded`, `NothingLate`."""
    found = Clock.objects.filter(
        obligation=FIRST_RESPONSE, met_at=None, stopped_at=None, paused_at=None, due_at__lte=at
    ).select_related("report")
    house = desk()
    nobody = organisation is None or (house is not None and organisation.pk == house.pk)
    found = found.filter(Q(holder=None) | Q(holder=house)) if nobody else found.filter(holder=organisation)
    if report_id is not None:
        found = found.filter(report=report_id)
    addressed = house if organisation is None else heir_of(organisation)
    if addressed is None or addressed.kind not in _KINDS:
        raise CannotBeReprimanded
    clocks = list(found.order_by("due_at", "pk"))
    if not clocks:
        raise NothingLate
    return Late(addressed, clocks)


def draft(*, late: Late, account: Account, at: datetime, until: datetime | None = None) -> Reprimand:
    """A letter in the standard words, not yet signed."""
    _only_signers(account)
    until = until or calendar(wallclock.zone()).deadline(at, Unit.WORKDAYS, ANSWER_WORKDAYS)
    body, heads = late.organisation, _heads(late.organisation)
    named = [wording.LateCase(one.report.number, not one.report.is_public, one.due_at) for one in late.clocks]
    words = wording.letter(body=body.name, addressees=heads, cases=named, until=until - timedelta(minutes=1), at=at)
    with transaction.atomic():
        made = Reprimand.objects.create(
            organisation=body, addressees=heads, words=words, drafted_at=at, drafted_by=account, answer_due_at=until
        )
        ReprimandCase.objects.bulk_create(
            ReprimandCase(reprimand=made, organisation=body, report=one.report, due_at=one.due_at)
            for one in late.clocks
        )
    return made


def _heads(organisation: Organisation) -> list[dict[str, str]]:
    found = Membership.objects.filter(
        organisation=organisation, role="head", active=True, account__is_active=True, region=None
    )
    return [
        {"name": one.account.name, "title": one.account.title}
        for one in found.select_related("account").order_by("account_id")
    ]


def edit(*, reprimand_id: int, words: str, account: Account, at: datetime) -> Reprimand:
    """Other words for a draft. Raises `TooFewWords`, `NotNow`."""
    _only_signers(account)
    text = _long_enough(words)
    with transaction.atomic():
        one = _locked(reprimand_id)
        after(one.state, "sign")
        one.words, one.drafted_by, one.drafted_at = text, account, at
        one.save(update_fields=["words", "drafted_by", "drafted_at"])
    return one


def sign(*, reprimand_id: int, account: Account, at: datetime, words: str | None = None) -> Reprimand:
    """Give it its number and let it go, `RECALL` later. Raises `AlreadyReprimanded`, `TooFewWords`, `NotNow`."""
    _only_signers(account)
    text = None if words is None else _long_enough(words)
    with transaction.atomic():
        one = _locked(reprimand_id)
        one.state = after(one.state, "sign")
        _claim(one)
        one.number, one.words = _next_number(at), text or one.words
        one.addressees = _heads(one.organisation)
        one.signed_at, one.signed_by, one.deliver_at = at, account, at + RECALL
        one.signer_name, one.signer_title = account.name, account.title
        one.save()
    return one


def _claim(one: Reprimand) -> None:
    """Take its cases; those that an open reprimand of the body has already are left to that one."""
    locks.wait("oversight.reprimands")
    about = list(one.cases.values_list("report_id", flat=True))
    taken = ReprimandCase.objects.filter(organisation=one.organisation, report__in=about, open=True)
    first = taken.select_related("reprimand").order_by("pk").first()
    if first is not None:
        one.cases.filter(report__in=taken.values("report")).delete()
        if not one.cases.exists():
            raise AlreadyReprimanded(first.reprimand)
    one.cases.update(open=True)


def _next_number(at: datetime) -> str:
    """TG/2026/0017: counted by local year, under the lock of `_claim`."""
    prefix = f"TG/{at.astimezone(wallclock.zone()).year}/"
    last = Reprimand.objects.filter(number__startswith=prefix).order_by("-number").first()
    return f"{prefix}{(int(last.number.rpartition('/')[2]) if last else 0) + 1:04d}"


def issue(*, organisation: Organisation | None, account: Account, at: datetime) -> Reprimand:
    """Drafted in the standard words and signed at once, about what the body owes that no open reprimand is about.

    Raises `AlreadyReprimanded`, `NothingLate`, `CannotBeReprimanded`."""
    _only_signers(account)
    with transaction.atomic():
        locks.wait("oversight.reprimands")
        late = late_of(organisation, at=at)
        known = ReprimandCase.objects.filter(
            organisation=late.organisation, report__in=[one.report_id for one in late.clocks], open=True
        ).select_related("reprimand")
        taken = {one.report_id: one.reprimand for one in known}
        fresh = [one for one in late.clocks if one.report_id not in taken]
        if not fresh:
            raise AlreadyReprimanded(taken[late.clocks[0].report_id])
        made = draft(late=Late(late.organisation, fresh), account=account, at=at)
        return sign(reprimand_id=made.pk, account=account, at=at)


def recall(*, reprimand_id: int, account: Account, at: datetime) -> Reprimand:
    """Take it back before it leaves. Raises `TooLate` from `deliver_at` on, `NotNow`."""
    _only_signers(account)
    with transaction.atomic():
        one = _locked(reprimand_id)
        state = after(one.state, "recall")
        if one.deliver_at is None or at >= one.deliver_at:
            raise TooLate
        _end(one, state, account, at)
    return one


def deliver_due(*, at: datetime) -> bool:
    """Send one that is due; False when none is left. Any number of workers may do this at once."""
    with transaction.atomic():
        found = Reprimand.objects.select_for_update(of=("self",), skip_locked=True)
        one = found.filter(state=Reprimand.State.SIGNED, deliver_at__lte=at).order_by("deliver_at").first()
        if one is None:
            return False
        one.state, one.delivered_at = after(one.state, "deliver"), at
        one.save(update_fields=["state", "delivered_at"])
        _record(one, "reprimanded", {"number": one.number}, one.words, actor=_staff(one.signed_by_id), at=at)
        alerts.raise_alert(
            kind=ALERT,
            audience="head",
            organisation=one.organisation,
            report=None,
            words=_told(one),
            key=_key(one.pk),
            acknowledge=READ_WITHIN,
            at=at,
            path=f"/kerja/teguran/{one.pk}/",
        )
    return True


def _told(one: Reprimand) -> str:
    until = one.answer_due_at or one.deliver_at
    assert until is not None
    due = short_moment(until - timedelta(minutes=1))
    signer = one.signer_title or one.signer_name
    return wording.ALERT.format(number=one.number, signer=signer, body=one.organisation.short_name, until=due)


def _key(pk: int) -> str:
    return f"reprimand:{pk}"


def is_for(*, reprimand_id: int, account: Account) -> bool:
    """Whether somebody is the one to read and answer it: the head, or who was told in the head's place."""
    body = Reprimand.objects.values_list("organisation_id", flat=True).get(pk=reprimand_id)
    if body in scope_of(account).organisations(EXPLAIN):
        return True
    told = AlertAttempt.objects.filter(alert__key=_key(reprimand_id), account=account, message__isnull=False)
    return told.exists()


def read(*, reprimand_id: int, account: Account, at: datetime) -> None:
    """Somebody it is for has it before them. Nothing when it was read before."""
    alert = Alert.objects.filter(key=_key(reprimand_id)).first()
    if alert is not None:
        alerts.acknowledge(alert_id=alert.pk, account=account, how=alerts.How.CASE, at=at)
    _acknowledge(reprimand_id, account, "case", at)


def on_confirmed(alert: Alert, at: datetime) -> None:
    """The alert of a reprimand was confirmed, on whatever way."""
    assert alert.acknowledged_by is not None
    _acknowledge(int(alert.key.partition(":")[2]), alert.acknowledged_by, alert.how, at)


def _acknowledge(reprimand_id: int, account: Account, how: str, at: datetime) -> None:
    with transaction.atomic():
        one = _locked(reprimand_id)
        if one.state != Reprimand.State.DELIVERED:
            return
        one.state = after(one.state, "acknowledge")
        one.acknowledged_at, one.acknowledged_by, one.acknowledged_how = at, account, how[:16]
        one.save(update_fields=["state", "acknowledged_at", "acknowledged_by", "acknowledged_how"])


def answer(*, reprimand_id: int, text: str, account: Account, at: datetime) -> Reprimand:
    """The head's answer, on record at every case. Raises `TooFewWords`, `NotNow`."""
    if not is_for(reprimand_id=reprimand_id, account=account):
        raise NotPermitted("reprimand")
    words = _long_enough(text)
    read(reprimand_id=reprimand_id, account=account, at=at)
    with transaction.atomic():
        one = _locked(reprimand_id)
        one.state = after(one.state, "answer")
        one.answered_at, one.answered_by, one.answer = at, account, words
        one.save(update_fields=["state", "answered_at", "answered_by", "answer"])
        _record(
            one,
            "reprimand_answered",
            {"number": one.number},
            words,
            actor=_staff(account.pk, one.organisation_id),
            at=at,
        )
    return one


def close(*, reprimand_id: int, account: Account, at: datetime) -> Reprimand:
    """The answer is enough. Raises `NotNow`."""
    _only_signers(account)
    with transaction.atomic():
        one = _locked(reprimand_id)
        _end(one, after(one.state, "close"), account, at)
    return one


def withdraw(*, reprimand_id: int, reason: str, account: Account, at: datetime) -> Reprimand:
    """Take back what was signed, with the reason; both stay on record. Raises `TooFewWords`, `NotNow`."""
    _only_signers(account)
    words = _long_enough(reason)
    with transaction.atomic():
        one = _locked(reprimand_id)
        state, told = after(one.state, "withdraw"), one.delivered_at is not None
        one.reason = words
        _end(one, state, account, at)
        if told:
            data: dict[str, object] = {"number": one.number, "withdrawn": True}
            _record(one, "reprimanded", data, words, actor=_staff(account.pk), at=at)
    return one


def counted(since: datetime, until: datetime) -> dict[int, int]:
    """How many reprimands reached each body from `since` up to `until` and were not withdrawn."""
    found = Reprimand.objects.filter(delivered_at__gte=since, delivered_at__lt=until, state__in=REACHED)
    rows = found.values("organisation").annotate(number=Count("pk")).order_by()
    return {row["organisation"]: row["number"] for row in rows}


def _end(one: Reprimand, state: str, account: Account, at: datetime) -> None:
    one.state, one.ended_at, one.ended_by = state, at, account
    one.save(update_fields=["state", "ended_at", "ended_by", "reason"])
    one.cases.update(open=False)


def _locked(pk: int) -> Reprimand:
    return Reprimand.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)


def _record(
    one: Reprimand, entry_type: str, data: dict[str, object], words: str, *, actor: Actor, at: datetime
) -> None:
    about = Report.objects.select_for_update(of=("self",)).filter(reprimand_cases__reprimand=one).order_by("pk")
    for report in about:
        cases.record(
            report_id=report.pk, entry_type=entry_type, data={**data, "organisation": one.organisation.code},
            personal={"text": words}, actor=actor, at=at, report=report,
        )  # fmt: skip


def _only_signers(account: Account) -> None:
    if not scope_of(account).everywhere(REPRIMAND):
        raise NotPermitted("reprimand")


def _staff(account: int | None, organisation: int | None = None) -> Actor:
    return Actor("staff", frozenset(), account, organisation)


def _long_enough(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if not SHORTEST <= len(words) <= LONGEST:
        raise TooFewWords
    return words


def register() -> None:
    """Tie reprimands to the alerts that carry them; called once at start."""
    alerts.on_acknowledged(ALERT, on_confirmed)
