"""The clocks of a case as bars: who used how much of which time, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from rumahrakyat.duty import rules
from rumahrakyat.duty.models import Clock, Tenure
from rumahrakyat.duty.reading import ReadClock
from rumahrakyat.web import components, duties, formats

_MOST = 6
_WAIT, _LATE, _NOW, _PAST = "wait", "late", "now", "past"


@dataclass(frozen=True)
class Held:
    """A line of the list beneath the bar."""

    name: str
    time: str
    span: str
    state: str


@dataclass(frozen=True)
class Bar:
    """One clock. `parts` are {x, width, state} on a scale of 1000; `kind` calm, soon, late, met or paused. `short` says
    in a line what `held` lists; `notes` what a reader should know besides; `source` where the rule comes from."""

    name: str
    kind: str
    parts: Sequence[dict[str, Any]]
    short: str
    figure: str
    when: str
    held: Sequence[Held] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)
    source: str = ""


def bars(clocks: Sequence[ReadClock], own: int | None, now: datetime) -> list[Bar]:
    """Running clocks first, by deadline, then the newest ended ones. Those that fell away unused are left out, and so
    is every earlier word that came in time."""
    shown = [one for one in clocks if one.clock.running or _worth_showing(one.clock)]
    shown.sort(key=lambda one: (not one.clock.running, _order(one.clock)))
    return [_bar(one, own, now) for one in shown[:_MOST]]


def _worth_showing(clock: Clock) -> bool:
    passing = {rules.SILENCE, *rules.REPORTERS}
    return bool(clock.breached_at) or (clock.met_at is not None and clock.obligation not in passing)


def _order(clock: Clock) -> float:
    return clock.due_at.timestamp() if clock.running else -clock.started_at.timestamp()


def kind_of(one: ReadClock, now: datetime) -> str:
    clock = one.clock
    if not clock.running:
        return "late" if clock.breached_at else "met"
    if one.waiting_since and not clock.breached_at:
        return "paused"
    if clock.obligation in rules.REPORTERS:
        return "paused" if now < clock.due_at else "calm"
    return components.deadline_kind(clock.due_at, now)


def _bar(one: ReadClock, own: int | None, now: datetime) -> Bar:
    clock, kind = one.clock, kind_of(one, now)
    end = clock.met_at or clock.stopped_at or now
    figure, when = _figure(clock, kind, end, now)
    name = duties.name_of(clock.obligation, clock.cycle)
    return Bar(
        name,
        kind,
        _parts(one, end),
        _short(one, own, end),
        figure,
        when,
        [_held(tenure, own, end, now) for tenure in one.tenures if _span(tenure, end) or tenure.until is None],
        list(_notes(one, kind, now)),
        clock.rule.source,
    )


def _span(tenure: Tenure, end: datetime) -> timedelta:
    return max(timedelta(0), min(tenure.until or end, end) - tenure.since)


def _pieces(one: ReadClock, end: datetime) -> list[tuple[str, timedelta]]:
    """(state, length) of every stretch: a tenure in which the deadline passed is cut there."""
    pieces: list[tuple[str, timedelta]] = []
    due = one.clock.due_at
    for nth, tenure in enumerate(one.tenures):
        until = min(tenure.until or end, end)
        state = _WAIT if tenure.waiting else _NOW if nth == len(one.tenures) - 1 else _PAST
        if tenure.since < due < until and not tenure.waiting:
            pieces += [(state, due - tenure.since), (_LATE, until - due)]
        else:
            late = tenure.since >= due and not tenure.waiting
            pieces.append((_LATE if late else state, _span(tenure, end)))
    return [(state, span) for state, span in pieces if span > timedelta(0)]


def _parts(one: ReadClock, end: datetime) -> list[dict[str, Any]]:
    """The used share of the time, divided among its holders; past the deadline it fills the bar."""
    pieces = _pieces(one, end)
    used = sum((span for _state, span in pieces), timedelta(0))
    due = one.clock.due_at
    if one.waiting_since and not one.clock.breached_at:
        due += end - one.waiting_since  # while it waits the deadline moves along
    share = min(1.0, used / max(due - one.clock.started_at, used))
    if not pieces or share <= 0:
        return []
    x = 0
    parts: list[dict[str, Any]] = []
    lengths = [span.total_seconds() for _state, span in pieces]
    widths = components.shares(lengths, total=max(round(1000 * share), 12))
    for (state, _length), width in zip(pieces, widths, strict=True):
        parts.append({"x": x, "width": max(1, width - (4 if len(parts) < len(pieces) - 1 else 0)), "state": state})
        x += width
    return parts


def _name(tenure: Tenure, own: int | None) -> str:
    if tenure.waiting:
        return _("waiting for the citizen")
    if tenure.holder is None:
        return _("the desk")
    return _("this agency") if tenure.holder_id == own else tenure.holder.short_name


def _short(one: ReadClock, own: int | None, end: datetime) -> str:
    """ "Meja Rumah Rakyat 12 m, dinas ini 2 j 42 m": each holder once, in order."""
    if one.day == 0 and one.clock.running:
        return _("%(days)s working days, from the next one on") % {"days": one.days}
    if one.day is not None and one.clock.running:
        return _("working day %(n)s of %(days)s") % {"n": one.day, "days": one.days}
    if one.clock.promised_at and one.clock.obligation == rules.SILENCE:
        return _("the day that was promised")
    sums: dict[str, timedelta] = {}
    for tenure in one.tenures:
        name = _name(tenure, own)
        sums[name] = sums.get(name, timedelta(0)) + _span(tenure, end)
    return ", ".join(f"{name} {formats.duration_short(span)}" for name, span in sums.items() if span)


def _held(tenure: Tenure, own: int | None, end: datetime, now: datetime) -> Held:
    since = formats.moment(tenure.since, now)
    words = {"since": since, "until": formats.moment(tenure.until or end, now)}
    span = _("since %(since)s") % words if tenure.until is None else _("%(since)s to %(until)s") % words
    state = _WAIT if tenure.waiting else _NOW if tenure.until is None else _PAST
    name = _name(tenure, own)
    return Held(name[:1].upper() + name[1:], formats.duration_short(_span(tenure, end)), span, state)


def _notes(one: ReadClock, kind: str, now: datetime) -> list[str]:
    notes = []
    if one.own_until is not None and kind == "late":
        notes.append(_("The holder's own time runs until %(moment)s.") % {"moment": duties.until(one.own_until, now)})
    elif one.own_until is not None:
        words = _("After the deadline the holder's own time would run until %(moment)s.")
        notes.append(words % {"moment": duties.until(one.own_until, now)})
    for breach in one.breaches:
        data = {"obligation": one.clock.obligation, "own": breach.own}
        notes.append(duties.missed(data, breach.holder.name if breach.holder else _("the desk")))
    if one.clock.extended:
        notes.append(_("More time was taken once, with the reason."))
    return notes


def _figure(clock: Clock, kind: str, end: datetime, now: datetime) -> tuple[str, str]:
    if not clock.running:
        used = formats.duration_short(end - clock.started_at)
        return used, (_("late") if clock.breached_at else _("in time"))
    if kind == "paused":
        if clock.obligation in rules.REPORTERS:
            return _("until %(moment)s") % {"moment": duties.until(clock.due_at, now)}, ""
        return _("stands still"), _("waits for the citizen")
    words = components.deadline_words(kind, abs(clock.due_at - now), short=True)
    return words, duties.until(clock.due_at, now)
