"""What the questions of the recount have in common: rows, rows divided, and what differs, by name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from rumahrakyat.oversight.periods import Span
from rumahrakyat.oversight.sight import Sight

ALL: Final = Sight(everything=True)
Values = dict[Any, Any]
Compared = tuple[str, int, list[str]]
WHOLE: Final = ("all", None)
# From so many cases on not everything that there is of a kind is looked at each time.
LARGE: Final = 200_000


def compared(where: str, shown: Values, counted: Values) -> Compared:
    """Where, how many figures, and the names of those that differ. Nothing and none are the same."""
    keys = shown.keys() | counted.keys()
    wrong = [
        f"{key}: {shown.get(key)} shown, {counted.get(key)} counted"
        for key in sorted(keys, key=repr)
        if not _same(shown.get(key), counted.get(key))
    ]
    return where, len(keys), wrong


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) or isinstance(other, tuple):
        ours, theirs = one or (), other or ()
        if not ours or not theirs:
            return not any(ours or theirs)
        return len(ours) == len(theirs) and all(_same(*pair) for pair in zip(ours, theirs, strict=True))
    if isinstance(one, float) or isinstance(other, float):
        return abs(float(one or 0) - float(other or 0)) < 1e-3
    return (one or None) == (other or None)


def rows(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def one(statement: str, **parameters: Any) -> Any:
    """The first value of the first row."""
    return rows(statement, **parameters)[0][0]


def nobody(value: Any) -> Any:
    """Body 0 is the desk and '' no place yet; pages say None for both."""
    return None if value in {0, ""} else value


def seen(body: str) -> str:
    """What a reader may see, by the column of the body that counts; parameters as `Sight.parameters`."""
    return f"(%(everything)s OR {body} = ANY(%(organisations)s) OR regency = ANY(%(regencies)s))"


def ends(span: Span) -> dict[str, datetime]:
    return {"since": span.since, "until": span.until}


def divided(source: str, columns: Sequence[str], numbers: str, **parameters: Any) -> Values:
    """`numbers` over all of `source` (a table with its condition) as ("all", None), and by each of its columns as
    (column, value)."""
    names = ", ".join(columns)
    sets = ", ".join(("()", *(f"({column})" for column in columns)))
    statement = f"SELECT grouping({names}), {names}, {numbers} FROM {source} GROUP BY GROUPING SETS ({sets})"  # noqa: S608 -- put together from constants; values are parameters
    found: Values = {}
    for mask, *row in rows(statement, **parameters):
        by = [nth for nth in range(len(columns)) if not mask >> (len(columns) - 1 - nth) & 1]
        key = (columns[by[0]], nobody(row[by[0]])) if by else WHOLE
        values = tuple(row[len(columns) :])
        found[key] = values if len(values) > 1 else values[0]
    return found
