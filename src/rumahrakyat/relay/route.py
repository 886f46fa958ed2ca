"""In which order to go to today's places. Pure: straight-line distances, no roads; what is due first weighs in.

The nearest next place first, then pieces of the way are turned round while that makes it better (2-opt).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Final

EARTH_KM: Final = 6371.0
# A place that is due today is reached by a way that may be this part longer for all: 10 km of waiting cost 5 km.
URGENCY: Final = 0.5
MOST_TURNED: Final = 60  # beyond this the nearest-first order stays
_ROUNDS: Final = 12

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """`point`: latitude and longitude in degrees, None when nobody knows; `due_on` a local day."""

    key: int
    point: Point | None
    due_on: date


def km(one: Point, other: Point) -> float:
    """The distance over the ground, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((radians(part) for part in point) for point in (one, other))
    a = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(a)))


def length(order: Sequence[Place], start: Point | None, today: date) -> float:
    """What an order costs: its kilometres, and for each place that is due today or was, half of those before it."""
    here, gone, cost = start, 0.0, 0.0
    for place in order:
        assert place.point is not None
        gone += km(here, place.point) if here else 0.0
        here = place.point
        if place.due_on <= today:
            cost += URGENCY * gone
    return gone + cost


def ordered(places: Sequence[Place], *, start: Point | None, today: date) -> list[Place]:
    """Every place once. Those that nobody can find on a map come last, by their day."""
    known = [place for place in places if place.point is not None]
    lost = sorted((place for place in places if place.point is None), key=lambda one: (one.due_on, one.key))
    way = _nearest(known, start, today)
    return (_turned(way, start, today) if len(way) <= MOST_TURNED else way) + lost


def _nearest(places: Sequence[Place], start: Point | None, today: date) -> list[Place]:
    left = sorted(places, key=lambda one: (one.due_on, one.key))
    way: list[Place] = []
    here = start
    while left:
        near = min(left, key=lambda one: (_weighed(here, one, today), one.key))
        left.remove(near)
        way.append(near)
        here = near.point
    return way


def _weighed(here: Point | None, place: Place, today: date) -> float:
    assert place.point is not None
    far = km(here, place.point) if here else 0.0
    return far * (URGENCY if place.due_on <= today else 1.0)


def _turned(way: list[Place], start: Point | None, today: date) -> list[Place]:
    best, cost = way, length(way, start, today)
    first = 0 if start else 1  # without a start the first place is where the way begins
    for _ in range(_ROUNDS):
        before = cost
        for left in range(first, len(way) - 1):
            for right in range(left + 2, len(way) + 1):
                tried = best[:left] + best[left:right][::-1] + best[right:]
                found = length(tried, start, today)
                if found < cost - 1e-9:
                    best, cost = tried, found
        if cost >= before - 1e-9:
            break
    return best
