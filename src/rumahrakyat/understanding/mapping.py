"""Labels of other installations as our main categories: by name where they agree, else by a table."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parent / "tables"
_WORD = re.compile(r"[a-z0-9]+")
_IDLE = frozenset(("dan", "kategori"))


class BadMapping(ValueError):
    """A table of labels that cannot be used."""


@dataclass(frozen=True)
class LabelMap:
    """`known` maps the words of a label to the code of a main category; `tables` are the files it comes from."""

    known: Mapping[str, str]
    tables: tuple[str, ...]

    def category(self, label: str) -> str | None:
        """The code of the main category, or None when nobody has said which it is."""
        return self.known.get(_words(label))


def by_name(categories: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Codes and names of main categories and of their sub-categories."""
    found: dict[str, str] = {}
    for main in categories:
        for one in (*main.get("children", ()), main):
            code = str(main["code"])
            found |= {_words(str(one["code"]).replace(".", " ")): code, _words(str(one["name"])): code}
    return found


def of(categories: Iterable[Mapping[str, Any]], table: Path | None) -> LabelMap:
    """By name, then by this table (columns: label or topic, category), or by those that come with the product.
    Raises `BadMapping`."""
    named = by_name(categories)
    codes = set(named.values())
    files = [table] if table else sorted(TABLES.glob("*.csv"))
    for file in files:
        named |= _rows(file, codes)
    return LabelMap(named, tuple(file.name for file in files))


def _rows(file: Path, codes: set[str]) -> dict[str, str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.reader(opened))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadMapping(f"cannot read {file}: {problem}") from problem
    if not rows or len(rows[0]) < 2:
        raise BadMapping(f"{file.name} needs two columns: label, category")
    found = {}
    for row in rows[1:]:
        if len(row) < 2 or not row[1].strip():
            continue  # said to belong nowhere
        code = row[1].strip().split(".", 1)[0]
        if code not in codes:
            raise BadMapping(f"{file.name} names the category {code!r}, which does not exist")
        found[_words(row[0])] = code
    return found


def _words(label: str) -> str:
    return " ".join(word for word in _WORD.findall(label.lower()) if word not in _IDLE)
