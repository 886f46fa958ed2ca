"""The register of negligence: a missed deadline is explained by its holder, then ruled on, row by row.

A row begins when the deadline passed (`duty.models.Breach`). Its holder may explain within a set time, counted from
when the miss was recorded (obligation `explanation`, a version of a rule). The regional secretary rules: upheld,
excused (the citizen was kept waiting all the same, it is only not held against the holder) or corrected (what was
recorded was wrong). Nobody rules on the body they belong to, and nobody is ruled on unheard before the time to explain
is over. A later ruling may change an earlier one until the register of the quarter is frozen; from then on only an
erratum does.

Every step locks the case first, then the row, and is written on the timeline; the words stand there alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from rumahrakyat.duty import rules, store
from rumahrakyat.duty.models import Breach, BreachState
from rumahrakyat.duty.models_negligence import Decision, Explanation, ExplanationReason, Ruling
from rumahrakyat.duty.negligence.terms import (
    LONGEST,
    MOVES,
    RULED,
    SHORTEST,
    AlreadyRuled,
    Frozen,
    Limit,
    Moved,
    NeedsEvidence,
    OwnBody,
    TooFewWords,
    TooLate,
    UnknownRow,
    belongs,
    body_of,
    frozen_in,
    limit_of,
    lock_when,
    may_explain,
    objection,
)
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import EXPLAIN, RULE_ON_BREACH
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import EmptyText, NotPermitted, TextTooLong
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.submission import clean

__all__ = ["correct_late_record", "explain", "lock_when", "reopen", "rule"]

SYSTEM: Final = Actor("system", frozenset({RULE_ON_BREACH}))


@dataclass(frozen=True)
class _Row:
    """A locked row with what was said and decided so far."""

    breach: Breach
    explained: list[Explanation]
    rulings: list[Ruling]

    @property
    def report(self) -> Report:
        return self.breach.clock.report

    @property
    def last(self) -> Ruling | None:
        return self.rulings[-1] if self.rulings else None

    @property
    def seen(self) -> int:
        return len(self.explained) + len(self.rulings)

    @property
    def limit(self) -> Limit:
        return limit_of(self.breach, self.last)


@contextmanager
def _locked(breach_id: int) -> Iterator[_Row]:
    with transaction.atomic():
        case = Breach.objects.filter(pk=breach_id).values_list("clock__report", flat=True).first()
        if case is None:
            raise UnknownRow(breach_id)
        # The case first, then the row: the same order as the sweeper's.
        report = Report.objects.select_for_update(of=("self",)).select_related("category").get(pk=case)
        yield _read(breach_id, report)


def _read(breach_id: int, report: Report, *, lock: bool = True) -> _Row:
    found = Breach.objects.select_for_update(of=("self",)) if lock else Breach.objects.all()
    breach = found.select_related("clock", "holder", "rule").get(pk=breach_id)
    breach.clock.report = report
    return _Row(
        breach,
        list(Explanation.objects.filter(breach=breach).select_related("entry").order_by("pk")),
        list(Ruling.objects.filter(breach=breach).select_related("entry").order_by("nth")),
    )


def _words(text: str) -> str:
    try:
        words = clean(text)
    except (EmptyText, TextTooLong) as wrong:
        raise TooFewWords from wrong
    if not SHORTEST <= len(words) <= LONGEST:
        raise TooFewWords
    return words


def _refuse_frozen(row: _Row) -> None:
    register = frozen_in(row.breach)
    if register:
        raise Frozen(register)


def explain(*, breach_id: int, text: str, account: Account, at: datetime, reason: str = "") -> Explanation:
    """The holder says why. The same words sent twice are one explanation.

    Raises `UnknownRow`, `NotPermitted`, `TooFewWords`, `AlreadyRuled`, `TooLate`, `Frozen`.
    """
    with _locked(breach_id) as row:
        scope = scope_of(account)
        if not may_explain(scope, row.breach):
            raise NotPermitted(EXPLAIN)
        words, code = _words(text), _reason(reason)
        before = row.explained[-1] if row.explained else None
        if before and (before.entry.text, before.reason) == (words, code) and row.breach.state == BreachState.EXPLAINED:
            return before
        _refuse_frozen(row)
        if row.breach.state in RULED:
            raise AlreadyRuled
        limit = row.limit
        if limit.until is not None and limit.over(at):
            raise TooLate(limit.until)
        actor = Actor("staff", frozenset({EXPLAIN}), account.pk, body_of(row.breach))
        entry = _record(row, "explained", {"reason": code}, {"text": words}, actor, at)
        made = Explanation.objects.create(
            breach=row.breach,
            entry=entry,
            account=account,
            reason=code,
            rule_id=limit.rule.key if limit.rule else None,
            until=limit.until,
            at=at,
        )
        _move(row.breach, BreachState.EXPLAINED)
    return made


def _reason(code: str) -> str:
    return code if code in ExplanationReason.values else ""


@dataclass(frozen=True)
class Verdict:
    """A ruling to be made. `text` is the reason; `evidence` names what shows that a record was wrong. `erratum`: the
    number under which a frozen register is corrected."""

    decision: Decision
    text: str
    evidence: str = ""
    erratum: str = ""


def rule(*, breach_id: int, verdict: Verdict, account: Account, at: datetime, seen: int | None = None) -> Ruling:
    """Decide on a row. `seen`: how many explanations and rulings the page showed. The same verdict of the same person
    sent twice is one ruling.

    Raises `UnknownRow`, `NotPermitted`, `OwnBody`, `TooFewWords`, `NeedsEvidence`, `Moved`, `AlreadyRuled`,
    `StillTime`, `Frozen`.
    """
    with _locked(breach_id) as row:
        words, evidence = _check(row, verdict, account)
        last = row.last
        if last and last.account_id == account.pk and _says(last) == (verdict.decision, words, evidence):
            return last
        _check_turn(row, verdict, at, seen)
        return _decide(row, verdict.decision, (words, evidence), _ruler(account), at, erratum=verdict.erratum)


def _check(row: _Row, verdict: Verdict, account: Account) -> tuple[str, str]:
    """The words of the verdict, when this person may speak it."""
    _may_rule(row, account)
    words, evidence = _words(verdict.text), clean(verdict.evidence) if verdict.evidence.strip() else ""
    if verdict.decision is Decision.CORRECTED and not evidence:
        raise NeedsEvidence
    if len(evidence) > LONGEST:
        raise TooFewWords
    return words, evidence


def _may_rule(row: _Row, account: Account) -> None:
    scope = scope_of(account)
    region = row.report.region_id
    if not scope.covers(RULE_ON_BREACH, organisation=row.breach.holder_id, region=region):
        raise NotPermitted(RULE_ON_BREACH)
    if belongs(scope, row.breach):
        raise OwnBody


def _check_turn(row: _Row, verdict: Verdict, at: datetime, seen: int | None) -> None:
    if seen is not None and seen != row.seen:
        raise Moved
    refused = objection(row.breach, row.limit, verdict.decision, at, erratum=verdict.erratum)
    if refused is not None:
        raise refused


def _says(ruling: Ruling) -> tuple[Decision, str, str]:
    personal = ruling.entry.personal or {}
    return Decision(ruling.decision), ruling.entry.text, str(personal.get("evidence", ""))


def _ruler(account: Account) -> Actor:
    return Actor("staff", frozenset({RULE_ON_BREACH}), account.pk)


def reopen(*, breach_id: int, text: str, account: Account, at: datetime, seen: int | None = None) -> Ruling:
    """Give the holder the time to explain once more, from now, with the reason. A ruling that was made no longer holds.

    Raises the errors of `rule`, but for `StillTime` and `NeedsEvidence`.
    """
    with _locked(breach_id) as row:
        _may_rule(row, account)
        words = _words(text)
        last = row.last
        if last and last.account_id == account.pk and _says(last) == (Decision.REOPENED, words, ""):
            return last
        _refuse_frozen(row)
        if seen is not None and seen != row.seen:
            raise Moved
        machine, of_row = store.engine(), row.limit.rule
        until = machine.calendar.deadline(at, of_row.unit, of_row.amount) if of_row else at
        return _decide(row, Decision.REOPENED, (words, ""), _ruler(account), at, until=until)


def correct_late_record(entry: Entry) -> None:
    """What is recorded only now may show that a deadline was kept: rows of the case that say otherwise are corrected
    by the system. The caller holds the report's row lock."""
    obligations = KEEPS.get(entry.type)
    if not obligations:
        return
    wrong = Breach.objects.filter(
        clock__report=entry.report_id,
        clock__obligation__in=obligations,
        clock__started_at__lte=entry.at,
        clock__met_at__isnull=False,
        due_at__gte=entry.at,
    ).exclude(state=BreachState.CORRECTED)
    for breach_id in wrong.order_by("pk").values_list("pk", flat=True):
        row = _read(breach_id, entry.report)
        if frozen_in(row.breach):
            continue  # the register stands; whoever keeps it finds the row by its later answer and makes an erratum
        words = f"Tercatat belakangan: entri {entry.seq} terjadi sebelum batas waktu."
        evidence = f"Entri {entry.seq}, sidik {entry.hash}"
        _decide(row, Decision.CORRECTED, (words, evidence), SYSTEM, entry.recorded_at, shown_by=entry)


_OF_HOLDERS: Final = (rules.FIRST_RESPONSE, rules.ROUTING, rules.SILENCE, rules.RESOLUTION, rules.INFORMATION)
# What each entry fulfils, as `engine` has it.
KEEPS: Final = {
    "answered": (rules.FIRST_RESPONSE, rules.ROUTING, rules.SILENCE),
    "resolved": _OF_HOLDERS,
    "referred": _OF_HOLDERS,
    "rejected": _OF_HOLDERS,
    "assigned": (rules.ROUTING,),
    "appeal_decided": (rules.APPEAL,),
}


def _decide(
    row: _Row,
    decision: Decision,
    words: tuple[str, str],
    actor: Actor,
    at: datetime,
    *,
    until: datetime | None = None,
    erratum: str = "",
    shown_by: Entry | None = None,
) -> Ruling:
    nth = 1 + len(row.rulings)
    data: dict[str, object] = {"decision": decision.value, "nth": nth, "before": row.breach.state}
    if until is not None:
        data["until"] = until.isoformat()
    if erratum:
        data["erratum"] = erratum
    if shown_by is not None:
        data["entry"] = shown_by.seq
    personal: dict[str, object] = {"text": words[0], "evidence": words[1]}
    entry = _record(row, "ruled", data, personal, actor, at)
    made = Ruling.objects.create(
        breach=row.breach,
        nth=nth,
        decision=decision,
        entry=entry,
        account_id=actor.account_id,
        until=until,
        erratum=erratum,
        at=at,
    )
    heard = BreachState.EXPLAINED if row.explained else BreachState.OPEN
    _move(row.breach, heard if decision is Decision.REOPENED else BreachState(decision.value))
    return made


def _move(breach: Breach, state: BreachState) -> None:
    if state not in MOVES[BreachState(breach.state)]:
        raise AlreadyRuled
    breach.state = state
    breach.save(update_fields=["state"])


def _record(  # noqa: PLR0917 -- a private step of the operations above
    row: _Row, entry_type: str, data: dict[str, object], personal: dict[str, object], actor: Actor, at: datetime
) -> Entry:
    breach = row.breach
    of_row: dict[str, object] = {
        "row": breach.pk,
        "obligation": breach.clock.obligation,
        "cycle": breach.clock.cycle,
        "own": breach.own,
        "holder": breach.holder.code if breach.holder else None,
    }
    return cases.record(
        report_id=row.report.pk,
        entry_type=entry_type,
        data=of_row | data,
        personal=personal,
        actor=actor,
        at=at,
        report=row.report,
    )
