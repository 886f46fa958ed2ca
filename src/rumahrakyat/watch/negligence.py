"""The register of negligence as a list: counted by state, filtered, paged by key, exported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from rumahrakyat.duty.models import BreachState
from rumahrakyat.duty.negligence import queries as register
from rumahrakyat.duty.negligence import words
from rumahrakyat.duty.negligence.queries import NEGLECT, Counts, Filter, Row
from rumahrakyat.duty.rules import HOLDERS, ROUTING
from rumahrakyat.duty.state import TICK
from rumahrakyat.lib.quarters import Quarter
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.people.roles import RULE_ON_BREACH
from rumahrakyat.reports.models import Report
from rumahrakyat.watch import links
from rumahrakyat.watch.access import Watcher
from rumahrakyat.watch.exporting import Export, carry
from rumahrakyat.web import formats
from rumahrakyat.web.requests import day_of

EXPORTED: Final = 2000  # rows of a file that are held at a time
_TABS: Final = ("", NEGLECT, *(state.value for state in BreachState))
_QUARTERS: Final = 4
_OBLIGATIONS: Final = tuple(sorted(HOLDERS | {ROUTING, "appeal"}))


@dataclass(frozen=True)
class Shown:
    """A row in the list. Of a confidential case only the agency and the regency are given."""

    href: str
    title: str
    number: str
    agency: str
    place: str
    obligation: str
    due_at: datetime
    met_at: datetime | None
    late: str
    state: str
    look: str
    own: bool
    explain: str


def within(sight: Sight) -> Q:
    """The rows a watcher may see: by who answers for them, or by where the matter lies."""
    return Q() if sight.everything else register.within(sight.organisations, sight.regencies)


def filter_of(query: QueryDict, at: datetime) -> Filter:
    """What an address asks for; what cannot be read is not asked for, and without a quarter it is the present one."""
    state = query.get("keadaan", "")
    obligation = query.get("kewajiban", "")
    return Filter(
        quarter=register.quarter_named(query.get("triwulan", "")) or register.quarter_of(at),
        holder=query.get("perangkat", "")[:24].replace("\x00", ""),
        obligation=obligation if obligation in _OBLIGATIONS else "",
        state=state if state in _TABS else "",
        day=day_of(query.get("hari", "")),
    )


def address(wanted: Filter, at: datetime, *, after: str = "", name: str = "negligence") -> str:
    """The list of what is asked for."""
    present = wanted.quarter == register.quarter_of(at)
    return links.page(
        name,
        triwulan="" if present else str(wanted.quarter),
        perangkat=wanted.holder,
        kewajiban=wanted.obligation,
        keadaan=wanted.state,
        hari=wanted.day.isoformat() if wanted.day else "",
        sesudah=after,
    )


def context(watcher: Watcher, query: QueryDict) -> dict[str, Any]:
    """Everything the list shows, in about ten queries."""
    at, sees = watcher.at, within(watcher.sight)
    wanted = filter_of(query, at)
    counted = register.counts(wanted, sees)
    found = register.page(wanted, sees, after=query.get("sesudah", ""))
    return {
        "now": at,
        "wanted": wanted,
        "quarter": quarter_words(wanted.quarter),
        "quarters": _quarters(wanted, sees, at),
        "tabs": list(_tabs(wanted, counted, at)),
        "formula": words.FORMULAS[wanted.state],
        "count": _number(counted, wanted.state),
        "holders": register.holders(sees, wanted.quarter),
        "obligations": [(code, words.obligation(code)) for code in _OBLIGATIONS],
        "narrowed": list(_narrowed(wanted, at)),
        "rows": [shown(row, watcher) for row in found.rows],
        "older": address(wanted, at, after=found.older) if found.older else "",
        "newest": address(wanted, at) if query.get("sesudah") else "",
        "csv": address(wanted, at, name="negligence-csv"),
        "xlsx": address(wanted, at, name="negligence-xlsx"),
        "many": address(wanted, at, name="negligence-many") if watcher.reach.has(RULE_ON_BREACH) else "",
    }


def quarter_words(quarter: Quarter | None) -> str:
    """Triwulan III 2026"""
    if quarter is None:
        return ""
    return _("Quarter %(nth)s of %(year)s") % {"nth": ("I", "II", "III", "IV")[quarter.nth - 1], "year": quarter.year}


def _quarters(wanted: Filter, sees: Q, at: datetime) -> list[dict[str, Any]]:
    found = register.quarters_with_rows(sees, at=at)
    if wanted.quarter and wanted.quarter not in found[:_QUARTERS]:
        found = [*found[: _QUARTERS - 1], wanted.quarter]
    return [
        {
            "label": quarter_words(one),
            "href": address(replace(wanted, quarter=one, day=None), at),
            "current": one == wanted.quarter,
        }
        for one in found[:_QUARTERS]
    ]


def _number(counted: Counts, state: str) -> int:
    return int(getattr(counted, state or "missed"))


def _tabs(wanted: Filter, counted: Counts, at: datetime) -> Iterator[dict[str, Any]]:
    names = {"": _("Missed"), NEGLECT: _("Neglect"), **words.STATES}
    for state in _TABS:
        yield {
            "label": names[state],
            "href": address(replace(wanted, state=state), at),
            "count": formats.number(_number(counted, state)),
            "current": state == wanted.state,
        }


def _narrowed(wanted: Filter, at: datetime) -> Iterator[tuple[str, str]]:
    """What the list is limited to by an address alone, each with the address without that limit."""
    if wanted.day:
        yield formats.long_day(register.begins_on(wanted.day)), address(replace(wanted, day=None), at)


def body_name(holder: Organisation | None) -> str:
    return holder.name if holder else _("Verification desk")


def case_words(report: Report) -> tuple[str, str]:
    """Title and number of a case, both only where everybody may know them."""
    return (report.title, report.number) if report.is_public else (_("Confidential report"), "")


def place_words(report: Report) -> str:
    return report.regency.short_name if report.regency else _("not placed yet")


def shown(row: Row, watcher: Watcher) -> Shown:
    breach, report = row.breach, row.breach.clock.report
    title, number = case_words(report)
    met = breach.clock.met_at
    if met is not None and met > breach.due_at:
        late = _("answered %(time)s late") % {"time": formats.duration_short(met - breach.due_at)}
    else:
        late = "" if met else _("not answered yet")
    return Shown(
        href=links.row(breach.pk),
        title=title,
        number=number,
        agency=body_name(breach.holder),
        place=place_words(report),
        obligation=words.obligation(breach.clock.obligation, breach.clock.cycle),
        due_at=breach.due_at,
        met_at=met,
        late=late,
        state=str(words.STATES[breach.state]),
        look=words.LOOKS[breach.state],
        own=breach.own,
        explain=explain_words(row, watcher.at),
    )


def explain_words(row: Row, at: datetime) -> str:
    """How long it may still be explained, or that the time passed without a word; empty where somebody has spoken."""
    if row.breach.state != BreachState.OPEN:
        return ""
    if row.limit.until is None:
        return _("waits for the agency's explanation")
    if row.limit.over(at):
        return _("the time to explain passed without a word")
    return _("may be explained until %(day)s") % {"day": until_words(row.limit.until, at)}


def until_words(until: datetime, at: datetime) -> str:
    """The last moment of the time: the end of a day is named by that day."""
    last = until - TICK
    if formats.clock_time(until) in {"00.00", "00:00"}:
        return _("the end of %(day)s") % {"day": formats.day(last)}
    return formats.moment(until, at)


def export(watcher: Watcher, query: QueryDict) -> Export:
    """The same list without any words, however long."""
    wanted = filter_of(query, watcher.at)
    count = _number(register.counts(wanted, within(watcher.sight)), wanted.state)
    head = [
        _("row of the register"), _("quarter"), _("number"), _("agency"), _("regency or city"), _("obligation"),
        _("which time"), _("own time of the holder"), _("rule version"), _("due at"), _("answered at"),
        _("minutes late"), _("state of the row"), _("group of the reason"), _("explained at"), _("ruled at"),
    ]  # fmt: skip
    return Export(head, _every(wanted, watcher), count)


def _every(wanted: Filter, watcher: Watcher) -> Iterator[Sequence[object]]:
    after = ""
    while True:
        found = register.page(wanted, within(watcher.sight), after=after, limit=EXPORTED)
        shown_in = [row.breach.clock.report for row in found.rows]
        carry(watcher, {report.pk for report in shown_in if case_words(report)[1]})
        for row in found.rows:
            yield _exported(row)
        if not found.older:
            return
        after = found.older


def _exported(row: Row) -> Sequence[object]:
    breach, clock = row.breach, row.breach.clock
    met = clock.met_at
    return [
        breach.pk,
        str(register.quarter_of(breach.due_at)),
        case_words(clock.report)[1],
        body_name(breach.holder),
        clock.report.regency.short_name if clock.report.regency else "",
        clock.obligation,
        clock.cycle,
        int(breach.own),
        breach.rule.version,
        breach.due_at.isoformat(timespec="minutes"),
        met.isoformat(timespec="minutes") if met else "",
        int((met - breach.due_at).total_seconds() // 60) if met else "",
        breach.state,
        row.explanation.reason if row.explanation else "",
        row.explanation.at.isoformat(timespec="minutes") if row.explanation else "",
        row.ruling.at.isoformat(timespec="minutes") if row.ruling else "",
    ]
