"""The cases of a figure as facts for an export: numbers, names of bodies and places, instants; nobody's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from rumahrakyat.oversight.cases import OF_CLOCKS, OLDEST_FIRST, Filter, after_key, clocks, key_of, order_of, reports
from rumahrakyat.oversight.periods import Window
from rumahrakyat.oversight.sight import Sight

CHUNK: Final = 5000
_COLUMNS: Final = (
    "number", "holder__name", "regency__kind", "regency__name", "district__name", "category__name", "kind",
    "channel", "stage", "received_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """One case. `due_at` and `met_at` are of the clock that the figure counts; None for figures of cases."""

    report_id: int
    number: str
    agency: str
    regency: str
    district: str
    category: str
    kind: str
    channel: str
    stage: str
    received_at: datetime
    due_at: datetime | None
    met_at: datetime | None


def chunks(wanted: Filter, window: Window, sight: Sight, *, size: int = CHUNK) -> Iterator[list[Facts]]:
    """All cases of a figure in the order of its list, `size` at a time: never more than that is held.

    Raises `KeyError` for an unknown figure or duty.
    """
    of_clocks = wanted.figure in OF_CLOCKS
    found: QuerySet[Any] = (clocks if of_clocks else reports)(wanted, window, sight)
    order, oldest_first = order_of(wanted.figure), wanted.figure in OLDEST_FIRST
    prefix = "report__" if of_clocks else ""
    columns = ["report_id" if of_clocks else "pk", *(f"{prefix}{name}" for name in _COLUMNS)]
    columns += ["due_at", "met_at"] if of_clocks else []
    return _chunks(found, columns, order, oldest_first, size)


def _chunks(
    found: QuerySet[Any], columns: list[str], order: str, oldest_first: bool, size: int
) -> Iterator[list[Facts]]:
    after = ""
    while True:
        rows = list(after_key(found, order, oldest_first, after).values_list(*columns, order, "pk")[:size])
        if rows:
            yield [_facts(*row[:-2]) for row in rows]
        if len(rows) < size:
            return
        after = key_of(rows[-1][-2], rows[-1][-1])


def _facts(  # noqa: PLR0913, PLR0917 -- one argument per column
    report_id: int,
    number: str,
    agency: str | None,
    region_kind: str | None,
    regency: str | None,
    district: str | None,
    category: str | None,
    kind: str,
    channel: str,
    stage: str,
    received_at: datetime,
    due_at: datetime | None = None,
    met_at: datetime | None = None,
) -> Facts:
    place = f"{region_kind} {regency}" if regency else ""
    return Facts(
        report_id, number, agency or "", place, district or "", category or "", kind, channel, stage, received_at,
        due_at, met_at,
    )  # fmt: skip
