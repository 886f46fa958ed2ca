"""What an invariant is: a named question to the live database whose answer must be "none"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

EXAMPLES = 5
# How long after a sweep found it due something may still be on its way.
CLOCK_GRACE = timedelta(minutes=1)
QUEUE_GRACE = timedelta(minutes=5)


@dataclass(frozen=True)
class Scope:
    """How far to look. `chains`: the newest so many cases, None for all; `raw`: so many newest provider requests."""

    at: datetime
    chains: int | None = 20_000
    raw: int = 2_000


@dataclass(frozen=True)
class Finding:
    """How many rows break the rule, and a few of them by number or id: never anybody's words."""

    count: int = 0
    examples: Sequence[str] = field(default_factory=tuple)

    @property
    def ok(self) -> bool:
        return self.count == 0


Invariant = Callable[[Scope], Finding]


def found(select: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Finding:
    """The rows of a query with one column `example`, counted."""
    # Only table and column names of our own are put together here; values are parameters.
    question = f"WITH bad AS ({select}) SELECT count(*), (array_agg(example::text))[1:{EXAMPLES}] FROM bad"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        count, examples = cursor.fetchone()
    return Finding(int(count), tuple(examples or ()))


def together(*findings: Finding) -> Finding:
    examples = [example for one in findings for example in one.examples]
    return Finding(sum(one.count for one in findings), tuple(examples[:EXAMPLES]))


def last_sweep(task: str) -> datetime:
    """When a worker last began the sweep of this name. While no worker runs, nothing can become overdue: lateness is
    counted in the time in which somebody could have done the work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(defer_timestamp) FROM procrastinate_periodic_defers WHERE task_name = %s", [task])
        (seconds,) = cursor.fetchone()
    return datetime.fromtimestamp(seconds or 0, UTC)


def overdue_before(task: str, grace: timedelta) -> datetime:
    """What was due before this instant should have been done by now."""
    swept = last_sweep(task)
    return swept - grace if swept.year > 1970 else swept
