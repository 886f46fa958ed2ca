"""How likely two reports tell of one matter, and why. Pure: two sets of traits in, a score and its reasons out.

The score is a logistic sum of what place, time, category and words say. The weights were chosen on one seed of the
synthetic city of `bench/understanding_duplicates.py` and are reported on others (docs/duplicates.md).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from rumahrakyat.duplicates.signature import MOST_WORDS, class_of

# What a verifier is shown, and what a citizen is asked about: a wrong question to a citizen costs more.
SUGGEST: Final = 0.5
OFFER: Final = 0.9
# Texts this much alike are copies of one another.
COPY: Final = 0.7
# Two people say the same in seven words by chance; from so many telling words on it is called the same text.
TOLD_AT_LENGTH: Final = 10
# Streets, lanes, hamlets, neighbourhoods: two different ones are two places. A market and a school may be neighbours.
EXCLUSIVE: Final = frozenset({0, 1, 2, 3})
# What each sign adds to the sum. "far" and "elsewhere" outweigh all the rest on purpose: the same words in another town
# are a campaign, not one matter.
WEIGHTS: Final[Mapping[str, float]] = {
    "base": -4.2,
    "pins.close": 4.0,
    "pins.near": 1.8,
    "pins.around": -0.4,
    "pins.far": -9.0,
    "village.same": 1.6,
    "village.other": -3.5,
    "village.unknown": 0.2,
    "district.unknown": -1.2,
    "elsewhere": -9.0,
    "nowhere": -2.4,
    "time.at_once": 1.4,
    "time.early": 0.4,
    "time.late": -1.2,
    "time.over": -9.0,
    "category.same": 1.5,
    "category.subject": -1.2,
    "category.other": -1.2,
    "category.unknown": -0.3,
    "matter.same": 0.6,
    "matter.other": -1.8,
    "names.same": 1.8,
    "names.like": 1.2,
    "names.other": -3.4,
    "words": 3.0,
}


@dataclass(frozen=True)
class Traits:
    """What is compared. `lat`, `lon` in degrees or None; regions are codes, empty when unknown."""

    received_at: datetime
    lat: float | None = None
    lon: float | None = None
    regency: str = ""
    district: str = ""
    village: str = ""
    category: str = ""
    words: frozenset[int] = frozenset()
    names: frozenset[int] = frozenset()

    @property
    def subject(self) -> str:
        return self.category.partition(".")[0]

    @property
    def has_point(self) -> bool:
        return self.lat is not None and self.lon is not None


@dataclass(frozen=True)
class Reach:
    """How far and how long a matter of a category goes: metres around it, days until the same words mean a new one."""

    metres: float = 300
    days: float = 60


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 to 1. `reasons`: numbers and codes that `wording.reasons_in_words` turns into a sentence."""

    score: float
    copy: float = 0.0
    reasons: dict[str, Any] = field(default_factory=dict)


def compare(one: Traits, other: Traits, *, reach: Reach, subjects: frozenset[int]) -> Likeness:
    """`subjects`: hashes of the words that tell what a report is about; all reports of a category share them."""
    signs, reasons = signs_of(one, other, reach=reach, subjects=subjects)
    total = sum(WEIGHTS[name] * value for name, value in signs.items())
    return Likeness(1 / (1 + math.exp(-total)), copy_of(one.words, other.words), reasons)


def signs_of(
    one: Traits, other: Traits, *, reach: Reach, subjects: frozenset[int]
) -> tuple[dict[str, float], dict[str, Any]]:
    """What speaks for and against one matter, each sign with its strength; and the same as reasons to be shown."""
    reasons: dict[str, Any] = {}
    signs = {
        "base": 1.0,
        _place(one, other, reach, reasons): 1.0,
        _time(one, other, reach, reasons): 1.0,
        _category(one, other, reasons): 1.0,
        "words": _overlap(one.words - subjects, other.words - subjects),
    }
    for sign in (_matter(one, other, subjects), _names(one, other, reasons)):
        if sign:
            signs[sign] = 1.0
    reasons["words"] = len(one.words & other.words)
    copied = copy_of(one.words, other.words)
    if copied >= COPY and min(len(one.words), len(other.words)) >= TOLD_AT_LENGTH:
        reasons["copy"] = round(copied, 2)
    return signs, reasons


def copy_of(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of words that two texts have in common, of all their words; estimated where a text has more of them
    than are kept."""
    if not one or not other:
        return 0.0
    both = one | other
    if len(one) >= MOST_WORDS or len(other) >= MOST_WORDS:
        both = frozenset(sorted(both)[:MOST_WORDS])
        return len(one & other & both) / len(both)
    return len(one & other) / len(both)


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def metres_between(one: Traits, other: Traits) -> float:
    """Between two pins, on a flat earth: exact enough for a few kilometres. Infinite without two pins."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    north = (one.lat - other.lat) * 111_195
    east = (one.lon - other.lon) * 111_195 * math.cos(math.radians(one.lat))
    return math.hypot(north, east)


def _place(one: Traits, other: Traits, reach: Reach, reasons: dict[str, Any]) -> str:
    if one.has_point and other.has_point:
        away = metres_between(one, other)
        reasons["metres"] = round(away)
        steps = ((0.4, "pins.close"), (1.0, "pins.near"), (2.0, "pins.around"))
        return next((sign for share, sign in steps if away <= share * reach.metres), "pins.far")
    for level, unknown, differs in _LEVELS:
        mine, theirs = getattr(one, level), getattr(other, level)
        if not mine or not theirs:
            return unknown
        if mine != theirs:
            return differs
        reasons["region"] = level
    return "village.same"


_LEVELS: Final = (
    ("regency", "nowhere", "elsewhere"),
    ("district", "district.unknown", "elsewhere"),
    ("village", "village.unknown", "village.other"),
)


def _time(one: Traits, other: Traits, reach: Reach, reasons: dict[str, Any]) -> str:
    days = abs((one.received_at - other.received_at).total_seconds()) / 86_400
    reasons["hours"] = round(days * 24)
    steps = ((0.1, "time.at_once"), (0.5, "time.early"), (1.0, "time.late"))
    return next((sign for share, sign in steps if days <= share * reach.days), "time.over")


def _category(one: Traits, other: Traits, reasons: dict[str, Any]) -> str:
    if not one.category or not other.category:
        return "category.unknown"
    if one.category == other.category:
        reasons["category"] = "same"
        return "category.same"
    if one.subject == other.subject:
        reasons["category"] = "subject"
        return "category.subject"
    return "category.other"


def _matter(one: Traits, other: Traits, subjects: frozenset[int]) -> str:
    """Whether the words that tell what it is about meet: a better witness than two guessed categories."""
    mine, theirs = one.words & subjects, other.words & subjects
    if not mine or not theirs:
        return ""
    return "matter.same" if mine & theirs else "matter.other"


def _names(one: Traits, other: Traits, reasons: dict[str, Any]) -> str:
    common = one.names & other.names
    if common:
        reasons["names"] = len(common)
        return "names.same" if any(class_of(name) in EXCLUSIVE for name in common) else "names.like"
    classes = {class_of(name) for name in one.names} & {class_of(name) for name in other.names}
    return "names.other" if classes & EXCLUSIVE else ""
