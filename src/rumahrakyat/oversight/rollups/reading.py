"""The one way in which figures read the rollups."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection

# Called before each reading, for whoever has no worker that folds, such as tests.
before_reading: list[Callable[[], None]] = []


def rows(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    for call in before_reading:
        call()
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
