"""A case in a list: why it stands there, in icons and words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rumahrakyat.duty.queue import Row
from rumahrakyat.duty.state import TICK
from rumahrakyat.lib import clock
from rumahrakyat.reports.models import Identity, Report, StageChoices
from rumahrakyat.reports.states import Closing
from rumahrakyat.web import formats
from rumahrakyat.web.components import stage_code
from rumahrakyat.writing import fields


@dataclass(frozen=True)
class Why:
    icon: str
    words: str


@dataclass(frozen=True)
class ListedCase:
    """What a row of a list draws."""

    report: Report
    href: str
    place: str
    due_at: datetime | None
    stage: tuple[str, str] | None
    why: Sequence[Why]
    current: bool
    before: str = ""


@dataclass(frozen=True)
class DayGroup:
    title: str
    cases: Sequence[ListedCase]


def place_of(report: Report) -> str:
    """Desa Depok, Toroh, Kabupaten Grobogan; the reporter's own words when nobody has placed it yet."""
    return fields.place(report) or report.place_words or _("Place not known")


def stage_label(report: Report) -> str:
    if report.closing == Closing.SYSTEM.value:
        return _("Closed by the system")
    if report.closing == Closing.REPORTER.value:
        return _("Solved, says the reporter")
    return str(StageChoices(report.stage).label)


_LAST: Final[Mapping[str, tuple[str, str]]] = {
    "objected": ("reply", "objected"),
    "replied": ("message", "replied"),
    "handed_over": ("forward", "handed_over"),
    "returned": ("undo", "returned"),
    "waiting_ended": ("hourglass", "waiting_ended"),
    "appealed": ("shield", "appealed"),
    "unmerged": ("undo", "unmerged"),
}


def why(row: Row) -> Iterator[Why]:
    """What a person should know before opening the case, the most telling first."""
    report = row.report
    if report.urgent:
        yield Why("warning", _("Urgent"))
    yield from _from_last(row)
    if row.reports > 1:
        yield Why("people", _("%(n)s reports") % {"n": formats.number(row.reports)})
    if report.assignee:
        yield Why("person", report.assignee.get_short_name())
    if row.head_read:
        yield Why("bell", _("The head has read it"))
    elif row.head_told:
        yield Why("bell", _("The head was reminded"))
    if not report.is_public:
        yield Why("lock", pgettext("report", "Confidential"))
    if report.identity == Identity.ANONYMOUS:
        yield Why("hidden", _("Anonymous"))


def _from_last(row: Row) -> Iterator[Why]:
    words = {
        "objected": _("Objection"),
        "replied": _("The citizen replied"),
        "handed_over": _("From %(agency)s") % {"agency": row.giver},
        "returned": _("Given back by %(agency)s") % {"agency": row.giver},
        "waiting_ended": _("The citizen did not answer"),
        "appealed": _("Appeal"),
        "unmerged": _("Separated"),
    }
    if row.last in words:
        yield Why(_LAST[row.last][0], words[row.last])
    elif row.last in {"received", "assigned"}:
        yield Why("mail", pgettext("case", "New"))


def _alike(count: int) -> Iterator[Why]:
    if count:
        yield Why("merge", ngettext("%(n)s like case", "%(n)s like cases", count) % {"n": count})


def _due(report: Report) -> datetime | None:
    """What is owed next: in a list of appeals their decision, else the first answer, else the next word."""
    appeal: datetime | None = getattr(report, "appeal_due_at", None)
    return appeal or report.answer_due_at or report.news_due_at


def _before(report: Report, now: datetime) -> str:
    """What is owed, and until which minute."""
    due = _due(report)
    if due is None:
        return ""
    moment = formats.moment(due, now)
    if getattr(report, "appeal_due_at", None):
        words = _("decision was due %(moment)s") if due <= now else _("decide before %(moment)s")
    elif report.answer_due_at:
        words = _("answer was due %(moment)s") if due <= now else _("answer before %(moment)s")
    else:
        words = _("next word was due %(moment)s") if due <= now else _("next word before %(moment)s")
    return words % {"moment": moment}


def listed(
    rows: Iterable[Row], *, current: str, inbox: bool = False, similar: Mapping[int, int] | None = None
) -> list[ListedCase]:
    """`similar`: by case, how many open cases it may be the same as."""
    name, now = "workbench:inbox-case" if inbox else "workbench:case", clock.now()
    return [
        ListedCase(
            row.report,
            reverse(name, args=[row.report.number]),
            place_of(row.report),
            _due(row.report),
            None if _due(row.report) else (stage_code(row.report), stage_label(row.report)),
            (*why(row), *_alike((similar or {}).get(row.report.pk, 0))),
            row.report.number == current,
            _before(row.report, now),
        )
        for row in rows
    ]


def by_due_day(cases: Iterable[ListedCase], now: datetime) -> list[DayGroup]:
    """Grouped by the local day on which the answer is due; what is late comes under one heading of its own."""

    def heading(case: ListedCase) -> str:
        if case.due_at is None:
            return _("No deadline runs")
        return _("Past the deadline") if case.due_at <= now else formats.near_day(case.due_at - TICK, now)

    return [DayGroup(title, list(group)) for title, group in groupby(cases, heading)]


def by_received_day(cases: Iterable[ListedCase], now: datetime) -> list[DayGroup]:
    def heading(case: ListedCase) -> str:
        return formats.near_day(case.report.received_at, now)

    return [DayGroup(title, list(group)) for title, group in groupby(cases, heading)]
