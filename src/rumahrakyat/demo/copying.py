"""Writing many rows fast: rows as text for COPY, and tables that are relieved of their indexes meanwhile."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import InternalError, ProgrammingError, connection, models, transaction
from django.db.models import NOT_PROVIDED

NULL: Final = "\\N"
_SPECIAL: Final = re.compile(r"[\\\t\n\r]").search
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def text(value: object) -> str:
    """A value as COPY's text format wants it."""
    if value is None:
        return NULL
    kind = type(value)
    if kind is bool:
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.isoformat()
    words = json.dumps(value, ensure_ascii=False) if kind in {dict, list} else str(value)
    return words.translate(_ESCAPES) if _SPECIAL(words) else words


class Table:
    """A model's table. `row` takes attribute names (`holder_id`); what is not named gets the model's default."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = model._meta.concrete_fields  # noqa: SLF001 (documented in Django's manual under this name)
        self.model = model
        self.name = model._meta.db_table  # noqa: SLF001
        self._columns = ", ".join(f'"{field.column}"' for field in fields)
        self._index = {field.attname: position for position, field in enumerate(fields)}
        self._defaults = [text(_default(field)) for field in fields]

    def row(self, **values: object) -> str:
        cells = self._defaults.copy()
        for name, value in values.items():
            cells[self._index[name]] = value if type(value) is Ready else text(value)
        return "\t".join(cells) + "\n"

    def write(self, rows: Sequence[str]) -> None:
        if not rows:
            return
        with connection.cursor() as cursor, cursor.copy(f'COPY "{self.name}" ({self._columns}) FROM STDIN') as copy:
            copy.write("".join(rows))

    def reserve(self, count: int) -> int:
        """The first of `count` primary keys that nobody else will be given."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [self.name])
            (sequence,) = cursor.fetchone()
            return reserve(str(sequence), count)


class Ready(str):
    """Text that is escaped already."""

    __slots__ = ()


def _default(field: Any) -> object:
    if field.default is NOT_PROVIDED:
        return None if field.null or field.primary_key or field.is_relation else ""
    return field.get_default()


def reserve(sequence: str, count: int) -> int:
    """The first of `count` numbers of a sequence; it goes on behind them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        (first,) = cursor.fetchone()
        cursor.execute("SELECT setval(%s, %s)", [sequence, first + count])
    return int(first)


def trust_the_rows() -> None:
    """Skip the checks of foreign keys in this transaction where the database lets us; the keys come from it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        try:
            with transaction.atomic():
                cursor.execute("SET LOCAL session_replication_role = replica")
        except (ProgrammingError, InternalError):
            return  # not ours to decide on a managed server: slower, and as good


@contextmanager
def without_indexes(tables: Sequence[Table]) -> Iterator[None]:
    """Drop the plain indexes of `tables` and build them again afterwards: much faster for very many rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_class t ON t.oid = i.indrelid WHERE t.relname = ANY(%s) AND NOT i.indisunique",
            [[table.name for table in tables]],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            for _name, definition in indexes:
                cursor.execute(definition)
