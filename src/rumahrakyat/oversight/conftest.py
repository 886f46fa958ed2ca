import pytest

from rumahrakyat.oversight.tests import kit


@pytest.fixture
def world(db: None) -> kit.World:  # noqa: ARG001 -- it is written into
    return kit.build()
