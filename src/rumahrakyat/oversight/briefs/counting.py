"""The numbers of a brief, worked out at an instant that may lie in the past."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from rumahrakyat.oversight.briefs import statements
from rumahrakyat.oversight.briefs.editions import Edition
from rumahrakyat.oversight.periods import USUAL_WEEKS, Span
from rumahrakyat.oversight.sight import Sight


@dataclass(frozen=True)
class Numbers:
    """What happened in one span. `median`: seconds to the first answer of what fell due, what is unanswered counted
    with the time it has waited; None when nothing fell due."""

    taken: int = 0
    answered: int = 0
    due: int = 0
    on_time: int = 0
    median: int | None = None


@dataclass(frozen=True)
class Usual:
    """The mean of the same span in the last four weeks, of those weeks in which anything came in; `weeks` of them."""

    weeks: int = 0
    taken: float = 0
    answered: float = 0
    due: int = 0
    on_time: int = 0


@dataclass(frozen=True)
class Late:
    """A body that is late. `told_at`, `read_at`: when its head was told of the longest, and when the head read it."""

    body: int | None
    count: int
    due_at: datetime
    told_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True)
class Did:
    """How one body did in a span."""

    due: int
    on_time: int
    median: int | None


def fetch(statement: str, sight: Sight, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**sight.parameters, **parameters})
        return list(cursor.fetchall())


def numbers(edition: Edition, sight: Sight, at: datetime) -> tuple[Numbers, Usual]:
    """Those of the brief's span, and what is usual."""
    spans = [edition.span_before(back) for back in range(USUAL_WEEKS + 1)]
    rows = fetch(
        statements.SPANS,
        sight,
        at=at,
        numbers=list(range(len(spans))),
        starts=[one.since for one in spans],
        ends=[min(one.until, at) for one in spans],
    )
    first, *earlier = [Numbers(*row[1:]) for row in rows]
    return first, _usual([one for one in earlier if one.taken])


def _usual(weeks: list[Numbers]) -> Usual:
    count = len(weeks)
    if not count:
        return Usual()
    return Usual(
        count,
        sum(one.taken for one in weeks) / count,
        sum(one.answered for one in weeks) / count,
        sum(one.due for one in weeks),
        sum(one.on_time for one in weeks),
    )


def late(sight: Sight, at: datetime) -> list[Late]:
    """Who is late at `at`, the longest silence first; None among the bodies is the desk."""
    return sorted((Late(*row) for row in fetch(statements.LATE, sight, at=at)), key=lambda one: one.due_at)


def bodies(span: Span, sight: Sight, at: datetime) -> dict[int | None, Did]:
    rows = fetch(statements.BODIES, sight, at=at, since=span.since, until=min(span.until, at))
    return {body: Did(*row) for body, *row in rows}
