"""Like is compared with like: where bodies are divided into groups of the same volume."""

from collections.abc import Sequence
from typing import Final

from rumahrakyat.oversight.periods import MONTH, QUARTER, WEEK

# Lower bounds of the large and the middle group, per period; the first pair with enough large ones is taken, so that
# a small province is divided as well as a large one.
BOUNDS: Final = {
    WEEK: ((20, 5), (10, 4), (5, 2)),
    MONTH: ((80, 20), (40, 12), (20, 8), (10, 4), (5, 2)),
    QUARTER: ((240, 60), (80, 20), (40, 12), (20, 8), (10, 4)),
}
_ENOUGH: Final = 3


def bounds(volumes: Sequence[int], period: str) -> tuple[int, int]:
    """Where the groups are divided: at least three large bodies if the province has them."""
    pairs = BOUNDS[period]
    return next((pair for pair in pairs if sum(volume >= pair[0] for volume in volumes) >= _ENOUGH), pairs[-1])
