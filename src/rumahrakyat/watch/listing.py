"""The list behind a figure: what was counted, and each case as far as the reader may see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.duty.models import Clock
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import NONE, OF_CLOCKS, Filter, Row, every_row, listed
from rumahrakyat.oversight.periods import Window
from rumahrakyat.people.roles import REPRIMAND, SEE_ALL, SEE_CASE
from rumahrakyat.regions.queries import find
from rumahrakyat.reports.models import StageChoices
from rumahrakyat.reports.states import Stage
from rumahrakyat.watch import links, names, tiles
from rumahrakyat.watch.access import Watcher

EXPORTED: Final = 5000
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
    figure, window = d.FIGURES[wanted.figure], watcher.window(query.get("periode", ""))
    found = listed(wanted, window, watcher.sight, after=query.get("sesudah", ""))
    return {
        "now": watcher.at,
        "figure": figure,
        "total": found.total,
        "span": _span(wanted, window),
        "narrowed": list(_narrowed(wanted, window)),
        "tabs": _tabs(wanted, window),
        "rows": [_shown(row, watcher) for row in found.rows],
        "older": links.cases(wanted, window.code, after=found.older) if found.older else "",
        "newest": links.cases(wanted, window.code) if query.get("sesudah") else "",
        "csv": links.cases(wanted, window.code, name="cases-csv"),
        "signs": watcher.reach.scope.everywhere(REPRIMAND),
        "counts_clocks": wanted.figure in OF_CLOCKS,
    }


def _span(wanted: Filter, window: Window) -> str:
    if wanted.figure in _AT_THIS_INSTANT:
        return _("now")
    by_day = wanted.figure in (d.IN, d.ANSWERED)
    return tiles.span_words(window.code if by_day else window.promise_code)


def _narrowed(wanted: Filter, window: Window) -> Iterator[tuple[str, str]]:
    """What the list is limited to, each with the address without that limit."""
    if wanted.body:
        body = None if wanted.body == NONE else by_code(wanted.body)
        name = body.name if body else names.Names({}, {}).body(None)
        yield name, links.cases(replace(wanted, body=""), window.code)
    if wanted.regency:
        region = None if wanted.regency == NONE else find(wanted.regency)
        yield (
            region.short_name if region else _("not placed yet"),
            links.cases(replace(wanted, regency=""), window.code),
        )
    if wanted.channel:
        yield names.channel(wanted.channel), links.cases(replace(wanted, channel=""), window.code)
    if wanted.stage:
        labels = {value: str(label) for value, label in StageChoices.choices}
        yield labels.get(wanted.stage, wanted.stage), links.cases(replace(wanted, stage=""), window.code)
    if wanted.hour is not None:
        words = _("between %(a)s and %(b)s") % {"a": f"{wanted.hour:02d}.00", "b": f"{wanted.hour + 1:02d}.00"}
        yield words, links.cases(replace(wanted, hour=None), window.code)


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
    readable = watcher.reach.actor_on(report).may(SEE_CASE, SEE_ALL)
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


def export(watcher: Watcher, query: QueryDict) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """The same list without words or names of citizens, at most the first 5,000. Raises `KeyError`."""
    wanted = links.filter_of(query, d.LATE)
    d.FIGURES[wanted.figure]
    rows = every_row(wanted, watcher.window(query.get("periode", "")), watcher.sight, limit=EXPORTED)
    head = [
        _("number"), _("agency"), _("regency or city"), _("channel"), _("stage"),
        _("received"), _("answer due"), _("answered at"),
    ]  # fmt: skip
    return head, (_exported(row, watcher) for row in rows)


def _exported(row: Row, watcher: Watcher) -> Sequence[object]:
    report, clock = row.report, row.clock
    readable = watcher.reach.actor_on(report).may(SEE_CASE, SEE_ALL)
    known: list[object] = [
        report.number if readable else "",
        report.holder.name if report.holder else "",
        report.regency.short_name if report.regency else "",
    ]
    if not readable:
        return [*known, "", "", "", "", ""]
    return [
        *known,
        report.channel,
        Stage(report.stage).value,
        report.received_at.isoformat(timespec="minutes"),
        clock.due_at.isoformat(timespec="minutes") if clock else "",
        clock.met_at.isoformat(timespec="minutes") if clock and clock.met_at else "",
    ]
