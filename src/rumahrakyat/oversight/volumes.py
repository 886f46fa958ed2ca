"""Like is compared with like: where bodies are divided into groups of the same volume."""

from collections.abc import Sequence
from typing import Final

from rumahrakyat.oversight.calendar_spans import parse
from rumahrakyat.oversight.periods import MONTH, QUARTER, TODAY, WEEK

YEAR: Final = "tahun"
# Lower bounds of the large and the middle group, per period; the first pair with enough large ones is taken, so that
# a small province is divided as well as a large one.
BOUNDS: Final = {
    WEEK: ((20, 5), (10, 4), (5, 2)),
    MONTH: ((80, 20), (40, 12), (20, 8), (10, 4), (5, 2)),
    QUARTER: ((240, 60), (80, 20), (40, 12), (20, 8), (10, 4)),
    YEAR: ((960, 240), (240, 60), (80, 20), (40, 12), (20, 8)),
}
_ENOUGH: Final = 3
_LONGEST: Final = ((10, WEEK), (45, MONTH), (135, QUARTER))


def _size(period: str) -> str:
    """Which of the bounds fit a period: any other is as long as one of these, more or less."""
    if period in BOUNDS:
        return period
    days = 1 if period == TODAY else parse(period).count
    return next((size for longest, size in _LONGEST if days <= longest), YEAR)


def bounds(volumes: Sequence[int], period: str) -> tuple[int, int]:
    """Where the groups are divided: at least three large bodies if the province has them. Raises a `PeriodFault`."""
    pairs = BOUNDS[_size(period)]
    return next((pair for pair in pairs if sum(volume >= pair[0] for volume in volumes) >= _ENOUGH), pairs[-1])
