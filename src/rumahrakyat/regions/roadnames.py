"""The names of roads as people write them, as keys that can be looked up. Pure.

A name is kept as its words ("jalan diponegoro"); a stretch between two places as the pair of them in one order, so that
"ruas Todanan - Ngawen" and "jalan dari Ngawen ke Todanan" are one key.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_ROAD: Final = frozenset({"jl", "jln", "jalan", "ruas", "jalur", "lintas"})
# What stands between the two ends of a stretch. A bare word "ke" needs a road word before the first end.
_BETWEEN: Final = re.compile(r"\s*(?:[-–—]|s/d|\bsampai\b|\bmenuju\b|\bhingga\b|\bke\b|\barah\b)\s*", re.IGNORECASE)
_SKIPPED: Final = frozenset({"dari", "antara", "di"})
LONGEST_END: Final = 3
LONGEST_NAME: Final = 6
MOST_KEYS: Final = 400


class RoadClass(StrEnum):
    """Who a road belongs to (UU 38/2004 on roads, articles 9 and 43)."""

    TOLL = "toll"
    NATIONAL = "national"
    PROVINCIAL = "provincial"
    REGENCY = "regency"
    VILLAGE = "village"


def words_of(text: str) -> list[str]:
    """Small words without marks; every word for a road reads "jalan"."""
    return ["jalan" if word in _ROAD else word for word in _WORD.findall(text.lower())]


def name_key(name: str) -> str:
    """The key of a road's own name: "Jl. Diponegoro" and "jalan diponegoro" are one."""
    return " ".join(words_of(name))


def ends_key(one: str, other: str) -> str:
    """The key of a stretch between two places, the same in both orders; empty when an end is missing."""
    ends = sorted(" ".join(word for word in words_of(end) if word != "jalan") for end in (one, other))
    return f"~{ends[0]}~{ends[1]}" if all(ends) else ""


def keys_of(name: str, aliases: list[str], from_name: str, to_name: str) -> set[str]:
    """Every key a road of the register is found by. A name "A - B" is a stretch, too."""
    keys = {ends_key(from_name, to_name)}
    for one in (name, *aliases):
        parts = [part for part in _BETWEEN.split(one) if part.strip()]
        keys.add(ends_key(*parts) if len(parts) == 2 else name_key(one))
    return keys - {""}


def keys_in(text: str) -> list[str]:
    """The keys that a text may mean: stretches between two places, and runs of words. At most `MOST_KEYS`."""
    found = dict.fromkeys(_stretches(text))
    words = words_of(text)
    for length in range(LONGEST_NAME, 0, -1):
        for start in range(len(words) - length + 1):
            # A single word is a road only where the register has it as an alias; a longer run may begin anywhere.
            found.setdefault(" ".join(words[start : start + length]))
    return list(found)[:MOST_KEYS]


def _stretches(text: str) -> Iterator[str]:
    """Each pair of ends around a word or mark that stands between two places."""
    for between in _BETWEEN.finditer(text):
        before = words_of(text[max(0, between.start() - 60) : between.start()])
        after = words_of(text[between.end() : between.end() + 60])[:LONGEST_END]
        if not _may_join(between.group().strip().lower(), before):
            continue
        before = [word for word in before if word not in _SKIPPED]
        for left in range(1, LONGEST_END + 1):
            for right in range(1, len(after) + 1):
                if left <= len(before):
                    yield ends_key(" ".join(before[-left:]), " ".join(after[:right]))


def _may_join(mark: str, before: list[str]) -> bool:
    """A dash joins by itself; a word like "ke" only where a road was spoken of just before."""
    return not mark.isalpha() or "jalan" in before[-6:]
