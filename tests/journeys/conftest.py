"""One running product for the journeys that break it, and texts of our own to tell it."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rumahrakyat.demo.corpus import complaints
from tests import homes
from tests.journeys.site import Site, running

_SLOT = re.compile(r"\{\w+\}")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(like=homes.loaded()) as one:
        yield one


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of the demo's complaints, one of every few, with a district's name where a place was left open."""
    path = tmp_path_factory.mktemp("texts") / "texts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "teks"])
        for number, one in enumerate(complaints()[::7]):
            table.writerow([number, _SLOT.sub("Purwodadi", one.text)])
    return path
