"""Like cases over months: one topic, one place, like words. Pure and deterministic, with bounded work.

Words are the keyed numbers that the search for duplicates keeps of each report; nobody's sentences are read. A cluster
is a star: one case and those like it, so that a chain of weak likenesses cannot tie everything together.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Final

from rumahrakyat.problems import rates
from rumahrakyat.problems.bursts import FEW

DAYS: Final = 91
LEAST: Final = 6  # people
LEAST_WEEKS: Final = 3  # different weeks in which something came: what is over in days is a burst
MOST_COMPARED: Final = 300  # the newest of one topic in one regency
NEAR: Final = 0.15  # likeness (cosine of weighted words) that is enough within one district
FAR: Final = 0.35  # and within one regency
_FLOOR: Final = 0.1  # people whom any place may have of any topic in the span
# Places differ in what they complain of: the mix of the province says little about a rare topic in one of them.
_UNEVEN: Final = 2.0
_MOST_OF: Final = 0.6  # of the cases lie in one district: it names the cluster


@dataclass(frozen=True)
class Like:
    """One report as far as likeness goes. `person` as in `bursts.Told`."""

    report: int
    person: str
    at: datetime
    regency: str
    district: str | None
    topic: int
    confidential: bool
    words: frozenset[int]


@dataclass(frozen=True)
class Cluster:
    place: str
    topic: int
    expected: float
    observed: int
    chance: float
    cases: tuple[Like, ...]


@dataclass(frozen=True)
class Mix:
    """How much came in everywhere in the span: by topic and in all. `limit`: the chance below which it is offered."""

    topics: dict[int, int]
    total: int
    limit: float


def clusters(rows: Sequence[Like], mix: Mix) -> list[Cluster]:
    """The clusters of one regency, the strongest first."""
    by_topic: dict[int, list[Like]] = defaultdict(list)
    for one in rows:
        by_topic[one.topic].append(one)
    places = Counter(one.district for one in rows if one.district)
    found = []
    for topic in sorted(by_topic):
        like = _countable(by_topic[topic][:MOST_COMPARED])
        for star in _stars(like):
            cluster = _cluster(topic, star, places, len(rows), mix)
            if cluster.chance <= mix.limit:
                found.append(cluster)
    return sorted(found, key=lambda one: (-one.observed, one.place, one.topic))


def _countable(rows: Sequence[Like]) -> list[Like]:
    return list(rows) if sum(one.confidential for one in rows) >= FEW else [x for x in rows if not x.confidential]


def _stars(rows: Sequence[Like]) -> list[list[Like]]:
    """The largest star first; what it holds is in no other."""
    if _people(rows) < LEAST:
        return []
    near = _neighbours(rows)
    left, found = set(range(len(rows))), []
    while left:
        centre = max(sorted(left), key=lambda one: len(near[one] & left))
        star = sorted((near[centre] & left) | {centre})
        chosen = [rows[one] for one in star]
        if _people(chosen) < LEAST:
            break
        left -= set(star)
        if len({one.at.isocalendar()[:2] for one in chosen}) >= LEAST_WEEKS:
            found.append(chosen)
    return found


def _neighbours(rows: Sequence[Like]) -> list[set[int]]:
    spread = Counter(word for one in rows for word in one.words)
    weight = {word: (math.log((1 + len(rows)) / (1 + n)) + 1) ** 2 for word, n in spread.items()}
    length = [math.sqrt(sum(weight[word] for word in one.words)) for one in rows]
    near: list[set[int]] = [set() for _ in rows]
    for first, second in combinations(range(len(rows)), 2):
        common = rows[first].words & rows[second].words
        if not common:
            continue
        cosine = sum(weight[word] for word in common) / (length[first] * length[second])
        same = rows[first].district is not None and rows[first].district == rows[second].district
        if cosine >= (NEAR if same else FAR):
            near[first].add(second)
            near[second].add(first)
    return near


def _people(rows: Sequence[Like]) -> int:
    return len({one.person for one in rows})


def _cluster(topic: int, star: list[Like], districts: Counter[str], regency: int, mix: Mix) -> Cluster:
    observed = _people(star)
    named, most = max(Counter(one.district or "" for one in star).items(), key=lambda item: (item[1], item[0]))
    in_district = bool(named) and most >= _MOST_OF * len(star)
    place, at_place = (named, districts[named]) if in_district else (star[0].regency, regency)
    # What the place's share of everything and the topic's share of everything would give.
    expected = at_place * mix.topics.get(topic, 0) / max(mix.total, 1)
    chance = rates.chance(observed, mean=max(expected, _FLOOR), shape=max(expected, _UNEVEN))
    return Cluster(place, topic, round(expected, 2), observed, chance, tuple(star))
