import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rumahrakyat.config.home import Home
from tests import homes


@pytest.fixture
def home() -> Iterator[Home]:
    """A home of its own that the database's system user can enter, unlike pytest's tmp_path."""
    root = Path(tempfile.mkdtemp(prefix="rumahrakyat-home-"))
    root.chmod(0o755)
    yield Home(root)
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def surroundings(home: Home) -> dict[str, str]:
    """The environment of a command that runs in this home."""
    return homes.surroundings(home)
