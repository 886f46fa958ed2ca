"""What an installation without history makes of a file: the words of its province and its own examples."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rumahrakyat.regions.province import active
from rumahrakyat.understanding import data, mapping
from rumahrakyat.understanding.classifier import baselines, evaluation, tables
from rumahrakyat.understanding.firstday import mains


def judge(examples: Sequence[tables.Example], *, table: Path | None, seed: int) -> dict[str, Any]:
    """Main categories of these texts against their labels. Texts whose label belongs to none of our categories are
    counted and left out. Raises `mapping.BadMapping`."""
    categories = active().document("categories.json")
    known = mapping.of(categories, table)
    codes = tuple(sorted(main["code"] for main in categories))
    pairs = [(one.text, category) for one in examples if (category := known.category(one.label))]
    if not pairs:
        raise mapping.BadMapping("no label of the file is a category of ours; say which is which with --map FILE.csv")
    reader = data.first_day()
    reader.categories(pairs[0][0])  # what is built at first use is no cost of a report
    chances = np.zeros((len(pairs), len(codes)))
    begun = time.perf_counter()
    for at, (text, _) in enumerate(pairs):
        for code, share in mains(reader.categories(text)).items():
            chances[at, codes.index(code)] = share
    wait = (time.perf_counter() - begun) / len(pairs) * 1000
    chances[chances.sum(axis=1) == 0, codes.index("lain-lain")] = 1e-6  # not a word known: anything else
    truth = np.array([codes.index(category) for _, category in pairs], dtype=np.intp)
    judged = evaluation.Judged(codes, truth, chances, ms_per_report=wait)
    unmapped = sorted({one.label for one in examples if known.category(one.label) is None})
    return {
        "method": "untrained",
        **evaluation.figures(judged, seed=seed),
        "baselines": baselines.of_labels([category for _, category in pairs]),
        "unmapped": len(examples) - len(pairs),
        "unmapped_labels": len(unmapped),
        "tables": list(known.tables),
    }
