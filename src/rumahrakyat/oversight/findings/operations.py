"""Making findings, answering recommendations, confirming that they were carried out. All raise `NotPermitted`.

On a case everything stands on its timeline; about a body it stands on the audit trail. The deadline of a recommendation
is set when it is made, and nothing moves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from rumahrakyat.lib import crypto, locks, wallclock
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.oversight.findings import telling
from rumahrakyat.oversight.findings.moves import BY_BODY, BY_FINDER, DAYS, LEAST_DAYS, MOST_DAYS, after
from rumahrakyat.oversight.models_findings import Finding, Recommendation
from rumahrakyat.people import audit
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import EXPLAIN, FIND
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Entry, Report

SHORTEST: Final = 20
LONGEST: Final = 8000


class TooFewWords(Exception):
    """Too short to say anything, or longer than a letter. `field`: which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class WrongDays(Exception):
    """The time that is given is shorter or longer than the rules allow, or a planned day is over."""


class CannotBeAddressed(Exception):
    """An outside body, or one that was dissolved."""


@dataclass(frozen=True)
class Recommended:
    """What must be done, and within how many days from now."""

    words: str
    days: int = DAYS


@dataclass(frozen=True)
class Found:
    """A finding before it is made. `token` is of its form: a second press of the button makes none."""

    token: UUID
    organisation: Organisation
    words: str
    recommended: Sequence[Recommended]
    report: Report | None = None


def make(*, found: Found, account: Account, at: datetime) -> Finding:
    """Put a finding on record and before the heads of the body. Raises `TooFewWords`, `WrongDays`,
    `CannotBeAddressed`."""
    _only_finders(account)
    words = _enough(found.words, "text")
    asked = [_enough(one.words, f"recommendation-{nth}") for nth, one in enumerate(found.recommended, 1)]
    if any(not LEAST_DAYS <= one.days <= MOST_DAYS for one in found.recommended):
        raise WrongDays
    if found.organisation.kind == Kind.OUTSIDE or not found.organisation.active:
        raise CannotBeAddressed(found.organisation.code)
    with transaction.atomic():
        number = _next_number(at)
        known = Finding.objects.filter(token=found.token).first()
        if known is not None:
            return known
        entry = _entry_of(found, number=number, words=words, asked=asked, account=account, at=at)
        made = Finding.objects.create(
            token=found.token, number=number, organisation=found.organisation, report=found.report, entry=entry,
            sealed_words="" if entry else crypto.seal(words), made_at=at, made_by=account,
            by_title=account.title or account.name,
        )  # fmt: skip
        Recommendation.objects.bulk_create(
            Recommendation(
                finding=made, nth=nth, number=f"{number}-{nth}", due_at=_due(at, one.days),
                sealed_words="" if entry else crypto.seal(asked[nth - 1]),
            )
            for nth, one in enumerate(found.recommended, 1)
        )  # fmt: skip
        telling.made(made, at)
    return made


def _entry_of(
    found: Found, *, number: str, words: str, asked: list[str], account: Account, at: datetime
) -> Entry | None:
    data: dict[str, object] = {"number": number, "organisation": found.organisation.code, "count": len(asked)}
    if found.report is None:
        audit.record(act="finding.made", account=account.pk, at=at, subject=found.organisation.code, data=data)
        return None
    return cases.record(
        report_id=found.report.pk, entry_type="finding_made", data=data, actor=_staff(account), at=at,
        personal={"text": words, "recommendations": asked},
    )  # fmt: skip


def _due(at: datetime, days: int) -> datetime:
    """The end of the local day, so many calendar days after this one."""
    zone = wallclock.zone()
    local = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return local + timedelta(days=days + 1)


def _next_number(at: datetime) -> str:
    locks.wait("oversight.findings")
    prefix = f"TM/{at.astimezone(wallclock.zone()).year}/"
    last = Finding.objects.filter(number__startswith=prefix).order_by("-number").first()
    return f"{prefix}{(int(last.number.rpartition('/')[2]) if last else 0) + 1:04d}"


def answer(
    *, recommendation_id: int, move: str, words: str, account: Account, at: datetime, planned_on: date | None = None
) -> Recommendation:
    """The body's word: accept (with a day), object (with the reason), carried out (with what proves it).

    Raises `moves.NotNow`, `TooFewWords`, `WrongDays` (accepting without a day, or with one that is over)."""
    with transaction.atomic():
        one = _locked(recommendation_id)
        _only_addressed(one, account)
        one.state = after(one.state, move, BY_BODY)
        text = _enough(words, "text")
        if move == "accept":
            if planned_on is None or planned_on < wallclock.day_of(at):
                raise WrongDays
            one.planned_on = planned_on
        entry = _record(one, "finding_answered", move=move, text=text, account=account, at=at)
        sealed = "" if entry else crypto.seal(text)
        if move == "carry_out":
            one.done_at, one.proof_entry, one.sealed_proof = at, entry, sealed
        else:
            one.answer_entry, one.sealed_answer = entry, sealed
        one.answered_at, one.answered_by = one.answered_at or at, account
        one.save()
        telling.answered(one, account.pk, at)
    return one


def move_on(*, recommendation_id: int, move: str, words: str, account: Account, at: datetime) -> Recommendation:
    """Whoever makes findings confirms, sends back, upholds or withdraws. Raises `moves.NotNow`, `TooFewWords`."""
    _only_finders(account)
    with transaction.atomic():
        one = _locked(recommendation_id)
        one.state = after(one.state, move, BY_FINDER)
        text = words.replace("\x00", "").strip() if move == "confirm" else _enough(words, "text")
        _record(one, "finding_moved", move=move, text=text, account=account, at=at)
        if one.state in {Recommendation.State.CLOSED, Recommendation.State.WITHDRAWN}:
            one.ended_at = at
        one.save(update_fields=["state", "ended_at"])
        telling.moved(one, account.pk, at)
    return one


def _record(
    one: Recommendation, entry_type: str, *, move: str, text: str, account: Account, at: datetime
) -> Entry | None:
    finding = one.finding
    data: dict[str, object] = {"number": one.number, "organisation": finding.organisation.code, "move": move}
    if finding.report_id is None:
        audit.record(act=f"finding.{move}", account=account.pk, at=at, subject=finding.organisation.code, data=data)
        return None
    personal: dict[str, object] | None = {"text": text} if text else None
    return cases.record(
        report_id=finding.report_id, entry_type=entry_type, data=data, actor=_staff(account), at=at, personal=personal
    )


def _locked(pk: int) -> Recommendation:
    found = Recommendation.objects.select_for_update(of=("self",))
    return found.select_related("finding__organisation", "finding__entry").get(pk=pk)


def _only_finders(account: Account) -> None:
    if not scope_of(account).everywhere(FIND):
        raise NotPermitted("finding")


def _only_addressed(one: Recommendation, account: Account) -> None:
    if one.finding.organisation_id not in scope_of(account).organisations(EXPLAIN):
        raise NotPermitted("recommendation")


def _staff(account: Account) -> Actor:
    return Actor("staff", frozenset(), account.pk)


def _enough(text: str, field: str) -> str:
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not SHORTEST <= len(words) <= LONGEST:
        raise TooFewWords(field)
    return words
