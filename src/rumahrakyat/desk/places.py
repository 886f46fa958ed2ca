"""The place somebody names at a counter: clear, one of several, or unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rumahrakyat.regions import queries
from rumahrakyat.regions.names import place_from_words

MOST: Final = 6


@dataclass(frozen=True)
class Place:
    """A region by its code and full name."""

    code: str
    name: str


def readings(words: str) -> Sequence[Place]:
    """The places these words may mean, the likeliest first; empty when none is known. One query."""
    if not words.strip():
        return ()
    finding = place_from_words(words, asked=True)
    codes = [finding.code] if finding.code else [one.code for one in finding.candidates][:MOST]
    found = queries.many(codes)
    return [Place(code, found[code].full_name) for code in codes if code in found]
