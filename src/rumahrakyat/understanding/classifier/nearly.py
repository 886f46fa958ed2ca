"""Texts that say nearly the same: campaigns that are copied and sent by many, corrections of one's own report.

Left in, they are learned by heart and then recognised, and every figure is too good. Two texts are nearly the same when
they share at least four fifths of their runs of five letters (Jaccard). Exact, not estimated: two texts so alike share
at least one of the rarest runs of each, so only those are looked up (prefix filtering; Chaudhuri et al. 2006).
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

ALIKE = 0.8
_RUN = 5
_OTHER = re.compile(r"[\W_]+")


def first_of_each(texts: Sequence[str], *, alike: float = ALIKE) -> tuple[list[int], int, int]:
    """The positions of texts to keep: of texts that are alike, the first one. Then how many others were the same but
    for punctuation and capitals, and how many were nearly the same."""
    plain = [_OTHER.sub(" ", text.lower()).strip() for text in texts]
    seen: set[str] = set()
    distinct = [at for at, text in enumerate(plain) if not (text in seen or seen.add(text))]  # type: ignore[func-returns-value]
    kept = _not_near([plain[at] for at in distinct], alike)
    return [distinct[at] for at in kept], len(texts) - len(distinct), len(distinct) - len(kept)


def _not_near(texts: Sequence[str], alike: float) -> list[int]:
    runs = _ranked([{text[at : at + _RUN] for at in range(max(1, len(text) - _RUN + 1))} for text in texts])
    by_run: dict[int, list[int]] = {}
    kept = []
    for at, own in enumerate(runs):
        rarest = sorted(own)[: len(own) - math.ceil(alike * len(own)) + 1]
        if not _has_like(own, rarest, runs, by_run, alike):
            kept.append(at)
            for run in rarest:
                by_run.setdefault(run, []).append(at)
    return kept


def _ranked(runs: Sequence[set[str]]) -> list[set[int]]:
    """Runs as numbers, the rarest first: quick to sort and to compare."""
    common = Counter(chain.from_iterable(runs))
    rank = {run: at for at, run in enumerate(sorted(sorted(common), key=common.__getitem__))}
    return [{rank[run] for run in own} for own in runs]


def _has_like(
    own: set[int], rarest: Sequence[int], runs: Sequence[set[int]], by_run: dict[int, list[int]], alike: float
) -> bool:
    candidates = {at for run in rarest for at in by_run.get(run, ())}
    for at in candidates:
        other = runs[at]
        if min(len(own), len(other)) < alike * max(len(own), len(other)):
            continue
        shared = len(own & other)
        if shared >= alike * (len(own) + len(other) - shared):
            return True
    return False
