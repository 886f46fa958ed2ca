"""Which places have many more reports of a topic than is usual there at this hour. Pure.

The narrowest place and topic that explain a burst are named; what they explain is taken away before the wider ones are
looked at, so that a flood in one district is not told again of its regency.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rumahrakyat.problems import rates

# A first month has no usual rate that could be trusted of a whole regency or a main category.
_YOUNG: Final = 2.0  # weeks
FEW: Final = 5  # confidential cases below this number are not counted at all


@dataclass(frozen=True)
class Told:
    """One report as far as counting goes. `person`: who told it; one campaign is one person, however many sent it.
    `topics`: subcategory (0: none) and main category, by id; `places`: district (empty: none) and regency, by code."""

    report: int
    person: str
    at: datetime
    places: tuple[str, str]
    topics: tuple[int, int]
    confidential: bool = False


Key = tuple[str, int]  # place, topic


@dataclass(frozen=True)
class History:
    """What came in before the last day: counts by place and topic, by place, by topic, in all, by hour of the week;
    `weeks` long, at most `rates.WEEKS`. `combinations`: how many pairs of place and topic there are to be tested."""

    pairs: Mapping[Key, int]
    places: Mapping[str, int]
    topics: Mapping[int, int]
    total: int
    hours: Mapping[int, int]
    weeks: float
    combinations: int


@dataclass(frozen=True)
class Burst:
    place: str
    topic: int
    hours: int
    expected: float
    observed: int
    chance: float
    reports: tuple[int, ...]

    @property
    def score(self) -> float:
        return round(-math.log10(max(self.chance, 1e-99)), 2)


@dataclass(frozen=True)
class Looked:
    bursts: tuple[Burst, ...]
    tested: int


def look(told: Sequence[Told], history: History, *, at: datetime, zone: ZoneInfo) -> Looked:
    """Every burst at `at` in what was told in the day before it."""
    shares = rates.profile(history.hours)
    windows = {hours: rates.share_of(shares, at=at, hours=hours, zone=zone) for hours in rates.WINDOWS}
    limit = rates.threshold(history.combinations * len(rates.WINDOWS))
    found: list[Burst] = []
    explained: set[int] = set()
    tested = 0
    for place_level in (0, 1):
        for topic_level in (0, 1):
            if history.weeks < _YOUNG and (place_level or topic_level):
                continue
            groups = _grouped(told, place_level, topic_level, explained)
            for key in sorted(groups):
                tested += len(windows)
                burst = _burst(key, groups[key], history, windows, at)
                if burst and burst.chance <= limit:
                    found.append(burst)
                    explained.update(burst.reports)
    return Looked(tuple(found), tested)


def _grouped(told: Iterable[Told], place_level: int, topic_level: int, explained: set[int]) -> dict[Key, list[Told]]:
    groups: dict[Key, list[Told]] = defaultdict(list)
    for one in told:
        place, topic = one.places[place_level], one.topics[topic_level]
        if place and topic and one.report not in explained:
            groups[place, topic].append(one)
    return {key: rows for key, rows in groups.items() if len({one.person for one in rows}) >= rates.LEAST}


def _burst(
    key: Key, rows: Sequence[Told], history: History, windows: Mapping[int, float], at: datetime
) -> Burst | None:
    """The most unusual of the windows."""
    place, topic = key
    usual = rates.usual(
        own=history.pairs.get(key, 0),
        place=history.places.get(place, 0),
        topic=history.topics.get(topic, 0),
        total=history.total,
        weeks=history.weeks,
    )
    best: Burst | None = None
    for hours, share in sorted(windows.items()):
        within = countable([one for one in rows if one.at > at - timedelta(hours=hours)])
        observed = len({one.person for one in within})
        if observed < rates.LEAST:
            continue
        chance = usual.chance(observed, share)
        if best is None or chance < best.chance:
            reports = tuple(sorted(one.report for one in within))
            best = Burst(place, topic, hours, round(usual.expected(share), 4), observed, chance, reports)
    return best


def countable(rows: Sequence[Told]) -> list[Told]:
    """Without the confidential ones where they are so few that the number alone would tell of them."""
    hidden = sum(one.confidential for one in rows)
    return list(rows) if hidden >= FEW else [one for one in rows if not one.confidential]
