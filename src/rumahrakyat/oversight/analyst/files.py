"""A table as a file, CSV or Parquet: written row by row beside the database's answer, in little memory however long."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Final

import duckdb
from django.db import connection, transaction
from psycopg import sql

from rumahrakyat.lib import locks
from rumahrakyat.oversight.analyst.tables import Table

KINDS: Final = ("parquet", "csv")
MEMORY: Final = "256MB"
# What a spreadsheet would run instead of show.
_RISKY: Final = r"^[=+\-@\t\r]"


class Busy(Exception):
    """Another file is being written; they take turns, so that many askers cannot stop everybody else."""


@dataclass(frozen=True)
class Span:
    """Local days, both included; None: from the beginning, or to the end."""

    first: date | None = None
    last: date | None = None


def write(table: Table, kind: str, span: Span) -> IO[bytes]:
    """The file, open at its beginning; it disappears when it is closed. Raises `Busy`."""
    with transaction.atomic(), _turn(), tempfile.TemporaryDirectory(prefix="rumahrakyat-data-") as name:
        rows = Path(name) / "rows.csv"
        _rows(table, span, rows, guarded=kind == "csv")
        if kind == "csv":
            return _kept(rows)
        _parquet(table, rows, Path(name))
        return _kept(Path(name) / "rows.parquet")


@contextmanager
def _turn() -> Iterator[None]:
    if not locks.attempt("oversight.analyst"):
        raise Busy
    yield


def _rows(table: Table, span: Span, target: Path, *, guarded: bool) -> None:
    """COPY, the fastest way out of PostgreSQL, in the pieces in which it comes."""
    columns = [_column(one.name, risky=guarded and one.name == "name") for one in table.columns]
    chosen = sql.SQL("SELECT {} FROM analyst.{}").format(sql.SQL(", ").join(columns), sql.Identifier(table.name))
    limits = [
        sql.SQL("{} {} {}").format(sql.Identifier(table.day), sql.SQL(sign), sql.Literal(day.isoformat()))
        for sign, day in ((">=", span.first), ("<=", span.last))
        if day is not None and table.day
    ]
    if limits:
        chosen += sql.SQL(" WHERE ") + sql.SQL(" AND ").join(limits)
    order = sql.SQL(", ").join(sql.Identifier(one.name) for one in table.columns[:2])
    question = sql.SQL("COPY ({} ORDER BY {}) TO STDOUT WITH (FORMAT csv, HEADER)").format(chosen, order)
    with connection.cursor() as cursor, target.open("wb") as file:
        inner = cursor.cursor  # psycopg's own: Django's wrapper knows no COPY
        with inner.copy(question) as copied:
            for piece in copied:
                file.write(piece)


def _column(name: str, *, risky: bool) -> sql.Composable:
    if not risky:
        return sql.Identifier(name)
    return sql.SQL("CASE WHEN {0} ~ {1} THEN '''' || {0} ELSE {0} END AS {0}").format(
        sql.Identifier(name), sql.Literal(_RISKY)
    )


def _parquet(table: Table, rows: Path, folder: Path) -> None:
    types = ", ".join(f"'{one.name}': '{one.type}'" for one in table.columns)
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY, "threads": 1, "temp_directory": str(folder),
    }  # fmt: skip
    with duckdb.connect(":memory:", config=config) as own:
        own.execute(
            f"COPY (SELECT * FROM read_csv('{rows}', header=true, columns={{{types}}}))"  # noqa: S608 -- our own words
            f" TO '{folder / 'rows.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
        )


def _kept(path: Path) -> IO[bytes]:
    """Open before its folder is removed: the bytes stay until the file is closed."""
    return path.open("rb")
