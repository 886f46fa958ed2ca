"""Reading reference data and its history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, Q, QuerySet

from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.reference.tables import Table

PAGE: Final = 50


@dataclass(frozen=True)
class Found:
    rows: list[Any]
    total: int
    page: int
    more: bool


def every(table: Table) -> QuerySet[Any]:
    every_row = table.rows or table.model._default_manager.all  # noqa: SLF001 -- documented in Django's manual as this
    return every_row().select_related(*(one for one in table.related if "+" not in one)).order_by(*table.order)


def row(table: Table, code: str) -> Model | None:
    found: Model | None = every(table).filter(**{table.code.attribute: code}).first()
    return found


def locked(table: Table, code: str) -> Model:
    """The row, held until the transaction ends. Raises the model's `DoesNotExist`."""
    plain = table.model._default_manager.all()  # noqa: SLF001 -- as above
    plain.select_for_update().get(**{table.code.attribute: code})
    found = row(table, code)
    assert found is not None
    return found


def search(table: Table, *, words: str, page: int) -> Found:
    """Rows whose code or name holds the words, `PAGE` at a time."""
    found = every(table)
    if words:
        found = found.filter(Q(**{f"{table.code.attribute}__icontains": words}) | Q(name__icontains=words))
    start = max(page - 1, 0) * PAGE
    rows = list(found[start : start + PAGE + 1])
    return Found(rows[:PAGE], found.count(), max(page, 1), len(rows) > PAGE)


@dataclass(frozen=True)
class Change:
    at: datetime
    by: str
    made: bool
    columns: list[tuple[str, str, str]]  # label, before, after


def history(table: Table, code: str, *, limit: int = 50) -> list[Change]:
    """What was changed in a row, newest first. Rows of the province's files have none before somebody edits them."""
    lines = AuditLine.objects.filter(subject=table.subject(code)).select_related("account").order_by("-at", "-pk")
    return [
        Change(
            line.at,
            line.account.name if line.account else "",
            line.act.endswith(".made"),
            [
                (str(table.column(name).label), before, after)
                for name, (before, after) in line.data.items()
                if any(one.name == name for one in table.columns)
            ],
        )
        for line in lines[:limit]
    ]


def last_editor(table: Table, code: str) -> str:
    line = AuditLine.objects.filter(subject=table.subject(code)).select_related("account").order_by("-at").first()
    return line.account.name if line and line.account else "?"


def counts(tables: list[Table]) -> dict[str, int]:
    return {one.name: every(one).count() for one in tables}


def last_changes(tables: list[Table]) -> dict[str, datetime]:
    """When each table was last changed by a person."""
    found: dict[str, datetime] = {}
    for one in tables:
        line = AuditLine.objects.filter(subject__startswith=f"{one.name}:").order_by("-at").values_list("at").first()
        if line:
            found[one.name] = line[0]
    return found
