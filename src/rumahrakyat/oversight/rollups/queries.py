"""What pages ask of the rollups: sums over any span, divided and narrowed as wanted; percentiles.

Whole local days come from the sums by day; what of a span lies in a day that is not whole in it, from the facts, so
that every answer is exact to the instant. Spans include both ends. Bodies are ids, None is the desk; regencies,
districts and categories are codes, None is "not placed", "not classified". Who may see what: `sight.Sight`, by body or
regency.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.conf import settings

from rumahrakyat.lib.quarters import midnight
from rumahrakyat.oversight.periods import Span
from rumahrakyat.oversight.rollups import facts
from rumahrakyat.oversight.rollups.reading import rows
from rumahrakyat.oversight.sight import Sight

_TICK: Final = timedelta(microseconds=1)
_DAY: Final = timedelta(days=1)
# By what a sum can be divided, as columns of the sums `s` and of the organisation `o` of their body.
DIVISIONS: Final = {
    "body": "s.body",
    "agency": "coalesce(o.parent_id, s.body)",
    "regency": "s.regency",
    "district": "s.district",
    "channel": "s.channel",
    "category": "s.category",
    "kind": "s.kind",
    "day": "s.day",
}


class Narrowing(TypedDict, total=False):
    """What a figure can be narrowed to. `agency` with all its units, `category` with those below it; `body` and
    `agency` 0: the desk; `regency`, `district`, `category` "": none."""

    body: int
    agency: int
    regency: str
    district: str
    channel: str
    category: str
    kind: str


@dataclass(frozen=True)
class Sums:
    """See `models_rollups.DaySum`. `seconds`: of the answered, without the time they waited for the reporter."""

    came_in: int = 0
    answered: int = 0
    answered_late: int = 0
    seconds: int = 0
    fell_due: int = 0
    on_time: int = 0
    again: int = 0
    solved: int = 0
    expired: int = 0
    ended: int = 0

    @property
    def missed(self) -> int:
        return self.fell_due - self.on_time

    @property
    def share(self) -> float | None:
        """On time of what fell due, from 0 to 1; None when nothing did."""
        return self.on_time / self.fell_due if self.fell_due else None

    @property
    def mean(self) -> timedelta | None:
        """The mean time to a first answer of the answered; None when nothing was."""
        return timedelta(seconds=self.seconds / self.answered) if self.answered else None


NOTHING: Final = Sums()
assert tuple(one.name for one in fields(Sums)) == facts.SUM_MEASURES


@dataclass(frozen=True)
class Times:
    """Times to the first answer of what fell due: what is unanswered counts with the time it has waited. Exact."""

    count: int
    median: timedelta
    ninth: timedelta


def sums(
    span: Span,
    sight: Sight,
    *,
    by: str | Sequence[str] = (),
    zone: ZoneInfo | None = None,
    **narrowed: Unpack[Narrowing],
) -> dict[Any, Sums]:
    """Everything that is counted in a span, divided `by` one of `DIVISIONS` (keys are its values) or several (keys are
    tuples); by nothing: the one key is (). Only what has something in it has a key; use `.get(key, NOTHING)`.

    What fell due counts when its deadline lies in the span: pass a span that ends now, not in the future.
    """
    zone = zone or ZoneInfo(settings.TIME_ZONE)
    names = (by,) if isinstance(by, str) else tuple(by)
    first, last, edges = _divide(span, zone)
    columns = [DIVISIONS[name] for name in names]
    keys = "".join(f"{column} AS key{nth}, " for nth, column in enumerate(columns))
    totals = ", ".join(f"coalesce(sum(s.{name}), 0)::bigint" for name in facts.SUM_MEASURES)
    grouped = f"GROUP BY {', '.join(columns)}" if columns else ""
    statement = f"""
        SELECT {keys}{totals} FROM ({_parts(len(edges))}) s {_bodies(names, narrowed)}
        WHERE {_seen("s")} AND {_narrowed(narrowed)} {grouped}
    """  # noqa: S608 -- put together from constants; values are parameters
    parameters: dict[str, Any] = {**sight.parameters, **narrowed, "first": first, "last": last}
    for nth, (begin, end) in enumerate(edges):
        parameters |= {f"begin_{nth}": begin, f"end_{nth}": end}
    return {_key(names, row): Sums(*row[len(names) :]) for row in rows(statement, parameters)}


def times(
    span: Span,
    sight: Sight,
    *,
    by: str | Sequence[str] = (),
    **narrowed: Unpack[Narrowing],
) -> dict[Any, Times]:
    """Median and nine tenths of the times to the first answer of what fell due in the span, as they stood when it
    ended; divided as `sums` ("day" is that of the deadline). Exact percentiles, from the facts themselves."""
    names = (by,) if isinstance(by, str) else tuple(by)
    columns = ["s.due_day" if name == "day" else DIVISIONS[name] for name in names]
    keys = "".join(f"{column} AS key{nth}, " for nth, column in enumerate(columns))
    grouped = f"GROUP BY {', '.join(columns)}" if columns else "HAVING count(*) > 0"
    took = "extract(epoch FROM least(coalesce(s.met_at, s.stopped_at), %(until)s) - s.started_at - s.waited)::float8"
    statement = f"""
        SELECT {keys}count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY {took}),
            percentile_cont(0.9) WITHIN GROUP (ORDER BY {took})
        FROM oversight_answerfact s {_bodies(names, narrowed)}
        WHERE s.owed AND s.due_at >= %(since)s AND s.due_at <= %(until)s
            AND {_seen("s")} AND {_narrowed(narrowed)} {grouped}
    """  # noqa: S608
    parameters = {**sight.parameters, **narrowed, "since": span.since, "until": span.until}
    found = {}
    for row in rows(statement, parameters):
        count, median, ninth = row[len(names) :]
        spans = (timedelta(seconds=max(0.0, one)) for one in (median, ninth))
        found[_key(names, row)] = Times(count, *spans)
    return found


def _divide(span: Span, zone: ZoneInfo) -> tuple[date, date, list[tuple[datetime, datetime]]]:
    """The first and the last whole local day of a span (the last before the first: none), and what is left at its ends
    as instants from (included) until (excluded)."""
    since, until = span.since, span.until + _TICK
    first = since.astimezone(zone).date()
    if midnight(first, zone) < since:
        first += _DAY
    last = until.astimezone(zone).date() - _DAY
    if last < first:
        return first, last, [(since, until)]
    edges = [(since, midnight(first, zone)), (midnight(last + _DAY, zone), until)]
    return first, last, [(begin.astimezone(UTC), end.astimezone(UTC)) for begin, end in edges if begin < end]


def _parts(edges: int) -> str:
    """The sums of the whole days and of the facts at the ends, row by row. The ends are named one by one: of ends in a
    list nobody can tell beforehand how little they are of the archive, and all of it would be read for some readers."""
    columns = ", ".join((*facts.SUM_KEY, *facts.SUM_MEASURES))
    whole = f"SELECT {columns} FROM oversight_daysum WHERE day BETWEEN %(first)s AND %(last)s"  # noqa: S608
    if not edges:
        return whole

    def at(table: str, column: str) -> str:
        ends = (f"({column} >= %(begin_{nth})s AND {column} < %(end_{nth})s)" for nth in range(edges))
        return f"(SELECT * FROM {table} WHERE {' OR '.join(ends)})"  # noqa: S608

    return " UNION ALL ".join(
        f"SELECT {columns} FROM ({query}) q"  # noqa: S608
        for query in (
            whole,
            facts.sums_of_received(at("oversight_casefact", "received_at")),
            facts.sums_of_ended(at("oversight_casefact", "closed_at")),
            facts.sums_of_met(at("oversight_answerfact", "met_at")),
            facts.sums_of_due(at("oversight_answerfact", "due_at")),
        )
    )


def _bodies(names: Iterable[str], narrowed: Iterable[str]) -> str:
    """Only an agency needs the body itself; everything else stands in the row."""
    if "agency" in (*names, *narrowed):
        return "LEFT JOIN organisations_organisation o ON o.id = s.body"
    return ""


def _seen(table: str) -> str:
    return f"""(%(everything)s OR {table}.body = ANY(%(organisations)s::bigint[])
        OR {table}.regency = ANY(%(regencies)s::text[]))"""


_CONDITIONS: Final = {
    "body": "s.body = %(body)s",
    "agency": "coalesce(o.parent_id, s.body) = %(agency)s",
    "regency": "s.regency = %(regency)s",
    "district": "s.district = %(district)s",
    "channel": "s.channel = %(channel)s",
    "category": """(s.category = %(category)s OR s.category IN (
        SELECT child.code FROM reports_category child JOIN reports_category above ON above.id = child.parent_id
        WHERE above.code = %(category)s))""",
    "kind": "s.kind = %(kind)s",
}


def _narrowed(names: Iterable[str]) -> str:
    """Raises `KeyError` for what nothing can be narrowed to."""
    return " AND ".join(_CONDITIONS[name] for name in names) or "true"


def _key(names: Sequence[str], row: Sequence[Any]) -> Hashable:
    values = tuple(_nobody(one) for one in row[: len(names)])
    return values[0] if len(values) == 1 else values


def _nobody(value: Any) -> Any:
    return None if value in {0, ""} else value
