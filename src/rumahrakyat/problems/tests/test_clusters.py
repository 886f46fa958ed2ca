"""Like cases over months."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rumahrakyat.problems.clusters import Like, Mix, clusters

AT = datetime(2026, 7, 21, tzinfo=UTC)
MIX = Mix({1: 100, 2: 900}, 10_000, 1e-4)


def likes(
    n: int, *, first: int = 1, words: set[int] | None = None, district: str = "33.15.01", days: int = 9
) -> list[Like]:
    return [
        Like(nth, f"p{nth}", AT - timedelta(days=days * (nth - first)), "33.15", district, 1, False,
             frozenset(words or {1, 2, 3, 4, 5, 6}) | {100 + nth})
        for nth in range(first, first + n)
    ]  # fmt: skip


def test_like_cases_in_one_district_over_weeks_are_a_cluster() -> None:
    (found,) = clusters(likes(8), MIX)
    assert (found.place, found.topic, found.observed) == ("33.15.01", 1, 8)


def test_what_is_over_within_days_is_none() -> None:
    assert clusters(likes(8, days=0), MIX) == []


def test_other_words_are_another_matter() -> None:
    apart = [one for nth in range(8) for one in likes(1, first=10 + nth, words={1000 + nth})]
    assert clusters(apart, MIX) == []


def test_few_people_are_none_however_often_they_write() -> None:
    assert clusters([replace(one, person="p1") for one in likes(9)], MIX) == []


def test_a_cluster_that_lies_in_many_districts_is_the_regency_s() -> None:
    spread = [replace(one, district=f"33.15.0{n}") for n, one in enumerate(likes(8), start=1)]
    (found,) = clusters(spread, MIX)
    assert found.place == "33.15"


def test_two_matters_in_two_districts_are_two_clusters_again_and_again() -> None:
    rows = likes(8) + likes(8, first=50, words={17, 18, 19, 20, 21, 22}, district="33.15.02")
    assert clusters(rows, MIX) == clusters(rows, MIX)
    assert len(clusters(rows, MIX)) == 2


def test_what_is_usual_everywhere_is_no_cluster() -> None:
    assert clusters(likes(8), Mix({1: 9000}, 10_000, 1e-4)) == []
