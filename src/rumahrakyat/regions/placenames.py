"""All names of a province's places, in a form that finds them in a text quickly. Pure.

Names are cut into lower-case words by the same rule as texts, so "Awu-awu" and "awu awu" meet.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rumahrakyat.regions.codes import level_of, regency_of

WORD = re.compile(r"[a-z0-9]+")
SHORTEST_SLIP = 5


@dataclass(frozen=True, slots=True)
class Named:
    """One reading of a name: a region of this name, or (``alias``) one commonly called so."""

    code: str
    level: str
    kind: str
    alias: bool = False

    @property
    def regency(self) -> str:
        return regency_of(self.code) or ""


def words_of(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.lower()))


class PlaceNames:
    """Names of regencies, districts and villages with their readings, and the words that need care."""

    def __init__(
        self,
        *,
        regencies: Iterable[Mapping[str, str]],
        districts: Iterable[Mapping[str, str]],
        villages: Iterable[Mapping[str, str]],
        hints: Mapping[str, Any],
    ) -> None:
        self.labels: dict[str, str] = {}
        self._readings: dict[tuple[str, ...], list[Named]] = {}
        self._longest: dict[str, int] = {}
        self.capitals: dict[str, str] = {}
        for row in regencies:
            self._add(row["name"], row["code"], row["kind"])
            self.labels[row["code"]] = f"{row['kind']} {row['name']}"
            self.capitals.setdefault(" ".join(words_of(row["capital"])), row["code"])
        for row in districts:
            self._add(row["name"], row["code"], "Kecamatan")
            self.labels[row["code"]] = f"Kecamatan {row['name']}, {self.labels[row['code'][:5]]}"
        for row in villages:
            self._add(row["name"], row["code"], row["kind"])
            self.labels[row["code"]] = f"{row['kind']} {row['name']}, {self.labels[row['code'][:8]]}"
        for name, code in hints["aliases"].items():
            self._add(name, code, self.labels[code].split(" ", maxsplit=1)[0], alias=True)
        for name, codes in hints["twins"].items():
            for code in codes:
                self._add(name, code, self.labels[code].split(" ", maxsplit=1)[0], alias=True)
        self.shy = frozenset(words_of(name) for name in hints["common_words"])
        self.shy_regencies = frozenset(words_of(name) for name in hints["common_regencies"])
        self.not_before = frozenset(hints["not_a_place_before"])
        self._single = sorted(
            {
                words[0]
                for words, readings in self._readings.items()
                if len(words) == 1 and words not in self.shy and any(one.level != "village" for one in readings)
            }
        )
        self.elsewhere = frozenset(words_of(name) for name in hints["elsewhere"])
        for words in self.elsewhere:
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def _add(self, name: str, code: str, kind: str, *, alias: bool = False) -> None:
        words = words_of(name)
        named = Named(code, level_of(code), kind, alias)
        readings = self._readings.setdefault(words, [])
        if all(reading.code != code for reading in readings):
            readings.append(named)
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def readings(self, words: tuple[str, ...]) -> list[Named]:
        """What a name can stand for, empty when it is no name of this province."""
        return self._readings.get(words, [])

    def lengths(self, word: str) -> range:
        """The lengths, in words, that a name beginning with `word` can have, longest first."""
        return range(self._longest.get(word, 0), 0, -1)

    def near(self, word: str) -> list[str]:
        """Names of districts and regencies that `word` may be a slip of the finger for, itself excluded."""
        if len(word) < SHORTEST_SLIP or word.isdigit():
            return []
        return [name for name in self._single if name != word and _one_slip(word, name)]

    def label(self, code: str) -> str:
        return self.labels[code]


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or two swapped turn `one` into `other`."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((nth for nth, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[at:], other[at:]
    if len(one) != len(other):
        return left[1:] == right or left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
