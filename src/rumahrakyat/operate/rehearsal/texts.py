"""Texts out of a CSV file, each with an identity of its own that is the same at every replay."""

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Names that collections of complaints give to the column with the citizen's words, the best first.
_COLUMNS = ("text", "teks", "teks_tanpa_alamat_instansi", "teks_asli", "isi", "laporan", "keluhan", "message", "body")
LONGEST_FIELD = 1_000_000


class NoTexts(Exception):
    """The file cannot be read as a table of texts; the message tells the operator why."""


@dataclass(frozen=True)
class Row:
    """`line` counts the texts of the file from 1; `identity` is the file's own id, or the line."""

    line: int
    identity: str
    text: str


def read(path: Path, *, column: str = "", limit: int | None = None) -> list[Row]:
    """The first `limit` rows with words in them. Raises `NoTexts`."""
    try:
        with _opened(path) as file:
            return list(_rows(csv.DictReader(file), column, limit))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise NoTexts(f"{path} cannot be read: {error}") from error


def _opened(path: Path) -> io.TextIOWrapper:
    csv.field_size_limit(LONGEST_FIELD)
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _rows(table: "csv.DictReader[str]", wanted: str, limit: int | None) -> Iterator[Row]:
    names = list(table.fieldnames or [])
    column = wanted or guess(names)
    if column not in names:
        raise NoTexts(
            f"there is no column {column or 'with texts'!r}; there are: {', '.join(names)} (--text names one)"
        )
    line = 0
    for values in table:
        if limit is not None and line >= limit:
            return
        text = (values.get(column) or "").replace("\x00", "").strip()
        if text:
            line += 1
            yield Row(line, (values.get("id") or "").strip() or str(line), text)


def guess(names: list[str]) -> str:
    """The column that most likely holds the citizen's words; the only one when there is one; empty when unknown."""
    lowered = {name.strip().lower(): name for name in reversed(names)}
    known = next((lowered[name] for name in _COLUMNS if name in lowered), "")
    return known or (names[0] if len(names) == 1 else "")
