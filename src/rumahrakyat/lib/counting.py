"""Several small reads in one round to the database."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

_COUNT = "(SELECT count(*) FROM ({}) AS part)"
_ROWS = "(SELECT coalesce(json_agg(part), '[]')::text FROM ({}) AS part)"


def together(
    *, counts: Mapping[str, QuerySet[Any, Any]], rows: Mapping[str, QuerySet[Any, Any]] | None = None
) -> tuple[dict[str, int], dict[str, list[dict[str, Any]]]]:
    """How many rows each of `counts` has, and the rows of each of `rows`, in one statement.

    `rows` are short `values()` of plain columns: they come as JSON has them, a moment as its ISO text.
    """
    wanted = [(name, _COUNT, found) for name, found in counts.items()]
    wanted += [(name, _ROWS, found) for name, found in (rows or {}).items()]
    answers = _ask(wanted)
    read = {name: json.loads(answers.get(name, "[]")) for name in rows or {}}
    return {name: answers.get(name, 0) for name in counts}, read


def _ask(wanted: list[tuple[str, str, QuerySet[Any, Any]]]) -> dict[str, Any]:
    parts: list[str] = []
    values: list[Any] = []
    names: list[str] = []
    for name, shape, found in wanted:
        try:
            statement, given = found.query.sql_with_params()
        except EmptyResultSet:  # known without asking
            continue
        names.append(name)
        parts.append(shape.format(statement))  # written by the ORM
        values.extend(given)
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        answer = cursor.fetchone()
    return dict(zip(names, answer, strict=True))
