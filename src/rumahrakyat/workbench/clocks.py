"""The clocks of a case as bars: who used how much of which time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from rumahrakyat.duty.models import Clock, Tenure
from rumahrakyat.duty.rules import FIRST_RESPONSE, REPORTER_COMPLETES
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.web import components, formats


@dataclass(frozen=True)
class Bar:
    """One clock. `parts` are {x, width, state} on a scale of 1000; `kind` calm, soon, late, met or paused."""

    name: str
    kind: str
    parts: Sequence[Mapping[str, Any]]
    holders: str
    figure: str
    when: str


def bars(clocks: Iterable[Clock], tenures: Sequence[Tenure], own: int | None, now: datetime) -> list[Bar]:
    """Running clocks first, then the newest ended ones; those that fell away unused are left out."""
    held: dict[int, list[Tenure]] = {}
    for tenure in tenures:
        held.setdefault(tenure.clock_id, []).append(tenure)
    shown = [clock for clock in clocks if clock.running or clock.met_at]
    shown.sort(key=lambda clock: (not clock.running, -clock.started_at.timestamp()))
    return [_bar(clock, held.get(clock.pk, []), own, now) for clock in shown[:4]]


def name_of(clock: Clock) -> str:
    if clock.obligation == FIRST_RESPONSE:
        return _("First answer") if clock.cycle == 1 else _("Objection")
    return _("The citizen's turn") if clock.obligation == REPORTER_COMPLETES else _("The citizen decides")


def kind_of(clock: Clock, now: datetime) -> str:
    if clock.met_at:
        return "late" if clock.breached_at else "met"
    if clock.paused_at:
        return "paused"
    return components.deadline_kind(clock.due_at, now)


def _bar(clock: Clock, tenures: list[Tenure], own: int | None, now: datetime) -> Bar:
    end = clock.met_at or clock.paused_at or now
    kind = kind_of(clock, now)
    spans = [(tenure, _span(clock, tenure, end)) for tenure in tenures]
    figure, when = _figure(clock, kind, end, now)
    return Bar(
        name_of(clock),
        kind,
        _parts(clock, spans, end),
        _holders([(tenure.holder, span) for tenure, span in spans], own),
        figure,
        when,
    )


def _span(clock: Clock, tenure: Tenure, end: datetime) -> timedelta:
    since = max(tenure.since, clock.started_at)
    return max(timedelta(0), min(tenure.until or end, end) - since)


def _parts(clock: Clock, spans: list[tuple[Tenure, timedelta]], end: datetime) -> list[dict[str, Any]]:
    """The used share of the time, divided among its holders; past the deadline it fills the bar."""
    used = end - clock.started_at
    share = min(1.0, used / (clock.due_at - clock.started_at))
    whole = round(1000 * share)
    if whole <= 0:
        return []
    if not spans:
        return [{"x": 0, "width": max(whole, 12), "state": "now"}]
    x, parts = 0, []
    widths = components.shares([span.total_seconds() for _tenure, span in spans], total=max(whole, 12))
    for nth, width in enumerate(widths):
        state = "now" if nth == len(widths) - 1 else "past"
        parts.append({"x": x, "width": max(1, width - (4 if nth < len(widths) - 1 else 0)), "state": state})
        x += width
    return parts


def _holders(spans: list[tuple[Organisation | None, timedelta]], own: int | None) -> str:
    """ "Meja Rumah Rakyat 12 m, dinas ini 2 j 42 m": each holder once, in order."""
    sums: dict[str, timedelta] = {}
    for holder, span in spans:
        name = _("the desk") if holder is None else holder.short_name
        if holder is not None and holder.pk == own:
            name = _("this agency")
        sums[name] = sums.get(name, timedelta(0)) + span
    return ", ".join(f"{name} {formats.duration_short(span)}" for name, span in sums.items() if span)


def _figure(clock: Clock, kind: str, end: datetime, now: datetime) -> tuple[str, str]:
    if clock.met_at:
        used = formats.duration_short(end - clock.started_at)
        return used, (_("late") if clock.breached_at else _("in time"))
    if kind == "paused":
        return _("stands still"), _("waits for the citizen")
    words = components.deadline_words(kind, abs(clock.due_at - now), short=True)
    return words, formats.moment(clock.due_at, now)
