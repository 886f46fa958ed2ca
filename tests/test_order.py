"""Where several workers share a run: nothing is lost by the order, and what takes long stands at the beginnings."""

import pytest

from tests.order import long_ones_first, needs_database


@pytest.fixture
def items(request: pytest.FixtureRequest) -> list[pytest.Item]:
    """Forty tests, of which every eighth takes long and the last ten need no database."""
    made = [
        pytest.Function.from_parent(request.node.parent, name=f"one_{n}", callobj=long_ones_first) for n in range(40)
    ]
    for one in made[::8]:
        one.add_marker("long")
    for one in made[:30]:
        one.add_marker("django_db")
    return list(made)


@pytest.mark.parametrize("workers", [2, 3, 60])
def test_every_test_is_dealt_once(items: list[pytest.Item], workers: int) -> None:
    dealt = long_ones_first(items, workers)
    assert sorted(map(str, dealt)) == sorted(map(str, items))


def test_the_first_worker_begins_with_long_ones_the_second_with_what_needs_no_database(
    items: list[pytest.Item],
) -> None:
    dealt = long_ones_first(items, 2)
    places = [number for number, item in enumerate(dealt) if item.get_closest_marker("long")]
    free = [number for number, item in enumerate(dealt) if not needs_database(item)]
    assert places == [0, 1, 2, 29, 30]
    assert free == [2, *range(20, 29)]
