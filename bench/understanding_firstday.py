"""How well the first day is guessed, without any training: the lexicon and our own sentences against real complaints.

LaporGub's categories are our main categories. Surabaya's topics are mapped to them by
``understanding/tables/surabaya_topics.csv``; topics without a counterpart are left out. Nothing here is learned from
these files: terms and weights were chosen while looking at the mistakes in every third report (number divisible by
three), so those are measured apart and the others are the figure that counts.
"""

import csv
import gzip
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django

from rumahrakyat.understanding import firstday
from rumahrakyat.understanding.data import first_day
from rumahrakyat.understanding.firstday import mains

TOPICS = Path(firstday.__file__).parent / "tables" / "surabaya_topics.csv"
# LaporGub's names of the main categories that are not spelled as our codes.
NAMES = {
    "sosial masyarakat": "sosial-masyarakat",
    "permades dan kependudukan": "permades-kependudukan",
    "keuangan dan aset": "keuangan-aset",
    "kategori lain-lain": "lain-lain",
    "ekonomi dan industri": "ekonomi-industri",
    "pembangunan daerah": "pembangunan-daerah",
    "pariwisata dan budaya": "pariwisata-budaya",
}


@dataclass(frozen=True)
class Judged:
    """One report: its number, the main category on record, and ours."""

    number: int
    told: str
    guessed: str


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _judged(texts: list[tuple[int, str, str]]) -> tuple[list[Judged], float]:
    reader = first_day()
    began = time.perf_counter()
    found = [Judged(number, told, next(iter(mains(reader.categories(text))), "")) for number, text, told in texts]
    return found, (time.perf_counter() - began) / max(len(texts), 1) * 1000


def _laporgub(folder: Path) -> list[tuple[int, str, str]]:
    seen: dict[str, tuple[int, str, str]] = {}
    for row in _rows(folder / "laporgub_2024_stemmed.csv.gz"):
        told = NAMES.get(row["kategori"], row["kategori"])
        seen.setdefault(row["teks"], (int(row["id"]), row["teks"], told))
    return list(seen.values())


def _surabaya(folder: Path) -> list[tuple[int, str, str]]:
    with TOPICS.open(encoding="utf-8", newline="") as file:
        mapped = {row["topic"]: row["category"] for row in csv.DictReader(file) if row["category"]}
    seen: dict[str, tuple[int, str, str]] = {}
    for row in _rows(folder / "surabaya_wargaku_2022_2023.csv.gz"):
        if row["topik"] in mapped:
            seen.setdefault(row["teks"], (int(row["id"]), row["teks"], mapped[row["topik"]]))
    return list(seen.values())


def _scores(judged: list[Judged]) -> tuple[float, dict[str, float]]:
    """The accuracy, and the F1 of every category that is on record."""
    right = Counter(one.told for one in judged if one.told == one.guessed)
    told, guessed = Counter(one.told for one in judged), Counter(one.guessed for one in judged)
    each = {code: 2 * right[code] / (told[code] + guessed[code]) for code in told}
    return sum(right.values()) / max(len(judged), 1), each


def _line(name: str, judged: list[Judged]) -> str:
    accuracy, each = _scores(judged)
    margin = 1.96 * (accuracy * (1 - accuracy) / max(len(judged), 1)) ** 0.5
    macro = sum(each.values()) / max(len(each), 1)
    return f"| {name} | {len(judged):,} | {len(each)} | {accuracy:.3f} ± {margin:.3f} | {macro:.3f} |"


def _each(judged: list[Judged]) -> Iterator[str]:
    _, each = _scores(judged)
    told = Counter(one.told for one in judged)
    for code, count in told.most_common():
        taken = Counter(one.guessed for one in judged if one.told == code and one.guessed not in {code, ""})
        others = ", ".join(f"{other} {times}" for other, times in taken.most_common(2))
        yield f"| {code} | {count:,} | {each[code]:.2f} | {others} |"


def measure(corpora: Path) -> str:
    """Markdown tables: both corpora, the part that was looked at beside the rest, and where it fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")
    django.setup()
    corpora_read = {"LaporGub, 17 categories": _laporgub(corpora), "Surabaya, topics mapped": _surabaya(corpora)}
    head = ["| Reports | n | Categories | Accuracy | Macro-F1 |", "|---|---|---|---|---|"]
    tail: list[str] = []
    for name, texts in corpora_read.items():
        judged, milliseconds = _judged(texts)
        rest = [one for one in judged if one.number % 3]
        head.append(_line(f"**{name}: not looked at**", rest))
        head.append(_line(f"{name}: looked at", [one for one in judged if not one.number % 3]))
        tail += ["", f"{name}, not looked at, by category ({milliseconds:.1f} ms a report):", ""]
        tail += ["| Category | n | F1 | Most often taken for |", "|---|---|---|---|", *_each(rest)]
    return "\n".join(head + tail)
