"""Photos of before and after the work, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Photo = Mapping[str, Any]


@dataclass(frozen=True)
class Pairs:
    """`pairs` are (before, after), of which one may be missing; `rest` are photos of neither."""

    pairs: Sequence[tuple[Photo | None, Photo | None]]
    rest: Sequence[Photo]


def paired(photos: Sequence[Photo]) -> Pairs:
    """The first photo of before beside the first of after, and so on; each has its `phase`."""
    before = [one for one in photos if one.get("phase") == "before"]
    after = [one for one in photos if one.get("phase") == "after"]
    longest = max(len(before), len(after))
    sides = [
        (before[nth] if nth < len(before) else None, after[nth] if nth < len(after) else None) for nth in range(longest)
    ]
    return Pairs(sides, [one for one in photos if not one.get("phase")])
