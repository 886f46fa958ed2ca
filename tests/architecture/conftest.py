from collections.abc import Iterator

import pytest

from tests.architecture import source


@pytest.fixture(scope="package", autouse=True)
def _forgotten_afterwards() -> Iterator[None]:
    yield
    source.forget()
