import pytest

from rumahrakyat.oversight.tests import kit


@pytest.fixture
def world(db: None) -> kit.World:
    return kit.build()
