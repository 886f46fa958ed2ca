"""When one contact writes too much at once. Pure: the moments of the last messages and now, to what follows.

Nobody tells a true story in twenty messages within ten minutes; a broken telephone, a joke or an attack does. From the
twentieth on, messages are kept for an officer to look at, and answered once. After a quiet hour all is as before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LIMIT: Final = 20
WITHIN: Final = 10 * 60  # seconds
QUIET: Final = 60 * 60  # seconds


@dataclass(frozen=True)
class Judgement:
    """`held`: keep this message without an answer. `first`: it is the one that began the flood, so say so, once.
    `recent`: the moments to remember."""

    held: bool
    first: bool
    recent: tuple[int, ...]


def judge(recent: Sequence[int], *, flooding: bool, at: int) -> Judgement:
    """What to do about a message at the second `at`, given the seconds of at most `LIMIT` messages before it."""
    still = flooding and bool(recent) and at - recent[-1] < QUIET
    counted = tuple(moment for moment in recent if still or at - moment < WITHIN)
    remembered = (*counted, at)[-LIMIT:]
    too_many = len(remembered) == LIMIT and at - remembered[0] < WITHIN
    return Judgement(held=still or too_many, first=too_many and not still, recent=remembered)
