"""The index of public satisfaction (IKM), reckoned exactly. Pure.

Nine elements, each marked 1 to 4. NRR of an element = sum of its marks / number of its marks; index = 25 x sum over the
elements of NRR x 1/9 (guideline for SKM: PermenPANRB 14/2017). Its annex rounds 1/9 to 0.11, with which nobody could
reach more than 99; the exact ninth is used here, and said. A mark that was not given counts for nothing: it is left out
of its element's mean, neither as a zero nor as an average. Where an element has no mark at all there is no index.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

ELEMENTS: Final = 9
LOWEST, HIGHEST = 1, 4
WEIGHT: Final = Fraction(1, ELEMENTS)
# (least index of the band, its letter): the bounds of the guideline, applied to the index rounded to two places.
_BANDS: Final = ((Decimal("88.31"), "A"), (Decimal("76.61"), "B"), (Decimal("65.00"), "C"), (Decimal("25.00"), "D"))
_CHI_SQUARE, _SHARE, _ERROR = Fraction(3841, 1000), Fraction(1, 4), Fraction(1, 400)  # 95 percent, p = q = 1/2, d = .05


@dataclass(frozen=True)
class Index:
    """What a set of answers comes to. `answers`: how many people marked anything; `counts` and `sums` by element."""

    answers: int
    counts: tuple[int, ...]
    sums: tuple[int, ...]

    @property
    def means(self) -> tuple[Fraction | None, ...]:
        """The mean mark of each element, 1 to 4; None where nobody marked it."""
        return tuple(Fraction(s, n) if n else None for s, n in zip(self.sums, self.counts, strict=True))

    @property
    def exact(self) -> Fraction | None:
        """The index, 25 to 100; None while an element has no mark."""
        total = Fraction(0)
        for mean in self.means:
            if mean is None:
                return None
            total += mean * WEIGHT
        return 25 * total

    @property
    def value(self) -> Decimal | None:
        """The index to two places, halves up."""
        return None if self.exact is None else rounded(self.exact)

    @property
    def band(self) -> str:
        """A to D; empty without an index."""
        found = self.value
        return "" if found is None else next(letter for least, letter in _BANDS if found >= least)


def rounded(exact: Fraction, places: str = "0.01") -> Decimal:
    """Halves up, from the exact value: never from one that was rounded before."""
    scale = Fraction(Decimal(places))
    units = (exact / scale + Fraction(1, 2)).__floor__()
    return (Decimal(units) * Decimal(places)).quantize(Decimal(places), rounding=ROUND_HALF_UP)


def reckon(answers: Iterable[Sequence[int]]) -> Index:
    """The index of these answers, each nine marks; 0 is a mark that was not given. Answers without any are left out."""
    counts, sums, people = [0] * ELEMENTS, [0] * ELEMENTS, 0
    for marks in answers:
        if not any(marks):
            continue
        people += 1
        for nth, mark in enumerate(marks):
            if mark:
                counts[nth] += 1
                sums[nth] += mark
    return Index(people, tuple(counts), tuple(sums))


def sample_size(population: int) -> int:
    """How many answers speak for so many people, after Krejcie and Morgan, to the nearest whole."""
    if population <= 0:
        return 0
    top = _CHI_SQUARE * population * _SHARE
    return int(rounded(top / (_ERROR * (population - 1) + _CHI_SQUARE * _SHARE), "1"))
