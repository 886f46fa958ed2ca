"""Examples from a file: CSV as spreadsheets write it, plain or gzipped, also the export of the national system SP4N."""

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rumahrakyat.understanding.classifier.errors import BadTable, MissingColumn

_GZIP = b"\x1f\x8b"
_LONGEST_FIELD = 10_000_000
_SEPARATORS = (",", ";", "\t", "|")
# The export of SP4N-LAPOR!: the text as corrected by its administrator, or else as it came.
SP4N_TEXTS = ("Isi Laporan Akhir", "Isi Laporan Awal")
SP4N_LABEL = "Kategori"
# Columns that tell the order in which reports came in, when nobody names one.
_ORDERS = ("id", "tracking id", "tanggal", "tanggal laporan masuk", "tanggal_keluhan", "date", "created_at")


@dataclass(frozen=True)
class Example:
    text: str
    label: str
    order: str = ""


@dataclass(frozen=True)
class Table:
    """The usable rows of a file, in the order of the file; how many were left out because text or label was empty."""

    examples: tuple[Example, ...]
    no_text: int
    no_label: int
    ordered_by: str | None

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.examples]

    @property
    def labels(self) -> list[str]:
        return [one.label for one in self.examples]

    def sentences(self) -> list[str]:
        """What was left out, for people."""
        found = ((self.no_text, "without a text"), (self.no_label, "without a label"))
        return [f"{count} rows {why} were left out" for count, why in found if count]


def read(path: Path, *, text: str | None, label: str | None, order: str | None = None) -> Table:
    """Texts and labels of a CSV file. Columns are found whatever their capitals and spaces; several are joined with a
    plus ("title+body"); without names, those of an SP4N export are looked for. Raises `BadTable`, `MissingColumn`."""
    rows = _rows(_decoded(path), path)
    header = _header(rows, path)
    texts = _columns(header, text, SP4N_TEXTS, path)
    joined = bool(text)  # without a name, the first that is filled
    labels = _columns(header, label, (SP4N_LABEL,), path)[:1]
    ordered = _column(header, order) if order else _usual_order(header)
    examples, no_text, no_label = [], 0, 0
    for row in _filled(rows, path):
        fields = [found for at in texts if (found := _field(row, at))]
        words = "\n".join(fields if joined else fields[:1])
        name = " ".join(_field(row, labels[0]).split())
        no_text += not words
        no_label += bool(words) and not name
        if words and name:
            examples.append(Example(words, name, _field(row, ordered) if ordered is not None else ""))
    if not examples:
        raise BadTable(f"{path.name} has no row with both a text and a label")
    return Table(tuple(examples), no_text, no_label, header[ordered] if ordered is not None else None)


def in_order(examples: Sequence[Example]) -> list[int]:
    """The positions of examples from the earliest to the latest: numbers as numbers, dates as they are written (year
    first), and all in the order of the file when any has no place."""
    keys = [one.order.strip() for one in examples]
    if not all(keys):
        return list(range(len(keys)))
    if all(key.isdigit() for key in keys):
        return sorted(range(len(keys)), key=lambda at: int(keys[at]))
    dated = all(key[:4].isdigit() and key[4:5] in "-/" for key in keys)
    return sorted(range(len(keys)), key=lambda at: keys[at]) if dated else list(range(len(keys)))


def repeated(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
        data = gzip.decompress(raw) if raw.startswith(_GZIP) else raw
    except (OSError, EOFError, zlib.error) as problem:
        why = problem.strerror if isinstance(problem, OSError) and problem.strerror else "the gzip file is damaged"
        raise BadTable(f"cannot read {path}: {why}") from problem
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise BadTable(f"{path.name} is not UTF-8 (line {line}); save it as “CSV UTF-8”") from problem


def _rows(content: str, path: Path) -> Iterator[list[str]]:
    first = content[:10_000].split("\n", 1)[0]
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:  # a line that Excel writes for itself
        content, separator = content.split("\n", 1)[1], first[4]
    else:
        separator = max(_SEPARATORS, key=first.count)
    if not content.strip():
        raise BadTable(f"{path.name} is empty")
    csv.field_size_limit(_LONGEST_FIELD)
    return csv.reader(io.StringIO(content, newline=""), delimiter=separator)


def _header(rows: Iterator[list[str]], path: Path) -> list[str]:
    try:
        header = [name.strip() for name in next(rows)]
    except (StopIteration, csv.Error) as problem:
        raise BadTable(f"{path.name} has no header") from problem
    twice = repeated([_plain(name) for name in header if name])
    if twice:
        raise BadTable(f"{path.name} has the column {twice[0]!r} more than once")
    return header


def _filled(rows: Iterator[list[str]], path: Path) -> Iterator[list[str]]:
    try:
        yield from (row for row in rows if row)
    except csv.Error as problem:
        raise BadTable(f"{path.name} is not a CSV file throughout: {problem}") from problem


def _columns(header: list[str], name: str | None, usual: Sequence[str], path: Path) -> list[int]:
    plain = [_plain(one) for one in header]
    if name:
        whole = _plain(name) in plain or "+" not in name
        return [_column(header, one) for one in ([name] if whole else name.split("+"))]
    found = [plain.index(_plain(one)) for one in usual if _plain(one) in plain]
    if not found:
        raise BadTable(f"{path.name} is no SP4N export: say which column to use, with --text and --label")
    return found


def _column(header: list[str], name: str) -> int:
    plain = [_plain(one) for one in header]
    if _plain(name) not in plain:
        raise MissingColumn(name, header)
    return plain.index(_plain(name))


def _usual_order(header: list[str]) -> int | None:
    plain = [_plain(one) for one in header]
    return next((plain.index(name) for name in _ORDERS if name in plain), None)


def _field(row: list[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
