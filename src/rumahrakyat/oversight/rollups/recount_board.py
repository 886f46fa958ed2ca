"""The page "now", by agency and by regency, the wall, and the lists behind their numbers, counted a second time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings

from rumahrakyat.oversight import cases, export_rows, figures
from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.periods import TODAY, USUAL_WEEKS, Span, Window, last_days, usual_days
from rumahrakyat.oversight.promise import Kept, counted
from rumahrakyat.oversight.rollups import queries
from rumahrakyat.oversight.rollups.recount_kit import (
    ALL,
    WHOLE,
    Compared,
    Values,
    compared,
    divided,
    ends,
    nobody,
    one,
    rows,
    seen,
)
from rumahrakyat.oversight.sight import Sight

_MAP_DAYS, _LINE_DAYS = 7, 14
_SOON: Final = timedelta(hours=3)
# The time to a first answer, in seconds; what is unanswered counts with the time it has waited.
_TOOK: Final = "greatest(0, extract(epoch FROM coalesce(met_at, stopped_at, %(at)s) - started_at - waited))::float8"
_KEPT: Final = "count(*) FILTER (WHERE met_at <= due_at)"
_IN: Final = "BETWEEN %(since)s AND %(until)s"
_FELL_DUE: Final = f"""SELECT r.number, a.due_at, a.met_at FROM rc_answer a JOIN reports_report r ON r.id = a.report_id
    WHERE a.owed AND a.due_at {_IN}"""  # noqa: S608 -- put together from constants; values are parameters


def board(windows: Sequence[Window], sight: Sight) -> Iterator[Compared]:
    """Every figure of the pages "now", by agency and by regency, as this reader sees them."""
    at = windows[0].at
    yield compared("now", _running(at, sight), _owed(at, sight))
    yield compared("earlier", _earlier(at, sight), _late_before(at, sight))
    for chosen in windows:
        yield from of_period(chosen, sight)
    today = next(chosen for chosen in windows if chosen.code == TODAY)
    yield compared("hours", _hours(today, sight), _by_hour(today, sight))


def of_period(chosen: Window, sight: Sight) -> Iterator[Compared]:
    """What the same pages say of a period, whichever it is."""
    yield compared(f"{chosen.code} came in", _came_in(chosen, sight), _received(chosen, sight))
    yield compared(f"{chosen.code} counts", _counts(chosen, sight), _ended(chosen, sight))
    yield compared(f"{chosen.code} promise", _promise(chosen, sight), _due(chosen, sight))


# -- what is owed now -------------------------------------------------------------------------------------------------


def _running(at: datetime, sight: Sight) -> Values:
    shown = figures.running(at, sight)
    found: Values = {WHOLE: astuple(shown.total)}
    found |= {("holder", key): astuple(value) for key, value in shown.bodies.items()}
    return found | {("regency", key): astuple(value) for key, value in shown.regencies.items()}


def _owed(at: datetime, sight: Sight) -> Values:
    numbers = """count(*) FILTER (WHERE owed), count(*) FILTER (WHERE NOT owed),
        count(*) FILTER (WHERE owed AND due_at > %(at)s AND due_at <= %(soon)s),
        count(*) FILTER (WHERE owed AND due_at <= %(at)s), min(due_at) FILTER (WHERE owed AND due_at <= %(at)s)"""
    source = f"rc_answer WHERE met_at IS NULL AND stopped_at IS NULL AND {seen('holder')}"
    return divided(source, ("holder", "regency"), numbers, at=at, soon=at + _SOON, **sight.parameters)


def _moments(at: datetime) -> list[datetime]:
    line = [at - timedelta(days=back) for back in range(_LINE_DAYS - 1, 0, -1)]
    return line + [at - timedelta(weeks=back) for back in range(1, USUAL_WEEKS + 1)]


def _earlier(at: datetime, sight: Sight) -> Values:
    shown = figures.earlier(at, sight)
    late, soon = shown.late + shown.late_usual, shown.soon + shown.soon_usual
    return dict(enumerate(zip(late, soon, strict=True), 1))


def _late_before(at: datetime, sight: Sight) -> Values:
    """Late at a moment: its time was up and nothing was said. A case that stands still now counted while it ran."""
    statement = f"""
        SELECT m.nth, count(*) FILTER (WHERE a.due_at <= m.moment AND (a.met_at > a.due_at OR (a.met_at IS NULL
                AND a.stopped_at IS NULL AND a.owed))),
            count(*) FILTER (WHERE a.owed AND a.due_at > m.moment AND a.started_at <= m.moment)
        FROM unnest(%(moments)s::timestamptz[]) WITH ORDINALITY AS m(moment, nth)
        JOIN rc_answer a ON a.due_at <= m.moment + interval '3 hours' AND a.due_at <= %(last)s
            AND (a.met_at IS NULL OR a.met_at > m.moment) AND (a.met_at IS NULL OR a.met_at > %(oldest)s)
        WHERE {seen("a.holder")} GROUP BY 1
    """  # noqa: S608 -- put together from constants, as everything here; values are parameters
    moments = _moments(at)
    found = rows(statement, moments=moments, last=max(moments) + _SOON, oldest=min(moments), **sight.parameters)
    return {nth: (late, soon) for nth, late, soon in found}


# -- what came in -----------------------------------------------------------------------------------------------------


def _came_in(chosen: Window, sight: Sight) -> Values:
    shown = figures.taken_in(chosen, sight)
    found: Values = {WHOLE: shown.total, "before": shown.before}
    found |= {("regency", key): count for key, count in shown.regencies.items()}
    found |= {("week", key): count for key, count in shown.week.items()}
    found |= {("day", key): count for key, count in shown.days.items()}
    return found | {("channel", key): count for key, count in figures.channels(chosen, sight).items()}


def _received(chosen: Window, sight: Sight) -> Values:
    own, within = sight.parameters, f"rc_case WHERE received_at {_IN} AND {seen('body')}"
    found = divided(within, ("regency", "channel"), "count(*)", **own, **ends(chosen.taken_in))
    found["before"] = one(f"SELECT count(*) FROM {within}", **own, **ends(chosen.taken_in_before))  # noqa: S608
    week, line = (last_days(days, chosen.end, chosen.zone) for days in (_MAP_DAYS, _LINE_DAYS))
    by_regency = rows(f"SELECT regency, count(*) FROM {within} GROUP BY 1", **own, **ends(week))  # noqa: S608
    day = "(received_at AT TIME ZONE %(zone)s)::date"
    by_day = rows(f"SELECT {day}, count(*) FROM {within} GROUP BY 1", zone=chosen.zone.key, **own, **ends(line))  # noqa: S608
    found |= {("week", nobody(key)): count for key, count in by_regency}
    return found | {("day", key): count for key, count in by_day}


def _hours(today: Window, sight: Sight) -> Values:
    shown = figures.hours(today.at, today, sight)
    found: Values = {("today", hour): count for hour, count in enumerate(shown.today)}
    found |= {("usual", hour): mean for hour, mean in enumerate(shown.usual)}
    found |= {("channel", each.code): (each.taken, each.usual, each.missing) for each in shown.channels}
    return found | {"so far": shown.usual_so_far, "weeks": shown.weeks}


def _by_hour(today: Window, sight: Sight) -> Values:
    """Today, and the mean of the same weekday in the last weeks, of those in which anything came at all."""
    at, now = today.at, _on_a_day(last_days(1, today.at, today.zone), today.at, sight)
    past = [
        _on_a_day(span, at - timedelta(weeks=back), sight) for back, span in enumerate(usual_days(at, today.zone), 1)
    ]
    weeks = sum(1 for day in past if day)
    found: Values = dict.fromkeys([("today", hour) for hour in range(24)], 0) | {"weeks": weeks}
    last: dict[str, int] = {}
    for hour, channel, count, _so_far in now:
        found["today", hour] += count
        _add(found, ("channel", channel), count, 0.0, 0.0)
        last[channel] = max(hour, last.get(channel, -1))
    for hour, channel, count, so_far in [row for day in past for row in day]:
        found["usual", hour] = found.get(("usual", hour), 0.0) + count / weeks
        found["so far"] = found.get("so far", 0.0) + so_far / weeks
        missing = last.get(channel, -1) < hour < at.astimezone(today.zone).hour
        _add(found, ("channel", channel), 0, so_far / weeks, count / weeks if missing else 0.0)
    return found


def _add(found: Values, key: Any, *numbers: float) -> None:
    found[key] = tuple(ours + theirs for ours, theirs in zip(found.get(key, (0, 0.0, 0.0)), numbers, strict=True))


def _on_a_day(day: Span, so_far: datetime, sight: Sight) -> list[tuple[Any, ...]]:
    """Hour, channel, how many came in all, and up to an instant."""
    statement = f"""SELECT extract(hour FROM received_at AT TIME ZONE %(zone)s)::int, channel, count(*),
        count(*) FILTER (WHERE received_at <= %(so_far)s) FROM rc_case
        WHERE received_at >= %(since)s AND received_at < %(until)s AND {seen("body")} GROUP BY 1, 2"""  # noqa: S608
    return rows(statement, zone=settings.TIME_ZONE, so_far=so_far, **ends(day), **sight.parameters)


# -- how cases stand and ended ----------------------------------------------------------------------------------------


def _counts(chosen: Window, sight: Sight) -> Values:
    shown = figures.counts(chosen, sight)
    found: Values = {"solved": shown.solved, "expired": shown.expired, "answered": shown.answered,
                     "answered before": shown.answered_before, "open": sum(shown.stages.values())}  # fmt: skip
    return found | {("stage", name): count for name, count in shown.stages.items()}


def _ended(chosen: Window, sight: Sight) -> Values:
    own = sight.parameters
    closed = divided(
        f"rc_case WHERE closed_at {_IN} AND {seen('body')}", ("closing",), "count(*)",
        since=chosen.promise.since, until=chosen.end, **own,
    )  # fmt: skip
    met = f"SELECT count(*) FROM rc_answer WHERE met_at {_IN} AND {seen('holder')}"  # noqa: S608
    found: Values = {
        "solved": closed.get(("closing", "reporter")),
        "expired": closed.get(("closing", "system")),
        "answered": one(met, since=chosen.taken_in.since, until=chosen.end, **own),
        "answered before": one(met, **ends(chosen.taken_in_before), **own),
        "open": one(f"SELECT count(*) FROM rc_case WHERE closed_at IS NULL AND {seen('body')}", **own),  # noqa: S608
    }
    stages = f"SELECT stage, sum(cases)::int FROM rc_stage WHERE {seen('body')} GROUP BY 1"  # noqa: S608
    return found | {("stage", name): count for name, count in rows(stages, **own)}


# -- the promise ------------------------------------------------------------------------------------------------------


def _promise(chosen: Window, sight: Sight) -> Values:
    shown = counted(chosen, sight)
    found: Values = {WHOLE: _kept(shown.total)}
    found |= {("body", key): _kept(value) for key, value in shown.bodies.items()}
    found |= {("regency", key): _kept(value) for key, value in shown.regencies.items()}
    found |= {("due_day", day): _kept(value) for day, value in shown.days}
    before, median = shown.total_before, shown.total_before.median
    found["before", *WHOLE] = (before.due, before.on_time, median.total_seconds() if median else None)
    for column, parts in (("body", shown.bodies_before), ("regency", shown.regencies_before)):
        found |= {("before", column, key): (value.due, value.on_time) for key, value in parts.items()}
    return found


def _kept(value: Kept) -> tuple[Any, ...]:
    spans = (span.total_seconds() if span is not None else None for span in (value.median, value.ninth))
    return (value.due, value.on_time, value.again, *spans)


def _due(chosen: Window, sight: Sight) -> Values:
    median = f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {_TOOK})"
    numbers = f"""count(*), {_KEPT}, count(*) FILTER (WHERE cycle > 1), {median},
        percentile_cont(0.9) WITHIN GROUP (ORDER BY {_TOOK})"""
    within, own = f"rc_answer WHERE owed AND due_at {_IN} AND {seen('body')}", {"at": chosen.at, **sight.parameters}
    found = divided(within, ("body", "regency", "due_day"), numbers, **own, **ends(chosen.promise))
    before = divided(within, ("body", "regency"), f"count(*), {_KEPT}, {median}", **own, **ends(chosen.promise_before))
    return found | {("before", *key): value if key == WHOLE else value[:2] for key, value in before.items()}


# -- sums by everything they can be divided by ------------------------------------------------------------------------


def divisions(windows: Sequence[Window], every: Iterable[str] = tuple(queries.DIVISIONS)) -> Iterator[Compared]:
    """What pages ask of the rollups, divided by each of the divisions there are."""
    for chosen in windows:
        for by in every:
            shown = {key: _plain(value) for key, value in queries.sums(chosen.promise, ALL, by=by).items()}
            yield compared(f"{chosen.code} by {by}", shown, _sums(chosen.promise, by))


def _plain(value: queries.Sums) -> tuple[int, ...]:
    return (value.came_in, value.answered, value.fell_due, value.on_time, value.again, value.solved, value.expired,
            value.ended)  # fmt: skip


# What each division is in the recount's tables: of what came in and ended, of what was answered, of what fell due.
_BODY: Final = {"body": "{body}", "agency": "coalesce((SELECT o.parent_id FROM organisations_organisation o"
                " WHERE o.id = {body}), {body})"}  # fmt: skip


def _column(by: str, body: str, instant: str) -> str:
    if by == "day":
        return f"({instant} AT TIME ZONE %(zone)s)::date"
    return _BODY[by].format(body=body) if by in _BODY else by


def _sums(span: Span, by: str) -> Values:
    within: Callable[[str], str] = "{0} BETWEEN %(since)s AND %(until)s".format
    questions: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
        "received_at": ("rc_case", "body", ("count(*)", "0", "0", "0", "0", "0", "0", "0")),
        "closed_at": ("rc_case", "body", ("0", "0", "0", "0", "0", "count(*) FILTER (WHERE closing = 'reporter')",
                      "count(*) FILTER (WHERE closing = 'system')", "count(*)")),
        "met_at": ("rc_answer", "holder", ("0", "count(*)", "0", "0", "0", "0", "0", "0")),
        "due_at": ("rc_answer", "body", ("0", "0", "count(*) FILTER (WHERE owed)",
                   "count(*) FILTER (WHERE owed AND met_at <= due_at)", "count(*) FILTER (WHERE owed AND cycle > 1)",
                   "0", "0", "0")),
    }  # fmt: skip
    found: Values = {}
    for instant, (table, body, numbers) in questions.items():
        column = _column(by, body, instant)
        question = f"SELECT {column}, {', '.join(numbers)} FROM {table} WHERE {within(instant)} GROUP BY 1"  # noqa: S608
        for key, *counts in rows(question, zone=settings.TIME_ZONE, **ends(span)):
            before = found.get(nobody(key), (0,) * len(counts))
            found[nobody(key)] = tuple(ours + theirs for ours, theirs in zip(before, counts, strict=True))
    return {key: value for key, value in found.items() if any(value)}


# -- the lists behind the numbers -------------------------------------------------------------------------------------


def behind(windows: Sequence[Window]) -> Iterator[Compared]:
    """How many cases the list behind each number holds."""
    for chosen in windows:
        shown: Values = {name: cases.counted(cases.Filter(name), chosen, ALL) for name in d.FIGURES}
        yield compared(f"{chosen.code} lists", shown, _listed(chosen))


def _listed(chosen: Window) -> Values:
    owed, kept = _owed(chosen.at, ALL)[WHOLE], _due(chosen, ALL)[WHOLE]
    ended = _ended(chosen, ALL)
    return {
        d.IN: _received(chosen, ALL)[WHOLE], d.ANSWERED: ended["answered"], d.WAITING: owed[0], d.SOON: owed[2],
        d.LATE: owed[3], d.DUE: kept[0], d.ON_TIME: kept[1], d.MISSED: kept[0] - kept[1], d.AGAIN: kept[2],
        d.SOLVED: ended["solved"], d.EXPIRED: ended["expired"], d.STAGE: ended["open"],
    }  # fmt: skip


def exported(chosen: Window, *, large: bool) -> Iterator[Compared]:
    """The files of the same lists: how many rows each has, and of what fell due every row with its deadline and answer.
    In a large archive that one alone."""
    counted = _listed(chosen)
    shown: Values = {}
    for name in (d.DUE,) if large else d.FIGURES:
        facts = [one for chunk in export_rows.chunks(cases.Filter(name), chosen, ALL) for one in chunk]
        shown[name] = len(facts)
        if name == d.DUE:
            shown |= {(one.number, one.due_at): one.met_at for one in facts}
    each = {(number, due): met for number, due, met in rows(_FELL_DUE, **ends(chosen.promise))}
    yield compared("exported lists", shown, {name: counted[name] for name in d.FIGURES if name in shown} | each)
