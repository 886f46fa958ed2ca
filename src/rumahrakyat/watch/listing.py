"""The list behind a figure: what was counted, and each case as far as the reader may see it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.duty.models import Clock
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import NONE, OF_CLOCKS, Filter, Row, counted, listed
from rumahrakyat.oversight.duties import DUTIES, FIRST
from rumahrakyat.oversight.export_rows import Facts, chunks
from rumahrakyat.oversight.periods import TODAY, Window, window
from rumahrakyat.people.roles import DIRECT, REPRIMAND
from rumahrakyat.regions.queries import find
from rumahrakyat.reports.access import readable_of
from rumahrakyat.reports.models import Kind, StageChoices
from rumahrakyat.reports.queries import category
from rumahrakyat.watch import links, names
from rumahrakyat.watch.access import Watcher
from rumahrakyat.watch.choosing import choose
from rumahrakyat.watch.exporting import Export, carry
from rumahrakyat.watch.spans import span_words
from rumahrakyat.watch.views_kept.keeping import keeping

# These count a state and not a period.
_AT_THIS_INSTANT: Final = frozenset({d.WAITING, d.SOON, d.LATE, d.STAGE})
_PROMISE_TABS: Final = (d.DUE, d.ON_TIME, d.MISSED)
_NOW_TABS: Final = (d.WAITING, d.SOON, d.LATE)


@dataclass(frozen=True)
class Shown:
    """A case in the list. Of one outside the reader's reach only agency and regency are given."""

    href: str
    number: str
    title: str
    agency: str
    place: str
    received_at: datetime | None
    stage: str
    clock: Clock | None
    late: bool
    confidential: bool


def context(watcher: Watcher, query: QueryDict) -> dict[str, Any]:
    """Raises `KeyError` for an unknown figure."""
    wanted = links.filter_of(query, d.LATE)
    figure, chosen = d.FIGURES[wanted.figure], choose(query, watcher, "cases")
    window = chosen.window
    found = listed(wanted, window, watcher.sight, after=query.get("sesudah", ""))
    duty = DUTIES[wanted.duty] if wanted.duty and wanted.duty != FIRST else None
    return {
        "now": watcher.at,
        "figure": figure,
        "duty": duty,
        "chosen": chosen if wanted.figure not in _AT_THIS_INSTANT else None,
        "total": found.total,
        "span": _span(wanted, window),
        "narrowed": list(_narrowed(wanted, window)),
        "tabs": _tabs(wanted, window),
        "rows": [_shown(row, watcher) for row in found.rows],
        "older": links.cases(wanted, window.code, after=found.older) if found.older else "",
        "newest": links.cases(wanted, window.code) if query.get("sesudah") else "",
        "keep": keeping("cases", {**{key: str(value) for key, value in query.items()}, "angka": wanted.figure}),
        "csv": links.cases(wanted, window.code, name="cases-csv"),
        "xlsx": links.cases(wanted, window.code, name="cases-xlsx"),
        "directs": watcher.reach.has(DIRECT),
        "signs": watcher.reach.scope.everywhere(REPRIMAND),
        "counts_clocks": wanted.figure in OF_CLOCKS,
    }


def _span(wanted: Filter, window: Window) -> str:
    if wanted.figure in _AT_THIS_INSTANT:
        return _("now")
    by_day = wanted.figure in (d.IN, d.ANSWERED)
    return span_words(window.code if by_day else window.promise_code)


def _narrowed(wanted: Filter, window: Window) -> Iterator[tuple[str, str]]:
    """What the list is limited to, each with the address without that limit."""
    for name, words in _LIMITS.items():
        value = getattr(wanted, name)
        if value not in ("", None):
            nothing: Any = None if name == "hour" else ""
            yield words(value), links.cases(replace(wanted, **{name: nothing}), window.code)


def _body_words(code: str) -> str:
    body = None if code == NONE else by_code(code)
    return body.name if body else names.Names({}, {}).body(None)


def _region_words(code: str) -> str:
    region = None if code == NONE else find(code)
    return region.short_name if region else _("not placed yet")


def _topic_words(code: str) -> str:
    topic = None if code == NONE else category(code)
    return topic.name if topic else _("no topic yet")


def _kind_words(code: str) -> str:
    return {value: str(label) for value, label in Kind.choices}.get(code, code)


def _stage_words(code: str) -> str:
    return {value: str(label) for value, label in StageChoices.choices}.get(code, code)


def _hour_words(hour: int) -> str:
    return _("between %(a)s and %(b)s") % {"a": f"{hour:02d}.00", "b": f"{hour + 1:02d}.00"}


_LIMITS: Final[dict[str, Callable[[Any], str]]] = {
    "duty": lambda code: str(DUTIES[code].name),
    "body": _body_words,
    "regency": _region_words,
    "district": _region_words,
    "category": _topic_words,
    "kind": _kind_words,
    "channel": names.channel,
    "stage": _stage_words,
    "hour": _hour_words,
}


def _tabs(wanted: Filter, window: Window) -> list[dict[str, Any]]:
    """Figures that divide the same cases, side by side."""
    together = next((group for group in (_PROMISE_TABS, _NOW_TABS) if wanted.figure in group), ())
    return [
        {
            "label": d.FIGURES[code].name,
            "href": links.cases(replace(wanted, figure=code), window.code),
            "count": None,
            "current": code == wanted.figure,
        }
        for code in together
    ]


def _shown(row: Row, watcher: Watcher) -> Shown:
    report = row.report
    readable = watcher.reach.reads(report)
    agency = report.holder.name if report.holder else _("Verification desk")
    regency = report.regency.short_name if report.regency else _("not placed yet")
    if not readable:
        return Shown("", "", "", agency, regency, None, "", None, False, True)
    smaller = report.village or report.district
    clock = row.clock
    return Shown(
        reverse("workbench:case", args=[report.number]),
        report.number,
        report.title,
        agency,
        f"{smaller.name}, {regency}" if smaller else regency,
        report.received_at,
        report.stage,
        clock,
        clock is not None and clock.running and clock.paused_at is None and clock.due_at <= watcher.at,
        not report.is_public,
    )


def export(watcher: Watcher, query: QueryDict) -> Export:
    """Every case of the list. Raises `KeyError` for an unknown figure or duty, a `PeriodFault` for a wrong period."""
    wanted = links.filter_of(query, d.LATE)
    d.FIGURES[wanted.figure]
    span = window(query.get("periode", "") or TODAY, watcher.at, watcher.zone)
    head = [
        _("number"), _("agency"), _("regency or city"), _("district"), _("topic"), _("kind"), _("channel"), _("stage"),
        _("received"), _("due"), _("answered at"),
    ]  # fmt: skip
    count = counted(wanted, span, watcher.sight)
    return Export(head, _every(wanted, span, watcher), count)


def _every(wanted: Filter, span: Window, watcher: Watcher) -> Iterator[Sequence[object]]:
    for chunk in chunks(wanted, span, watcher.sight):
        everyone = [one.report_id for one in chunk]
        readable = readable_of(watcher.reach, everyone)
        carry(watcher, everyone if readable is None else readable)
        for one in chunk:
            yield _exported(one, readable is None or one.report_id in readable)


def _exported(one: Facts, readable: bool) -> Sequence[object]:
    """Of a case outside the reader's reach only agency and regency."""
    if not readable:
        return ("", one.agency, one.regency, "", "", "", "", "", "", "", "")
    due, met = (at.isoformat(timespec="minutes") if at else "" for at in (one.due_at, one.met_at))
    received = one.received_at.isoformat(timespec="minutes")
    return (one.number, one.agency, one.regency, one.district, one.category, one.kind, one.channel, one.stage,
        received, due, met)  # fmt: skip
