"""What is known of a matter beyond its category and words: one small set of facts that rules may ask for. Pure.

Each fact has a value out of a short list, how far it is believed, and the sentence that says why. What is not known has
the value ``unknown``, which a rule may ask for as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from rumahrakyat.regions.codes import contains
from rumahrakyat.regions.roadnames import RoadClass

UNKNOWN: Final = "unknown"
ROAD_CLASS: Final = "road_class"
SCHOOL_LEVEL: Final = "school_level"
KIND: Final = "kind"
GOVERNMENT: Final = "government"
VILLAGE: Final = "village"
REGION: Final = "region"
# The values of each fact; a region is named by its code and holds for everything inside.
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    ROAD_CLASS: (*(one.value for one in RoadClass), UNKNOWN),
    SCHOOL_LEVEL: ("basic", "upper", "madrasah", UNKNOWN),
    KIND: ("complaint", "aspiration", "information"),
    GOVERNMENT: ("regency", "city", UNKNOWN),
    VILLAGE: ("village", "ward", UNKNOWN),
    REGION: (),
}
# How far the words of a citizen are believed, and what a register says of a road that is named or lies at the pin.
BY_WORDS: Final = 0.95
BY_MIXED_WORDS: Final = 0.6
BY_NAME: Final = 0.93
BY_PIN: Final = 0.97
BY_PIN_AGAINST_WORDS: Final = 0.75

_LAST_REGENCY: Final = 70
FactWords = Mapping[str, Mapping[str, Sequence[Sequence[str]]]]


@dataclass(frozen=True)
class Fact:
    """`confidence` from 0 to 1; `reason` is a sentence in Indonesian, empty for what goes without saying."""

    value: str = UNKNOWN
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class Facts:
    known: Mapping[str, Fact] = field(default_factory=dict)

    def of(self, name: str) -> Fact:
        return self.known.get(name, _NOT_KNOWN)

    def holds(self, name: str, values: Sequence[str]) -> bool:
        """Whether the fact has one of the values; a region lies in what contains it."""
        value = self.of(name).value
        if name == REGION:
            return any(value != UNKNOWN and contains(region, value) for region in values)
        return value in values

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(fact.reason for fact in self.known.values() if fact.reason)


_NOT_KNOWN: Final = Fact()
NOTHING: Final = Facts()


class Road(Protocol):
    """A road of the register that the matter may be about (`regions.roads.Found`)."""

    @property
    def name(self) -> str: ...
    @property
    def road_class(self) -> str: ...
    @property
    def metres(self) -> float | None: ...


_CLASS_NAMES: Final = {
    RoadClass.TOLL: "jalan tol",
    RoadClass.NATIONAL: "jalan nasional",
    RoadClass.PROVINCIAL: "jalan provinsi",
    RoadClass.REGENCY: "jalan kabupaten/kota",
    RoadClass.VILLAGE: "jalan desa atau lingkungan",
}
_LEVEL_NAMES: Final = {
    "basic": "PAUD, SD, atau SMP",
    "upper": "SMA, SMK, atau SLB",
    "madrasah": "madrasah atau pesantren",
}


def read_facts(
    stems: Sequence[str],
    *,
    words: FactWords,
    kind: str = "complaint",
    place: Mapping[str, str] | None = None,
    roads: Sequence[Road] = (),
) -> Facts:
    """The facts of a text. `words`: the phrases that speak for a value (stems, the first that is said counts);
    `place`: values of `GOVERNMENT`, `VILLAGE` and `REGION` where known; `roads`: what the register has at the pin or by
    the names in the text, the surest first."""
    said = f" {' '.join(stems)} "
    known = {KIND: Fact(kind)}
    known |= {name: Fact(value) for name, value in (place or {}).items() if value}
    road = _road(said, words.get(ROAD_CLASS, {}), roads)
    if road is not None:
        known[ROAD_CLASS] = road
    level = _said(said, words.get(SCHOOL_LEVEL, {}))
    if level:
        reason = f"Teks menyebut {_LEVEL_NAMES.get(level[0], level[0])}."
        known[SCHOOL_LEVEL] = Fact(level[0], BY_WORDS, reason)
    return Facts(known)


def place_facts(regency: str | None, district: str | None, village: str | None) -> dict[str, str]:
    """What the codes of a place say by themselves. In the ministry's codes cities are numbered from 71 on, and wards
    (kelurahan) have a village number that begins with 1."""
    found = {}
    place = village or district or regency
    if place:
        found[REGION] = place
    if regency:
        found[GOVERNMENT] = "city" if int(regency.rpartition(".")[2]) > _LAST_REGENCY else "regency"
    if village:
        found[VILLAGE] = "ward" if village.rpartition(".")[2].startswith("1") else "village"
    return found


def _said(said: str, phrases: Mapping[str, Sequence[Sequence[str]]]) -> list[str]:
    """The values that are spoken of, in the order of the data."""
    return [value for value, some in phrases.items() if any(f" {' '.join(one)} " in said for one in some)]


def _road(said: str, phrases: Mapping[str, Sequence[Sequence[str]]], roads: Sequence[Road]) -> Fact | None:
    """The class of the road: from the register at the pin, then by its name there, then from the words."""
    spoken = _said(said, phrases)
    found = _of_register(roads)
    if found is not None:
        value, by_pin, name = found
        how = "Titik di peta berada di ruas" if by_pin else "Teks menyebut ruas"
        reason = f"{how} {name}, menurut daftar ruas {_CLASS_NAMES[RoadClass(value)]}."
        trust = BY_PIN if by_pin else BY_NAME
        if spoken and value not in spoken and RoadClass.VILLAGE not in spoken:
            reason, trust = f"{reason} Teksnya menyebut {_CLASS_NAMES[RoadClass(spoken[0])]}.", BY_PIN_AGAINST_WORDS
        return Fact(value, trust, reason)
    if not spoken:
        return None
    certain = [value for value in spoken if value != RoadClass.VILLAGE]
    trust = BY_MIXED_WORDS if len(certain) > 1 else BY_WORDS
    return Fact(spoken[0], trust, f"Teks menyebut {_CLASS_NAMES[RoadClass(spoken[0])]}.")


def _of_register(roads: Sequence[Road]) -> tuple[str, bool, str] | None:
    """(class, whether by the pin, name) where the register leaves no doubt about the class: the nearest road at the
    pin, or all roads of that name alike."""
    at_pin = [road for road in roads if road.metres is not None]
    if at_pin:
        nearest = min(at_pin, key=lambda road: road.metres or 0.0)
        return nearest.road_class, True, nearest.name
    classes = {road.road_class for road in roads}
    return (classes.pop(), False, roads[0].name) if len(classes) == 1 else None
