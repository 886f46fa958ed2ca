"""The order of a run that several workers share: what takes long begins first, so that none ends alone with it."""

from itertools import groupby
from typing import Final

import pytest

LONG: Final = ("journey", "browser", "long")
DATABASE: Final = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})


def long_ones_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """xdist gives each worker an equal run of the list and lets idle ones take from the others' ends: the long tests
    are dealt out to the beginnings of those runs, a journey's together, because they share a product that was started
    for them; `long` comes first, because it computes all the time while the others wait much. The order is otherwise
    the given, random one.

    Whoever first needs the database makes its tables, for half a minute, and all others that need it wait: so only the
    first worker begins with those, the others with what needs none.
    """
    hands: list[list[pytest.Item]] = [[] for _ in range(workers)]
    lasting = sorted(filter(_is_long, items), key=lambda item: item.get_closest_marker("long") is None)
    for _product, group in groupby(lasting, key=_product_of):
        min(hands, key=len).extend(group)
    hands[0].sort(key=lambda item: not needs_database(item))
    before = _without_database([item for item in items if not _is_long(item)], workers)
    placed = {id(item) for hand in before for item in hand}
    short = [item for item in items if not _is_long(item) and id(item) not in placed]
    dealt: list[pytest.Item] = []
    for number, hand in enumerate(hands):
        share = len(items) // workers if number < workers - 1 else len(items)
        filling = max(0, share - len(before[number]) - len(hand))
        dealt += [*before[number], *hand, *short[:filling]]
        del short[:filling]
    return dealt


def _without_database(short: list[pytest.Item], workers: int) -> list[list[pytest.Item]]:
    """For each worker, what it begins with. The rules about the source lie together: they parse it once."""
    free = [item for item in short if not needs_database(item)]
    free.sort(key=lambda item: "architecture" in item.path.parts)
    others = max(1, workers - 1)
    size = -(-len(free) // others)
    return [[], *(free[size * number : size * (number + 1)] for number in range(workers - 1))]


def needs_database(item: pytest.Item) -> bool:
    asked: list[str] = getattr(item, "fixturenames", [])
    return item.get_closest_marker("django_db") is not None or not DATABASE.isdisjoint(asked)


def _is_long(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in LONG)


def _product_of(item: pytest.Item) -> str:
    return str(item.path) if item.get_closest_marker("journey") else item.nodeid
