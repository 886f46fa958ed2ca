"""A case that changes hands: where it came from, whom to propose, handing it over, giving it back to whom it came from.

What a coordinator has decided binds: the body whose case it was found to be cannot give it away again, unless place or
category were corrected since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from rumahrakyat.handover.models import Dispute
from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.routing.models import Decision

GIVING: Final = ("assigned", "handed_over", "returned", "unmerged")
_GAVE: Final = ("handed_over", "returned")
_MOST: Final = 4


class Bound(ReportError):
    """It was decided whose case this is; `number` is the case's."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class NothingToReturn(ReportError):
    """Nobody gave the present holder this case."""


@dataclass(frozen=True)
class Arrival:
    """How a case came to whoever has it. `giver` is the code of the body that gave it, "" for the desk; `back`: it was
    given back to where it had come from."""

    entry: Entry
    giver: str
    back: bool

    @property
    def text(self) -> str:
        return self.entry.text


def arrival(entries: Iterable[Entry]) -> Arrival | None:
    """How the case came to its present holder, from its entries in order; None while the desk has it."""
    given = [one for one in entries if one.type in GIVING]
    if not given or given[-1].type == "returned":
        return None
    last = given[-1]
    before = given[-2] if len(given) > 1 else None
    giver = str(last.data.get("from") or "") if last.type == "handed_over" else ""
    back = bool(before and last.type == "handed_over" and _came_from(before) == last.data.get("holder"))
    return Arrival(last, giver, back)


def _came_from(entry: Entry) -> str:
    return str(entry.data.get("from") or "") if entry.type == "handed_over" else ""


def arrival_of(report: Report) -> Arrival | None:
    given = Entry.objects.filter(report=report, type__in=GIVING).order_by("-seq")[:2]
    return arrival(reversed(given))


@dataclass(frozen=True)
class Proposed:
    """A body to whom the case may belong, and why it is proposed: `giver`, `place`, `router`."""

    body: Organisation
    why: str


def proposals(report: Report, decision: Decision | None, came: Arrival | None) -> list[Proposed]:
    """Whom to offer first, in one query: whoever gave the case, the government of its place, what the router thinks."""
    router = [decision.organisation.code] if decision and decision.organisation else []
    router += [str(one["organisation"]) for one in decision.alternatives] if decision else []
    giver = came.giver if came else ""
    wanted = Q(code__in=[*router, giver])
    if report.regency_id:
        wanted |= Q(kind=Kind.REGENCY_GOVERNMENT, region=report.regency_id)
    found = {one.code: one for one in Organisation.objects.filter(wanted, active=True).exclude(kind=Kind.OUTSIDE)}
    place = [one.code for one in found.values() if one.region_id and one.region_id == report.regency_id]
    offered: dict[str, str] = {}
    for code, why in [(giver, "giver"), *((one, "place") for one in place), *((one, "router") for one in router)]:
        if code in found and found[code].pk != report.holder_id:
            offered.setdefault(code, why)
    return [Proposed(found[code], why) for code, why in list(offered.items())[:_MOST]]


def binding(report: Report) -> Dispute | None:
    """The decision that keeps the case where it is; None when there is none, or facts were corrected since."""
    decided = Dispute.objects.filter(report=report, decision__isnull=False).select_related("decision")
    last = decided.order_by("-settled_at").first()
    if last is None or last.decision is None or last.decided_for_id != report.holder_id:
        return None
    later = Entry.objects.filter(report=report, seq__gt=last.decision.seq, type="classified", account__isnull=False)
    return None if later.exists() else last


def _free(report_id: int, actor: Actor) -> Report:
    """The case, when its holder may give it away. Raises `Bound`."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    if actor.organisation_id is not None and binding(report):
        raise Bound(report.number)
    return report


def hand_over(
    *, report_id: int, holder: Organisation, text: str, actor: Actor, at: datetime, seen_seq: int | None = None
) -> Report:
    """See `reports.operations.hand_over`. Raises `Bound` besides."""
    with transaction.atomic():
        _free(report_id, actor)
        return cases.hand_over(report_id=report_id, holder=holder, text=text, actor=actor, at=at, seen_seq=seen_seq)


def give_back(*, report_id: int, text: str, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """To the desk: "not ours" without knowing whose. Raises `Bound` besides the errors of `return_to_desk`."""
    with transaction.atomic():
        _free(report_id, actor)
        return cases.return_to_desk(report_id=report_id, text=text, actor=actor, at=at, seen_seq=seen_seq)


def send_back(*, report_id: int, text: str, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """To whom the case came from, with the reason: the body that gave it, or the desk. Raises `NothingToReturn`,
    `Bound`, and the errors of `reports.operations.hand_over`."""
    with transaction.atomic():
        report = _free(report_id, actor)
        came = arrival_of(report)
        if came is None:
            raise NothingToReturn
        giver = by_code(came.giver) if came.giver else None
        if giver is None or not giver.can_hold:
            return cases.return_to_desk(report_id=report_id, text=text, actor=actor, at=at, seen_seq=seen_seq)
        return cases.hand_over(report_id=report_id, holder=giver, text=text, actor=actor, at=at, seen_seq=seen_seq)


def given_away(report_id: int) -> Sequence[Entry]:
    """How agencies passed the case on since it was last answered, oldest first."""
    mine = Entry.objects.filter(report=report_id)
    answered = mine.filter(type__in=("answered", "resolved")).order_by("-seq").values_list("seq", flat=True).first()
    found = mine.filter(type__in=_GAVE, seq__gt=answered or 0, organisation__isnull=False)
    return list(found.select_related("organisation").order_by("seq"))
