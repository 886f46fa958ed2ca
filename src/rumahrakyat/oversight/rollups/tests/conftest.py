import pytest

from rumahrakyat.oversight.rollups import reading, recount_pages
from rumahrakyat.oversight.sight import Sight


@pytest.fixture(autouse=True)
def _folded_by_hand(monkeypatch: pytest.MonkeyPatch, _fresh_rollups: None) -> None:
    """These tests are about folding: nobody does it for them."""
    monkeypatch.setattr(reading, "before_reading", [])


@pytest.fixture
def few_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """One reader of each sort: a body's, a regency's, and one of several. There is nothing new in the others."""
    every = recount_pages.sights

    def few() -> list[tuple[str, Sight]]:
        found = every()
        return [found[0], next(one for one in found if one[1].regencies), found[-1]] if found else []

    monkeypatch.setattr(recount_pages, "sights", few)
