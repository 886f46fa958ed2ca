"""The order of places: every place once, never worse than nearest-first, what is due first weighs in."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.relay.route import Place, km, length, ordered

TODAY = date(2026, 7, 21)
POINTS = st.tuples(st.floats(-8.2, -6.0), st.floats(108.5, 111.7))
STARTS = st.none() | POINTS


def places(points: list[tuple[float, float] | None], days: list[int]) -> list[Place]:
    return [
        Place(nth, point, TODAY + timedelta(days=day))
        for nth, (point, day) in enumerate(zip(points, days, strict=True))
    ]


DAYS = st.lists(st.tuples(st.none() | POINTS, st.integers(-3, 10)), max_size=9)


@settings(max_examples=60, deadline=None)
@given(DAYS, STARTS)
def test_every_place_once_and_the_same_each_time(
    rows: list[tuple[tuple[float, float] | None, int]], start: tuple[float, float] | None
) -> None:
    made = places([point for point, _day in rows], [day for _point, day in rows])
    way = ordered(made, start=start, today=TODAY)
    assert sorted(one.key for one in way) == [one.key for one in made]
    assert ordered(list(reversed(made)), start=start, today=TODAY) == way
    unknown = [one.point is None for one in way]
    assert unknown == sorted(unknown)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(POINTS, st.integers(-1, 5)), min_size=2, max_size=8), POINTS)
def test_no_turned_piece_would_be_better(
    rows: list[tuple[tuple[float, float], int]], start: tuple[float, float]
) -> None:
    way = ordered(places([point for point, _ in rows], [day for _, day in rows]), start=start, today=TODAY)
    cost = length(way, start, TODAY)
    for left in range(len(way)):
        for right in range(left + 2, len(way) + 1):
            turned = way[:left] + way[left:right][::-1] + way[right:]
            assert length(turned, start, TODAY) >= cost - 1e-6


def test_a_road_is_driven_once_and_what_is_due_draws() -> None:
    along = places([(-7.0, 110.0 + nth / 10) for nth in (3, 0, 2, 1)], [5, 5, 5, 5])
    assert [one.key for one in ordered(along, start=(-7.0, 109.9), today=TODAY)] == [1, 3, 2, 0]
    near, due = places([(-7.0, 110.05), (-7.0, 109.93)], [5, 0])
    assert ordered([near, due], start=(-7.0, 110.0), today=TODAY) == [due, near]


def test_a_degree_of_latitude_is_111_km() -> None:
    assert km((-7.0, 110.0), (-8.0, 110.0)) == pytest.approx(111.2, abs=0.1)
