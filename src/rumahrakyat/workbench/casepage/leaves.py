"""A long story in leaves: the newest entries first, as many as a page can carry, the others one link away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rumahrakyat.reports.queries import Line

MOST_ENTRIES: Final = 60
# Letters of all texts on one leaf: with its marks a page stays below 100 kB.
MOST_LETTERS: Final = 24_000
_LETTERS_OF_A_PHOTO: Final = 300


@dataclass(frozen=True)
class Leaf:
    """The shown lines, oldest first. `older`: the entry before which the next leaf ends; 0 when there is none.
    `newer`: whether this is not the newest leaf."""

    lines: Sequence[Line]
    older: int
    newer: bool


def leaf(lines: Sequence[Line], *, before: int = 0) -> Leaf:
    """The newest lines before the entry with this sequence number (0: of all), at least one."""
    wanted = [line for line in lines if not before or line.entry.seq < before]
    shown: list[Line] = []
    letters = 0
    for line in reversed(wanted):
        letters += len(line.text) + _LETTERS_OF_A_PHOTO * len(line.pictures)
        if shown and (len(shown) >= MOST_ENTRIES or letters > MOST_LETTERS):
            break
        shown.append(line)
    shown.reverse()
    more = len(shown) < len(wanted)
    return Leaf(shown, shown[0].entry.seq if more else 0, len(wanted) < len(lines))
