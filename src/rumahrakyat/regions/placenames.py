"""All names of a province's places, in a form that finds them in a text quickly. Pure.

Names are cut into lower-case words by the same rule as texts, so "Awu-awu" and "awu awu" meet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rumahrakyat.regions.codes import level_of, regency_of

WORD = re.compile(r"[a-z0-9]+")
SHORTEST_SLIP = 5
# In running text only long names are mended: "remang" (dim) is no Rembang, "kendala" no Kendal.
SHORTEST_MENDED = 7
ANY_LETTER_MISSING = 8
VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Named:
    """One reading of a name: a region of this name, one commonly called so (``alias``), or the region in which
    something of this name stands (``landmark``)."""

    code: str
    level: str
    kind: str
    alias: bool = False
    landmark: bool = False

    @property
    def regency(self) -> str:
        return regency_of(self.code) or ""


def words_of(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.lower()))


class PlaceNames:
    """Names of regencies, districts, villages and landmarks with their readings, and the words that need care."""

    def __init__(
        self,
        *,
        regencies: Iterable[Mapping[str, str]],
        districts: Iterable[Mapping[str, str]],
        villages: Iterable[Mapping[str, str]],
        hints: Mapping[str, Any],
        landmarks: Iterable[Mapping[str, str]] = (),
    ) -> None:
        self.labels: dict[str, str] = {}
        self._readings: dict[tuple[str, ...], list[Named]] = {}
        self._longest: dict[str, int] = {}
        self.capitals: dict[str, str] = {}
        self._add_regions(regencies, districts, villages)
        self._mended = dict(self._slips_of_regencies())
        for name, code in hints["aliases"].items():
            self._add(name, Named(code, level_of(code), self._kind(code), alias=True))
        for name, codes in hints["twins"].items():
            for code in codes:
                self._add(name, Named(code, level_of(code), self._kind(code), alias=True))
        for row in landmarks:
            self._add_landmark(row)
        self.shy = frozenset(words_of(name) for name in hints["common_words"])
        self.shy_regencies = frozenset(words_of(name) for name in hints["common_regencies"])
        self.not_before = frozenset(hints["not_a_place_before"])
        self._single, self._halves = self._near_words()
        self.elsewhere = frozenset(words_of(name) for name in hints["elsewhere"])
        self.not_places = frozenset(words_of(name) for name in hints.get("not_places", ()))
        for words in self.elsewhere | self.not_places:
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def _near_words(self) -> tuple[list[str], set[str]]:
        """Names of one word that a slip may be mended to, and what a word of a text must begin with to be looked at
        more closely: most begin with none of these."""
        known = {
            words[0]
            for words, readings in self._readings.items()
            if len(words) == 1 and any(one.level != "village" for one in readings)
        }
        halves = {word[:length] for word in known for length in range(2, len(word))}
        return sorted(word for word in known if (word,) not in self.shy), halves

    def _add_regions(
        self,
        regencies: Iterable[Mapping[str, str]],
        districts: Iterable[Mapping[str, str]],
        villages: Iterable[Mapping[str, str]],
    ) -> None:
        for row in regencies:
            self._add(row["name"], Named(row["code"], "regency", row["kind"]))
            self.labels[row["code"]] = f"{row['kind']} {row['name']}"
            self.capitals.setdefault(" ".join(words_of(row["capital"])), row["code"])
        of_district: dict[str, str] = {}
        for row in districts:
            self._add(row["name"], Named(row["code"], "district", "Kecamatan"))
            self.labels[row["code"]] = f"Kecamatan {row['name']}, {self.labels[row['code'][:5]]}"
            of_district[row["code"]] = f"{row['name']} "
        for row in villages:
            self._add(row["name"], Named(row["code"], "village", row["kind"]))
            self.labels[row["code"]] = f"{row['kind']} {row['name']}, {self.labels[row['code'][:8]]}"
            if row["name"].startswith(of_district[row["code"][:8]]):
                # "Tingkir Lor" says its district, Tingkir, along with its own name.
                self._add(row["name"], Named(row["code"][:8], "district", "Kecamatan", alias=True))

    def _add_landmark(self, row: Mapping[str, str]) -> None:
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            for code in row["regions"].split():
                named = Named(code, level_of(code), self._kind(code), landmark=True)
                self._add(name, named)
                words = words_of(name)
                if words[:2] == ("alun", "alun"):
                    for written in ("alun2", "alunalun"):
                        self._add(" ".join((written, *words[2:])), named)

    def _kind(self, code: str) -> str:
        return self.labels[code].split(" ", maxsplit=1)[0]

    def _add(self, name: str, named: Named) -> None:
        words = words_of(name)
        readings = self._readings.setdefault(words, [])
        if all(reading.code != named.code for reading in readings):
            readings.append(named)
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def _slips_of_regencies(self) -> Iterator[tuple[str, str]]:
        """What a long name of a regency becomes when a letter is left out, typed twice, or swapped with the next."""
        for words, readings in list(self._readings.items()):
            name = words[0]
            if len(words) > 1 or len(name) < SHORTEST_MENDED or all(one.level != "regency" for one in readings):
                continue
            for slip in _slips(name):
                if (slip,) not in self._readings:
                    yield slip, name

    def may_begin(self, word: str) -> bool:
        """Whether a name may begin with this word, whole, written apart or with a slip."""
        return word in self._longest or word in self._halves or word in self._mended

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

    def mended(self, word: str) -> str | None:
        """The regency that `word` can only be a slip of the finger for; None when there is none."""
        return self._mended.get(word)

    def label(self, code: str) -> str:
        return self.labels[code]


def _slips(name: str) -> Iterator[str]:
    """The first letter is always right."""
    for nth in range(1, len(name)):
        if len(name) >= ANY_LETTER_MISSING or name[nth] in VOWELS:
            yield name[:nth] + name[nth + 1 :]
        yield name[:nth] + name[nth] + name[nth:]
        if len(name) >= ANY_LETTER_MISSING and nth + 1 < len(name):
            yield name[:nth] + name[nth + 1] + name[nth] + name[nth + 2 :]


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or two swapped turn `one` into `other`."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((nth for nth, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[at:], other[at:]
    if len(one) != len(other):
        return left[1:] == right or left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
