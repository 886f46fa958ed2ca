"""The full tables: every body, and each of the regencies and cities with all its figures."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from rumahrakyat.organisations.models import Kind
from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight import figures
from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.figures import Owed
from rumahrakyat.oversight.periods import MONTH, PERIODS, TODAY, Window
from rumahrakyat.oversight.periods import window as window_of
from rumahrakyat.oversight.promise import NOTHING, Kept, promise
from rumahrakyat.watch import league, links, names
from rumahrakyat.watch.access import Watcher
from rumahrakyat.watch.choosing import Choice, Chosen, address, carried
from rumahrakyat.watch.exporting import Export
from rumahrakyat.watch.spans import span_words
from rumahrakyat.watch.views_kept.keeping import keeping


@dataclass(frozen=True)
class RegencyRow:
    """What lies in one regency, whoever holds it; `government` is the promise of its own government."""

    code: str
    name: str
    taken: int
    rate: float | None
    kept: Kept
    before: Kept
    owed: Owed
    government: Kept
    period: str
    government_code: str

    def _cases(self, figure: str, period: str) -> str:
        return links.cases(Filter(figure, regency=self.code), period)

    @property
    def taken_href(self) -> str:
        return self._cases(d.IN, self.period)

    @property
    def due_href(self) -> str:
        return self._cases(d.DUE, self.period)

    @property
    def late_href(self) -> str:
        return self._cases(d.LATE, TODAY)

    @property
    def waiting_href(self) -> str:
        return self._cases(d.WAITING, TODAY)

    @property
    def government_href(self) -> str:
        return links.cases(Filter(d.DUE, body=self.government_code), self.period)

    @property
    def change(self) -> str:
        return league.change_words(self.kept, self.before)

    @property
    def silent(self) -> bool:
        return not (self.taken or self.kept.due or self.owed.waiting or self.government.due)

    @property
    def low(self) -> bool:
        return self.kept.share is not None and self.kept.share < 0.9


# Tables compare: one day would say too little, so 30 days unless asked otherwise.
USUALLY: Final = MONTH


def _choices(page: str, chosen: Chosen) -> list[Choice]:
    others = dict(chosen.kept)
    return [
        Choice(
            words[:1].upper() + words[1:],
            address(page, {**others, "periode": "" if code == USUALLY else code}),
            code == chosen.window.code and not chosen.window.compared,
        )
        for code in PERIODS
        if code != TODAY
        for words in [span_words(code)]
    ]


def _common(page: str, chosen: Chosen, watcher: Watcher) -> dict[str, Any]:
    carried_on = carried(chosen.window, USUALLY)
    return {
        "now": watcher.at,
        "window": chosen.window,
        "chosen": chosen,
        "span": chosen.words,
        "periods": _choices(page, chosen),
        "csv": address(f"{page}-csv", carried_on),
        "xlsx": address(f"{page}-xlsx", carried_on),
        "keep": keeping(page, {**dict(chosen.kept), **carried_on}),
    }


def _window(watcher: Watcher, query: QueryDict) -> Window:
    """For a file: a wrong period is refused, not replaced. Raises a `PeriodFault`."""
    code = query.get("periode", "") or USUALLY
    return window_of(code, watcher.at, watcher.zone, query.get("banding", ""))


def agencies(watcher: Watcher, chosen: Chosen) -> dict[str, Any]:
    """Every body within its volume group; those without a case are named, silence is shown as silence."""
    window, known = chosen.window, names.names()
    kept, owed = promise(window, watcher.sight), figures.running(watcher.at, watcher.sight)
    context: dict[str, Any] = {}
    for key, belongs in (("agencies", league.provincial(known)), ("governments", league.local(known))):
        found = league.standings(kept, owed, known, belongs)
        context[key] = league.groups(found, known, window.code, whole=True)
        context[f"{key}_total"] = len(found)
    quiet = [
        one.name
        for one in known.bodies.values()
        if watcher.sight.everything and one.kind == Kind.AGENCY and one.pk not in kept.bodies
    ]
    return {**_common("agencies", chosen, watcher), **context, "quiet": quiet, "total": kept.total}


def agencies_export(watcher: Watcher, query: QueryDict) -> Export:
    window, known = _window(watcher, query), names.names()
    kept, owed = promise(window, watcher.sight), figures.running(watcher.at, watcher.sight)
    head = [_("code"), _("agency"), *_promise_head(), _("waiting"), _("late now")]
    rows = league.standings(kept, owed, known, lambda _body: True)
    cells = (
        [
            known.body_code(one.body),
            one.name,
            *_promise_cells(one.kept),
            owed.bodies.get(one.body, figures.NOTHING).waiting,
            one.late_now,
        ]
        for one in rows
    )
    return Export(head, cells, len(rows))


def _promise_head() -> list[str]:
    return [_("fell due"), _("on time"), _("percent"), _("median in minutes"), _("9 of 10 below, in minutes")]


def _promise_cells(kept: Kept) -> list[object]:
    share = None if kept.share is None else round(100 * kept.share, 1)
    return [kept.due, kept.on_time, share, _minutes(kept.median), _minutes(kept.ninth)]


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds() // 60)


def _regency_rows(watcher: Watcher, window: Window) -> list[RegencyRow]:
    known, sight = names.names(), watcher.sight
    kept, owed = promise(window, sight), figures.running(watcher.at, sight)
    taken = figures.taken_in(window, sight)
    own = {one.region_id: one for one in known.bodies.values() if one.kind == Kind.REGENCY_GOVERNMENT}
    rows = []
    for region in known.seen(sight):
        code = region.code
        count = taken.regencies.get(code, 0)
        government = own.get(code)
        rows.append(
            RegencyRow(
                code,
                region.short_name,
                count,
                100_000 * count / region.population if region.population else None,
                kept.regencies.get(code, NOTHING),
                kept.regencies_before.get(code, NOTHING),
                owed.regencies.get(code, figures.NOTHING),
                kept.bodies.get(government.pk, NOTHING) if government else NOTHING,
                window.code,
                government.code if government else "",
            )
        )
    return rows


def regencies(watcher: Watcher, chosen: Chosen) -> dict[str, Any]:
    """Every regency and city; to an agency, whose cases lie in few of them, the others are named in one line."""
    rows = _regency_rows(watcher, chosen.window)
    silent = [row.name for row in rows if row.silent] if watcher.sight.organisations else []
    shown = [row for row in rows if row.name not in silent]
    compared = any(row.change for row in shown)
    return {**_common("regencies", chosen, watcher), "rows": shown, "silent": silent, "compared": compared}


def regencies_export(watcher: Watcher, query: QueryDict) -> Export:
    rows = _regency_rows(watcher, _window(watcher, query))
    head = [
        _("code"), _("regency or city"), _("came in"), _("per 100,000 people"), *_promise_head(), _("waiting"),
        _("late now"), _("own government: fell due"), _("own government: on time"),
    ]  # fmt: skip
    cells = (
        [
            row.code,
            row.name,
            row.taken,
            None if row.rate is None else round(row.rate, 1),
            *_promise_cells(row.kept),
            row.owed.waiting,
            row.owed.late,
            row.government.due,
            row.government.on_time,
        ]
        for row in rows
    )
    return Export(head, cells, len(rows))
