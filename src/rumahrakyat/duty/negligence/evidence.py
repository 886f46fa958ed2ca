"""What a row of the register of negligence rests on, as plain data: the page of the row, the quarterly register, a
reprimand and a dossier all take it from here, so that none can say something else.

Only reading. No words of citizens are in it; those of the explanation and of the ruling are. Whether the number of a
confidential case may be shown is for the reader's page to decide (`confidential`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence.models import CaseMessage
from rumahrakyat.duty.models import Breach, Clock, EscalationStep, Tenure
from rumahrakyat.duty.models_negligence import Explanation, Ruling
from rumahrakyat.duty.negligence.terms import UnknownRow, limit_of
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Entry

# What moved the case or its clock; notes and other housekeeping prove nothing.
TELLING: Final = (
    "received", "assigned", "handed_over", "returned", "asked", "replied", "waiting_ended", "answered", "resolved",
    "objected", "confirmed", "expired", "referred", "rejected", "extended", "appealed", "appeal_decided", "merged",
    "unmerged", "joined",
)  # fmt: skip
_OF_CLOCK: Final = ("escalated", "breached")
_OF_ROW: Final = ("explained", "ruled")
# Entries that can fulfil an obligation, for the one at the very instant at which the clock was met.
_ANSWERS: Final = ("answered", "resolved", "referred", "rejected", "assigned", "appeal_decided")


@dataclass(frozen=True)
class Body:
    """An organisation; the desk has an empty code."""

    code: str
    name: str


DESK: Final = Body("", "Rumah Rakyat")


@dataclass(frozen=True)
class Fact:
    """An entry of the timeline that matters here, with its place in the chain."""

    seq: int
    type: str
    at: datetime
    hash: str
    body: Body
    by: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Held:
    """Who had the clock from when until when. `waiting`: it was the reporter's turn. `late`: past the row's deadline;
    a spell that the deadline divides is two of these."""

    body: Body
    since: datetime
    until: datetime
    waiting: bool
    late: bool

    @property
    def span(self) -> timedelta:
        return self.until - self.since


@dataclass(frozen=True)
class Share:
    """How long a body had the clock before the row's deadline. `charged`: the row is laid on it."""

    body: Body
    span: timedelta
    charged: bool


@dataclass(frozen=True)
class Reminder:
    """A step of the ladder that was taken, for whom, and who confirmed it when."""

    code: str
    audience: str
    body: Body
    due_at: datetime
    taken_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str


@dataclass(frozen=True)
class Sent:
    """A message to the reporter while the clock ran: by which channel, and how far it came. No words."""

    at: datetime
    channel: str
    status: str


@dataclass(frozen=True)
class RuleUsed:
    obligation: str
    version: int
    unit: str
    amount: int
    source: str
    valid_from: datetime


@dataclass(frozen=True)
class Said:
    """The holder's explanation. `reason`: code or empty."""

    at: datetime
    by: str
    reason: str
    text: str
    seq: int
    hash: str


@dataclass(frozen=True)
class Ruled:
    """A ruling; `by` empty: the system. `until`: how long the holder may explain once more."""

    nth: int
    decision: str
    at: datetime
    by: str
    text: str
    evidence: str
    until: datetime | None
    erratum: str
    seq: int
    hash: str


@dataclass(frozen=True)
class Evidence:
    """Everything about one row. `late_by`: how long after the row's deadline the answer came; None while there is none
    (`answered_at` None). `explain_until`: None when no rule sets a time."""

    row: int
    state: str
    own: bool
    number: str
    confidential: bool
    title: str
    channel: str
    received_at: datetime
    regency: str
    obligation: str
    cycle: int
    holder: Body
    rule: RuleUsed
    started_at: datetime
    due_at: datetime
    recorded_at: datetime
    held: timedelta
    answered_at: datetime | None
    late_by: timedelta | None
    answer: Fact | None
    stopped_at: datetime | None
    explain_until: datetime | None
    reopened: bool
    spells: Sequence[Held]
    shares: Sequence[Share]
    waited: timedelta
    reminders: Sequence[Reminder]
    facts: Sequence[Fact]
    sent: Sequence[Sent]
    explanations: Sequence[Said]
    rulings: Sequence[Ruled]

    def plain(self) -> dict[str, Any]:
        """The same as JSON can hold it: instants in ISO 8601, lengths of time in seconds."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def of(row: int, *, at: datetime) -> Evidence:
    """The evidence of a row as it stands at `at`, in eight queries. Raises `UnknownRow`."""
    wanted = ("clock__report__regency", "clock__report__category", "holder", "rule")
    breach = Breach.objects.select_related(*wanted).filter(pk=row).first()
    if breach is None:
        raise UnknownRow(row)
    return _assembled(breach, at)


def _assembled(breach: Breach, at: datetime) -> Evidence:
    clock, report = breach.clock, breach.clock.report
    end = clock.met_at or clock.stopped_at or max(at, breach.due_at)
    spells = _spells(clock, breach.due_at, end)
    facts = _facts(breach, end)
    rulings = list(Ruling.objects.filter(breach=breach).select_related("entry", "account").order_by("nth"))
    limit = limit_of(breach, rulings[-1] if rulings else None)
    return Evidence(
        row=breach.pk,
        state=breach.state,
        own=breach.own,
        number=report.number,
        confidential=not report.is_public,
        title=report.title if report.is_public else "",
        channel=report.channel,
        received_at=report.received_at,
        regency=report.regency.full_name if report.regency else "",
        obligation=clock.obligation,
        cycle=clock.cycle,
        holder=_body(breach.holder),
        rule=_rule(breach),
        started_at=clock.started_at,
        due_at=breach.due_at,
        recorded_at=breach.recorded_at,
        held=breach.held,
        answered_at=clock.met_at,
        late_by=clock.met_at - breach.due_at if clock.met_at else None,
        answer=next((one for one in reversed(facts) if one.type in _ANSWERS and one.at == clock.met_at), None),
        stopped_at=clock.stopped_at,
        explain_until=limit.until,
        reopened=limit.reopened,
        spells=spells,
        shares=_shares(spells, breach),
        waited=sum((one.span for one in spells if one.waiting), timedelta(0)),
        reminders=_reminders(clock),
        facts=facts,
        sent=_sent(clock, end),
        explanations=_explanations(breach),
        rulings=[_ruled(one) for one in rulings],
    )


def _body(organisation: Organisation | None) -> Body:
    return Body(organisation.code, organisation.name) if organisation else DESK


def _name(account: Account | None) -> str:
    return (account.title or account.name or account.username) if account else ""


def _rule(breach: Breach) -> RuleUsed:
    rule = breach.rule
    return RuleUsed(rule.obligation, rule.version, rule.unit, rule.amount, rule.source, rule.valid_from)


def _spells(clock: Clock, due: datetime, end: datetime) -> list[Held]:
    """In order, each cut at the deadline, up to the answer or the present."""
    found = Tenure.objects.filter(clock=clock).select_related("holder").order_by("since", "pk")
    spells: list[Held] = []
    for one in found:
        since, until = max(one.since, clock.started_at), min(one.until or end, end)
        for start, stop, late in ((since, min(until, due), False), (max(since, due), until, True)):
            if stop > start:
                spells.append(Held(_body(one.holder), start, stop, one.waiting, late))
    return spells


def _shares(spells: Iterable[Held], breach: Breach) -> list[Share]:
    held: dict[Body, timedelta] = {}
    for one in spells:
        if not one.waiting and not one.late:
            held[one.body] = held.get(one.body, timedelta(0)) + one.span
    charged = _body(breach.holder)
    return [Share(body, span, body == charged) for body, span in held.items()]


def _reminders(clock: Clock) -> list[Reminder]:
    found = EscalationStep.objects.filter(clock=clock).select_related("organisation", "acknowledged_by")
    return [
        Reminder(
            one.code,
            one.audience,
            _body(one.organisation),
            one.due_at,
            one.taken_at,
            one.acknowledged_at,
            _name(one.acknowledged_by),
        )
        for one in found.order_by("taken_at", "pk")
    ]


def _facts(breach: Breach, end: datetime) -> list[Fact]:
    clock = breach.clock
    moved = Q(type__in=TELLING, at__gte=clock.started_at, at__lte=end)
    same = Q(data__obligation=clock.obligation, data__cycle=clock.cycle)
    wanted = moved | (Q(type__in=_OF_CLOCK) & same) | Q(type__in=_OF_ROW, data__row=breach.pk)
    found = Entry.objects.filter(wanted, report=clock.report_id).select_related("organisation", "account")
    return [
        Fact(one.seq, one.type, one.at, one.hash, _body(one.organisation), _name(one.account), one.data)
        for one in found.order_by("seq")
    ]


def _sent(clock: Clock, end: datetime) -> list[Sent]:
    found = CaseMessage.objects.filter(
        report=clock.report_id,
        message__direction=Message.Direction.OUT,
        message__recorded_at__gte=clock.started_at,
        message__recorded_at__lte=end,
    ).select_related("message")
    ordered = found.order_by("message__recorded_at", "pk")
    return [Sent(one.message.recorded_at, one.message.channel, one.message.status) for one in ordered]


def _explanations(breach: Breach) -> list[Said]:
    found = Explanation.objects.filter(breach=breach).select_related("entry", "account").order_by("pk")
    return [
        Said(one.at, _name(one.account), one.reason, one.entry.text, one.entry.seq, one.entry.hash) for one in found
    ]


def _ruled(one: Ruling) -> Ruled:
    entry, personal = one.entry, one.entry.personal or {}
    return Ruled(
        nth=one.nth,
        decision=one.decision,
        at=one.at,
        by=_name(one.account),
        text=entry.text,
        evidence=str(personal.get("evidence", "")),
        until=one.until,
        erratum=one.erratum,
        seq=entry.seq,
        hash=entry.hash,
    )
