"""What the first day already knows of a text, as features: how far it belongs to each sub-category, by the province's
lexicon and our own sentences. A history of some thousand reports says little of rare words; those know them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from rumahrakyat.understanding.classifier.arrays import Floats

_kept: dict[str, Floats] | None = None


def codes() -> tuple[str, ...]:
    """The sub-categories of the active province that it has sentences for."""
    from rumahrakyat.understanding.data import first_day  # noqa: PLC0415 -- a model without hints needs no province

    return first_day().codes


def shares(text: str, wanted: Sequence[str]) -> Floats:
    """One number for each of the wanted sub-categories, the root of its share, so that their squares add up to one as
    those of words and of letters do. A sub-category that the province no longer has counts nothing."""
    from rumahrakyat.understanding.data import first_day  # noqa: PLC0415

    found = {one.code: one.share for one in first_day().categories(text)}
    return np.sqrt(np.array([found.get(code, 0.0) for code in wanted], dtype=np.float32))


def table(texts: Sequence[str], wanted: Sequence[str]) -> Floats:
    """The same for many texts, one row each."""
    if not wanted:
        return np.zeros((len(texts), 0), dtype=np.float32)
    kept = {} if _kept is None else _kept
    for text in texts:
        if text not in kept:
            kept[text] = shares(text, wanted)
    return np.array([kept[text] for text in texts], dtype=np.float32).reshape(len(texts), len(wanted))


@contextmanager
def kept() -> Iterator[None]:
    """Within it every text is read once, however many models learn from it: for measurements, not for a worker, since
    it remembers all of them. One province at a time, one thread."""
    global _kept  # noqa: PLW0603 -- a measurement is one process that does nothing else
    before, _kept = _kept, {} if _kept is None else _kept
    try:
        yield
    finally:
        _kept = before
