"""The tables of reference data that people may change, each as its columns and the rules beyond them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from rumahrakyat.lib.faults import Fault
from rumahrakyat.reference.columns import Column

Values = Mapping[str, Any]  # by column, as `Column.parse` gave them


def _nothing_wrong(_row: Model | None, _values: Values) -> list[Fault]:
    return []


def _nothing_more(_row: Any, _values: Values) -> None:
    return None


@dataclass(frozen=True)
class Table:
    """`name` stands in addresses and files. The first column is the code by which a row is known.

    `check` gives what is wrong with values that are right one by one; `after` writes what is no attribute of the row
    (hours, territories). `shown` names the columns of the list. `rows`: which rows of the model belong to the table;
    all when None. `grows` False: its rows are made on another page.
    """

    name: str
    title: str | Promise
    about: str | Promise
    model: type[Model]
    columns: Sequence[Column]
    shown: Sequence[str]
    order: Sequence[str]
    related: Sequence[str] = ()
    check: Callable[[Model | None, Values], list[Fault]] = _nothing_wrong
    after: Callable[[Any, Values], None] = _nothing_more
    apart: frozenset[str] = field(default_factory=frozenset)  # columns that `after` writes
    rows: Callable[[], QuerySet[Any]] | None = None
    grows: bool = True

    @property
    def code(self) -> Column:
        return self.columns[0]

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)

    def values(self, row: Model) -> dict[str, str]:
        """A row as strings, by column."""
        return {column.name: column.read(row) for column in self.columns}

    def subject(self, code: str) -> str:
        """What the audit trail calls a row."""
        return f"{self.name}:{code}"


_tables: Final[dict[str, Table]] = {}


def register(table: Table) -> Table:
    _tables[table.name] = table
    return table


def table(name: str) -> Table | None:
    return _tables.get(name)


def tables() -> list[Table]:
    return list(_tables.values())
