"""Finding the folder of data files that makes this installation a given province's.

One folder under ``provinces/`` is one province; nothing in Python knows which ones exist.
"""

import csv
import gzip
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

PROVINCES = Path(__file__).parent.parent / "provinces"


class UnknownProvince(LookupError):
    """No data folder has this name."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"no province {name!r}; there is: {', '.join(known) or 'none'}")
        self.name = name
        self.known = known


@dataclass(frozen=True)
class Province:
    """The data folder of one province."""

    name: str
    folder: Path

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of a CSV file."""
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def document(self, name: str) -> Any:
        """The content of a JSON file, gzipped or not."""
        path = self.folder / name
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return json.loads(raw)

    @property
    def facts(self) -> dict[str, Any]:
        """Code, name, numbers to call and the like, from ``province.json``."""
        return _facts(self.folder)


@lru_cache(maxsize=8)
def _facts(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "province.json").read_text(encoding="utf-8")))


def known() -> list[str]:
    """The names of all provinces there are data for, sorted."""
    return sorted(path.parent.name for path in PROVINCES.glob("*/province.json"))


def province(name: str) -> Province:
    """A province by the name of its folder; UnknownProvince when there is none."""
    if name not in known():
        raise UnknownProvince(name, known())
    return Province(name, PROVINCES / name)


def active() -> Province:
    """The province of this installation: the setting PROVINCE, or the only one there is. Looked up once per process.

    A command that needs no settings, such as training from a file, is told by RUMAHRAKYAT_PROVINCE alone.
    UnknownProvince when nothing is named and there is not exactly one.
    """
    named = getattr(settings, "PROVINCE", "") if settings.configured else os.environ.get("RUMAHRAKYAT_PROVINCE", "")
    return _chosen(str(named or ""), PROVINCES)


@lru_cache(maxsize=8)
def _chosen(chosen: str, _folder: Path) -> Province:
    names = known()
    if not chosen and len(names) == 1:
        chosen = names[0]
    return province(chosen)
