"""How well places are read from words, on own phrases: `src/rumahrakyat/regions/tests/phrases.csv`.

Called by `bench.understanding`. Phrases of other provinces do not serve: their places lie elsewhere.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from math import sqrt
from pathlib import Path

import django

from rumahrakyat.regions.names import place_from_words
from rumahrakyat.regions.tests.phrases import Phrase, Score, is_offered, phrases, score

PARTS = (("development", "Development"), ("held out", "Held out"), ("later", "Written later"), ("last", "Written last"))
LENGTHS = (300, 8_000)
SAMPLES = 200
# One sentence without a place, as what stands around the place in a long complaint.
AROUND = (
    "Kami sudah berkali-kali menyampaikan hal ini dan belum ada tindak lanjut sampai sekarang, mohon perhatiannya. "
)


def measure(corpora: Path) -> str:  # noqa: ARG001 -- all measurements are called alike
    """Precision and recall at the level of regencies and of districts, speed and memory, as Markdown.

    `corpora` is not read: no corpus has places of this province with their right answers.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")
    django.setup()
    known = phrases()
    lines = [
        "| Phrases | n | Level | Decided | Precision | Recall | What stays open is offered |",
        "|---|---|---|---|---|---|---|",
    ]
    for part, name in (*PARTS, ("", "**All**")):
        chosen = [phrase for phrase in known if part in {"", phrase.part}]
        regency, district = score(chosen, place_from_words)
        lines += [_row(name, chosen, "regency", regency, _offered(chosen))]
        lines += [_row(name, chosen, "district", district, "")]
    return "\n".join([*lines, "", *_speed(), "", _note(known)])


def _row(name: str, chosen: list[Phrase], level: str, found: Score, offered: str) -> str:
    precision, recall = _share(found.right, found.decided), _share(found.right, found.knowable)
    return f"| {name} | {len(chosen)} | {level} | {found.decided} | {precision} | {recall} | {offered} |"


def _offered(chosen: list[Phrase]) -> str:
    open_ones = [phrase for phrase in chosen if phrase.answer == "ambiguous"]
    return f"{sum(is_offered(phrase, place_from_words(phrase.text)) for phrase in open_ones)} of {len(open_ones)}"


def _share(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} ({low:.3f} to {high:.3f})"


def wilson(part: int, whole: int, *, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (1927)."""
    share, square = part / whole, z * z
    middle = share + square / (2 * whole)
    half = z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    below = 1 + square / whole
    return (middle - half) / below, (middle + half) / below


def _speed() -> list[str]:
    texts = [phrase.text for phrase in phrases()]
    lines = ["| Text | Median | 99 of 100 within |", "|---|---|---|"]
    makers: list[tuple[str, Callable[[int], str]]] = [("a phrase of the set", lambda nth: texts[nth % len(texts)])]
    makers += [(f"{length:,} characters, one place", _around(texts, length)) for length in LENGTHS]
    makers += [(f"{length:,} characters, nothing but places", _crowded(texts, length)) for length in LENGTHS]
    for name, make in makers:
        spent = sorted(_spent(make(nth)) for nth in range(SAMPLES))
        lines.append(f"| {name} | {spent[SAMPLES // 2]:.2f} ms | {spent[SAMPLES * 99 // 100]:.2f} ms |")
    seconds, megabytes = _index()
    return [
        *lines,
        "",
        f"The index of all names is read in {seconds:.2f} s once per process and takes {megabytes:.0f} MB.",
    ]


def _around(texts: list[str], length: int) -> Callable[[int], str]:
    def make(nth: int) -> str:
        phrase = texts[nth % len(texts)]
        before = AROUND * (length // len(AROUND) // 2)
        return f"{before}{phrase}. {AROUND * (length // len(AROUND))}"[:length]

    return make


def _crowded(texts: list[str], length: int) -> Callable[[int], str]:
    return lambda nth: " ".join([*texts[nth % len(texts) :], *texts])[:length]


def _spent(text: str) -> float:
    begin = time.perf_counter()
    place_from_words(text)
    return (time.perf_counter() - begin) * 1000


_INDEX = """
import json, time
import django
django.setup()
from rumahrakyat.regions import names

def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096 / 2**20

before, begin = resident(), time.perf_counter()
names.place_names()
print(json.dumps([time.perf_counter() - begin, resident() - before]))
"""


def _index() -> tuple[float, float]:
    """Seconds and megabytes of building the index, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _INDEX], capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return float(seconds), float(megabytes)


def _note(known: list[Phrase]) -> str:
    kinds = {
        kind: sum(phrase.answer == kind for phrase in known) for kind in ("place", "ambiguous", "none", "elsewhere")
    }
    return (
        f"{len(known)} phrases: {kinds['place']} name one place, {kinds['ambiguous']} leave it open, {kinds['none']} "
        f"name none, {kinds['elsewhere']} one outside the province. Intervals are Wilson's, 95 %. To decide where the "
        "words leave it open, or where they name no place, counts as wrong. Not applicable to the corpora: the places "
        "of Surabaya and Bandung lie in other provinces, and the others have no right answers for places."
    )
