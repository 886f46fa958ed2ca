"""What a model of LaporGub's history lets be decided without a person, and how quick and how large everything is that
reads a report. One training for both. Called by `bench.understanding`; the model is gone when it ends."""

import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from csv import DictReader
from dataclasses import replace
from functools import cache
from pathlib import Path

import django

from rumahrakyat.understanding.classifier import Trained, nearly, train

_FILE = "laporgub_2024_stemmed.csv.gz"
_READ = 400
# A process that does what a worker does with a report: the model loaded, one report read.
_WORKER = """
import sys
from pathlib import Path
import django
django.setup()
from rumahrakyat.understanding.classifier import Classifier

def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096 / 2**20

from rumahrakyat.routing import asking
asking.ask("Jalan berlubang di Kecamatan Tembalang, Kota Semarang", by=asking.of_province())
before = resident()
model = Classifier.load(Path(sys.argv[1]))
model.read("Jalan berlubang di Kecamatan Tembalang, Kota Semarang")
print(before, resident())
"""


@cache
def _learnt(corpora: Path) -> tuple[Trained, float, tuple[str, ...]]:
    """The model, the seconds its training took, and the texts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahrakyat.config.settings")
    django.setup()
    with gzip.open(corpora / _FILE, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in DictReader(file) if row["teks"].strip()]
    kept, _, _ = nearly.first_of_each([row["teks"] for row in rows])
    texts, labels = [rows[at]["teks"] for at in kept], [rows[at]["kategori"] for at in kept]
    begun = time.process_time()
    trained = train(texts, labels, seed=1, least=20)
    return trained, time.process_time() - begun, tuple(texts)


def thresholds(corpora: Path) -> str:
    """The thresholds that routing would choose from readings of reports that the model had not seen, as Markdown."""
    from rumahrakyat.routing.thresholds import Reading, choose  # noqa: PLC0415 -- routing needs Django set up

    trained, _, _ = _learnt(corpora)
    readings = [Reading(one.label, one.probability, one.right) for one in trained.held_out]
    found = choose(readings)
    acted = [one for one in readings if one.probability >= found.for_category(one.category)]
    right = sum(one.right for one in acted) / max(1, len(acted))
    summary = (
        f"LaporGub, {len(readings):,} reports, each read by a model that had not seen it: "
        f"{len(acted) / len(readings):.3f} are decided without a person, {right:.3f} of those rightly."
    )
    lines = [
        summary,
        "",
        "| Category taken | Reports | Threshold | Decided | right |",
        "|---|---|---|---|---|",
    ]
    for code, one in sorted(found.by_category.items(), key=lambda item: -item[1].readings):
        kept = f"{1 - one.wrong / one.kept:.3f}" if one.kept else "–"
        lines.append(f"| {code} | {one.readings:,} | {one.at:.3f} | {one.kept / max(1, one.readings):.3f} | {kept} |")
    return "\n".join(lines)


def speed(corpora: Path) -> str:
    """Milliseconds a report on one core, and megabytes of a worker, as Markdown."""
    from rumahrakyat.routing import asking  # noqa: PLC0415 -- routing needs Django set up
    from rumahrakyat.routing.guessing import Codes, Learnt  # noqa: PLC0415
    from rumahrakyat.routing.thresholds import choose  # noqa: PLC0415

    trained, seconds, texts = _learnt(corpora)
    by, model = asking.of_province(), trained.classifier
    learnt = replace(by, learnt=Learnt(model, Codes(by.categories), choose([])))
    some = texts[:: max(1, len(texts) // _READ)][:_READ]
    parts: list[tuple[str, Callable[[str], object]]] = [
        ("text, place, category and responsibility, first day", lambda text: asking.ask(text, by=by)),
        ("the same with a model of LaporGub", lambda text: asking.ask(text, by=learnt)),
        ("the model alone, with its reasons", model.read),
    ]
    lines = ["| A report of LaporGub | Mean | Median | 95 of 100 within |", "|---|---|---|---|"]
    lines += [_timed(name, read, some) for name, read in parts]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        model.save(path)
        size = path.stat().st_size / 2**20
        words = [sys.executable, "-c", _WORKER, str(path)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    before, after = (float(one) for one in done.stdout.split())
    note = (
        f"A process that reads reports holds {before:.0f} MB, with that model {after:.0f} MB. The model is a file of "
        f"{size:.1f} MB; training it took {seconds:.0f} seconds of one core."
    )
    return "\n".join([*lines, "", note])


def _timed(name: str, read: Callable[[str], object], texts: tuple[str, ...]) -> str:
    read("jalan rusak")  # what is built at first use is no cost of a report
    spent = []
    for text in texts:
        begun = time.perf_counter()
        read(text)
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    mean, middle, most = sum(spent) / len(spent), spent[len(spent) // 2], spent[int(0.95 * len(spent))]
    return f"| {name} | {mean:.1f} ms | {middle:.1f} ms | {most:.1f} ms |"
