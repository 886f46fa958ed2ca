"""When two reports are one matter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rumahrakyat.duplicates import data
from rumahrakyat.duplicates.likeness import OFFER, SUGGEST, Traits, compare
from rumahrakyat.duplicates.wording import reasons_in_words

NOON = datetime(2026, 7, 21, 5, tzinfo=UTC)
POTHOLE = "Lubang besar di Jalan Pemuda dekat pasar, motor saya jatuh tadi malam."
AGAIN = "Aspal jl. Pemuda berlubang dalam, sudah tiga motor jatuh di dekat pasar."


def traits(
    text: str, *, lat: float | None = -7.09, lon: float | None = 110.9, category: str = "infrastruktur.jalan"
) -> Traits:
    kept = data.signature(text)
    return Traits(
        NOON, lat, lon, "33.15", "33.15.01", "33.15.01.2001", category, frozenset(kept.words), frozenset(kept.names)
    )


def score(one: Traits, other: Traits) -> float:
    reach = data.rules().reach_of(one.category, other.category)
    return compare(one, other, reach=reach, subjects=data.rules().subjects).score


def test_one_pothole_told_twice_is_offered() -> None:
    assert score(traits(POTHOLE), traits(AGAIN, lat=-7.0905)) >= OFFER


@pytest.mark.parametrize(
    "other",
    [
        traits("Lampu jalan di Jalan Pemuda mati sejak minggu lalu.", category="infrastruktur.penerangan"),
        traits("Lubang besar di Jalan Ahmad Yani, motor saya jatuh.", lat=-7.13),
        replace(traits(AGAIN), received_at=NOON - timedelta(days=200)),
        replace(traits(POTHOLE, lat=None), regency="33.21", district="33.21.01", village=""),
        traits("Jalan Sudirman berlubang, aspal terkelupas.", lat=None),
    ],
    ids=[
        "another matter",
        "another street",
        "after the repair",
        "the same words elsewhere",
        "another street without a pin",
    ],
)
def test_near_misses_are_not_offered(other: Traits) -> None:
    assert score(traits(POTHOLE), other) < OFFER


def test_the_same_words_far_away_are_not_even_suggested() -> None:
    assert score(traits(POTHOLE), traits(POTHOLE, lat=-7.5)) < SUGGEST


def test_a_pin_and_a_village_name_can_meet() -> None:
    assert score(traits(POTHOLE), traits(AGAIN, lat=None, lon=None)) >= SUGGEST


def test_reasons_are_told_in_words() -> None:
    found = compare(traits(POTHOLE), traits(AGAIN, lat=-7.0936), reach=data.rules().reach_of(""), subjects=frozenset())
    words = reasons_in_words(found.reasons)
    assert words[0] == "400 m dari sini"
    assert "urusan yang sama" in words
