"""The queues of staff: what is owed next, and what waits for a verifier.

Paged by key, never by number of page: the key is where the last row stood. Each list is one query whatever its length;
partial indexes on `Report` hold the open cases only, so the archive may grow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from rumahrakyat.duty.filters import of_person
from rumahrakyat.duty.models import EscalationStep
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.search import read_key
from rumahrakyat.reports.states import ENDED, Stage

SOON: Final = timedelta(hours=6)
# What says how a case came to be where it is; the rest is housekeeping.
_WEIGHTY: Final = (
    "received", "assigned", "answered", "resolved", "asked", "replied", "objected", "confirmed", "handed_over",
    "returned", "referred", "rejected", "expired", "waiting_ended", "extended", "appealed", "appeal_decided", "merged",
    "unmerged",
)  # fmt: skip
_REPLIES: Final = ("replied", "objected")
_ENDED: Final = sorted(stage.value for stage in ENDED)
_SHOWN: Final = ("holder", "category", "regency", "district", "village", "assignee")


class Tab(StrEnum):
    """Parts of an agency's queue. `ALL`, `SOON`: a first answer is owed. `WORKING`: it was given, the next word is
    owed. `LATE`: either of them, past its deadline. `WAITING`: the citizen's turn. `REPLIES`: the citizen spoke last.
    `JOINED`: open cases that others lead (the caller's reach covers those alone).
    """

    ALL = "all"
    LATE = "late"
    SOON = "soon"
    REPLIES = "replies"
    JOINED = "joined"
    WORKING = "working"
    WAITING = "waiting"


@dataclass(frozen=True)
class Row:
    """A case in a list. `last` is the type of its last entry of weight, `giver` the name of who gave it away in that;
    `head_told` and `head_read` say whether its present holder's head was reminded of it, and opened it. `reports`: how
    many reports are one case in it.
    """

    report: Report
    last: str
    giver: str
    head_told: bool
    head_read: bool
    reports: int = 1


@dataclass(frozen=True)
class Counts:
    """How many cases stand in each tab. None where counting would cost too much: over everything there is.

    `mine`, `free` and `everybody`: of the tab that is shown, with the caller, with nobody, in all.
    """

    all: int
    late: int
    soon: int
    replies: int | None = None
    working: int | None = None
    waiting: int | None = None
    mine: int | None = None
    free: int | None = None
    everybody: int | None = None


@dataclass(frozen=True)
class Whose:
    """Who asks for counts, which tab is shown, and whose cases of it (`filters.Wanted.person`)."""

    me: int
    tab: Tab
    shown: int | None = None


AT_MOST: Final = 999
NEWEST_FIRST: Final = frozenset({Tab.REPLIES, Tab.WAITING, Tab.JOINED})
LIMIT: Final = 50
_FIELDS: Final = {Tab.WORKING: "news_due_at", Tab.LATE: "owed_at"}


@dataclass(frozen=True)
class Page:
    """Rows in order, and the key to go on from (None: that was all)."""

    rows: Sequence[Row]
    next: str | None


def page(*, reach: Q, tab: Tab, at: datetime, after: str = "", limit: int = LIMIT) -> Page:
    """One page of the queue of the cases that `reach` covers. A key that cannot be read starts at the top."""
    newest_first = tab in NEWEST_FIRST
    found = _in_tab(Report.objects.filter(reach), tab, at)
    field = "received_at" if newest_first else _FIELDS.get(tab, "answer_due_at")
    if key := read_key(after):
        found = found.filter(_beyond(field, key, descending=newest_first))
    ordered = found.order_by(f"-{field}", "-pk") if newest_first else found.order_by(field, "pk")
    return _page(ordered, limit, lambda report: f"{getattr(report, field).isoformat()}~{report.pk}")


def counts(*, reach: Q, at: datetime, whose: Whose | None = None, narrowed: Q | None = None) -> Counts:
    """The numbers on the tabs, in one query. `narrowed`: what the list was narrowed down to beside the person."""
    owed = Q(answer_due_at__isnull=False)
    of_whom = of_person(whose.shown) if whose else Q()
    numbers = {
        "all": Count("pk", filter=of_whom & owed),
        "late": Count("pk", filter=of_whom & _late(at)),
        "soon": Count("pk", filter=of_whom & Q(answer_due_at__gt=at, answer_due_at__lte=at + SOON)),
    }
    if not reach:
        return Counts(**Report.objects.filter(owed | _late(at), narrowed or Q()).aggregate(**numbers))
    still_open = Report.objects.filter(reach, narrowed or Q()).exclude(stage__in=_ENDED).annotate(last=_last("type"))
    held = ~Q(stage=Stage.RECEIVED.value)
    parts = {
        Tab.ALL: owed,
        Tab.LATE: _late(at),
        Tab.SOON: Q(answer_due_at__gt=at, answer_due_at__lte=at + SOON),
        Tab.WORKING: held & Q(news_due_at__isnull=False),
        Tab.WAITING: held & Q(answer_due_at=None, news_due_at=None),
        Tab.REPLIES: held & Q(last__in=_REPLIES),
    }
    for tab in (Tab.WORKING, Tab.WAITING, Tab.REPLIES):
        numbers[tab.value] = Count("pk", filter=of_whom & parts[tab])
    if whose and whose.tab in parts:
        part = parts[whose.tab]
        numbers |= {
            "mine": Count("pk", filter=part & Q(assignee=whose.me)),
            "free": Count("pk", filter=part & Q(assignee=None)),
            "everybody": Count("pk", filter=part),
        }
    return Counts(**still_open.aggregate(**numbers))


def joined(*, reach: Q) -> int:
    """How many open cases others lead, at most `AT_MOST`; `reach` covers those alone."""
    return Report.objects.filter(reach).exclude(stage__in=_ENDED)[:AT_MOST].count()


def inbox(*, reach: Q, after: str = "", limit: int = LIMIT) -> Page:
    """Cases that wait for a verifier: urgent ones first, then by what is due first."""
    due = Coalesce("answer_due_at", "received_at")
    found = Report.objects.filter(reach, stage=Stage.RECEIVED.value).alias(turn=due)
    head, _sep, rest = after.partition("~")
    if key := read_key(rest):
        beyond = _beyond("turn", key, descending=False)
        found = found.filter(Q(urgent=False) | beyond if head == "u" else Q(urgent=False) & beyond)
    ordered = found.order_by(F("urgent").desc(), "turn", "pk")

    def key_of(report: Report) -> str:
        moment = report.answer_due_at or report.received_at
        return f"{'u' if report.urgent else 'c'}~{moment.isoformat()}~{report.pk}"

    return _page(ordered, limit, key_of)


def waiting_for_verifier(*, reach: Q) -> int:
    """How many cases wait in the inbox; at most `AT_MOST`."""
    return Report.objects.filter(reach, stage=Stage.RECEIVED.value)[:AT_MOST].count()


def inbox_in_turn(*, reach: Q) -> QuerySet[Report]:
    """The cases of the inbox, the one that a verifier should look at next before all others."""
    waiting = Report.objects.filter(reach, stage=Stage.RECEIVED.value).alias(
        turn=Coalesce("answer_due_at", "received_at")
    )
    return waiting.order_by(F("urgent").desc(), "turn", "pk")


def in_inbox(*, reach: Q, number: str) -> bool:
    return Report.objects.filter(reach, stage=Stage.RECEIVED.value, number=number).exists()


def rows_by_id(keys: Sequence[int]) -> list[Row]:
    """The rows of these cases, newest first."""
    return rows_of(Report.objects.filter(pk__in=keys).order_by("-received_at", "-pk")) if keys else []


def rows_of(reports: QuerySet[Report]) -> list[Row]:
    """The same rows for any selection of cases, in its own order."""
    return [_row(one) for one in _annotated(reports)]


def _in_tab(found: QuerySet[Report], tab: Tab, at: datetime) -> QuerySet[Report]:
    if tab is Tab.WORKING:
        return found.filter(news_due_at__isnull=False).exclude(stage=Stage.RECEIVED.value)
    if tab is Tab.WAITING:
        quiet = found.filter(answer_due_at=None, news_due_at=None)
        return quiet.exclude(stage__in=[*_ENDED, Stage.RECEIVED.value])
    if tab is Tab.REPLIES:
        replied = found.exclude(stage__in=_ENDED).exclude(stage=Stage.RECEIVED.value)
        return replied.alias(newest=_last("type")).filter(newest__in=_REPLIES)
    if tab is Tab.JOINED:
        return found.exclude(stage__in=_ENDED)
    if tab is Tab.LATE:
        return found.filter(_late(at)).annotate(owed_at=Coalesce("answer_due_at", "news_due_at"))
    owed = found.filter(answer_due_at__isnull=False)
    if tab is Tab.SOON:
        return owed.filter(answer_due_at__gt=at, answer_due_at__lte=at + SOON)
    return owed


def _late(at: datetime) -> Q:
    """Never both: an objection that owes a new first answer ends the waiting for the next word."""
    return Q(answer_due_at__lte=at) | Q(news_due_at__lte=at)


def _last(field: str) -> Subquery:
    return Subquery(_newest().values(field)[:1])


def _newest() -> QuerySet[Entry]:
    return Entry.objects.filter(report=OuterRef("pk"), type__in=_WEIGHTY).order_by("-seq")


def _giver() -> Subquery:
    """The name of the body that the newest entry of weight says the case came from."""
    named = Organisation.objects.filter(code=OuterRef("giver_code")).values("name")[:1]
    entries = _newest().annotate(giver_code=KT("data__from")).annotate(giver_name=Subquery(named))
    return Subquery(entries.values("giver_name")[:1])


def _told(**more: Any) -> Exists:
    """Whether the head of the present holder was reminded while the running clock was theirs."""
    steps = EscalationStep.objects.filter(
        clock__report=OuterRef("pk"), clock__met_at=None, clock__stopped_at=None, audience="head", **more
    )
    return Exists(steps.filter(organisation=OuterRef("holder")))


def _annotated(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.select_related(*_SHOWN).annotate(
        last_type=_last("type"),
        giver=_giver(),
        head_told=_told(),
        head_read=_told(acknowledged_at__isnull=False),
        joined_reports=_joined_reports(),
    )


def _row(report: Any) -> Row:
    told, read = report.head_told, report.head_read
    return Row(report, report.last_type or "", report.giver or "", told, read, 1 + (report.joined_reports or 0))


def _joined_reports() -> Subquery:
    merged = Report.objects.filter(parent=OuterRef("pk"), stage=Stage.MERGED.value).order_by().values("parent")
    return Subquery(merged.annotate(n=Count("pk")).values("n"))


def _page(ordered: QuerySet[Report], limit: int, key_of: Callable[[Report], str]) -> Page:
    rows = [_row(one) for one in _annotated(ordered)[: limit + 1]]
    return Page(rows[:limit], key_of(rows[limit - 1].report) if len(rows) > limit else None)


def _beyond(field: str, key: tuple[datetime, int], *, descending: bool) -> Q:
    """Rows after `key`. The bare bound on `field` lets the index begin there; the rest sorts out equals."""
    side = "lt" if descending else "gt"
    bound = Q(**{f"{field}__{side}e": key[0]})
    return bound & (Q(**{f"{field}__{side}": key[0]}) | Q(**{f"pk__{side}": key[1]}))
