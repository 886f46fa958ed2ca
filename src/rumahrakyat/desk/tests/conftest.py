"""A service point that gives out numbers, with two counters and somebody at each."""

import pytest

from tests.cast import World
from tests.desk_kit import Desk, open_desk


@pytest.fixture
def desk(world: World) -> Desk:
    return open_desk(world)
