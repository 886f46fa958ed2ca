"""How unusual a count is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rumahrakyat.problems import bursts, rates
from rumahrakyat.problems.bursts import History, Told

WIB = ZoneInfo("Asia/Jakarta")
AT = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
RARE, COMMON, MAIN = 11, 12, 10
COMBINATIONS = 60_000


def history(**changed: object) -> History:
    """Eight weeks of a province with 3,500 complaints; the district has forty, nearly all of the common topic."""
    facts: dict[str, object] = {
        "pairs": {("33.15.01", COMMON): 36, ("33.15.01", MAIN): 40, ("33.15", COMMON): 90, ("33.15", MAIN): 120},
        "places": {"33.15.01": 40, "33.15": 120},
        "topics": {RARE: 30, COMMON: 1500, MAIN: 1700},
        "total": 3500,
        "hours": {hour: 60 if hour % 24 in range(7, 12) else 8 for hour in range(168)},
        "weeks": 8.0,
        "combinations": COMBINATIONS,
    }
    return History(**{**facts, **changed})  # type: ignore[arg-type]


def told(n: int, topic: int, *, person: str = "", confidential: bool = False, first: int = 1) -> list[Told]:
    return [
        Told(nth, person or f"p{nth}", AT - timedelta(minutes=5 * (nth - first)), ("33.15.01", "33.15"),
             (topic, MAIN), confidential)
        for nth in range(first, first + n)
    ]  # fmt: skip


def looked(rows: list[Told], **changed: object) -> list[bursts.Burst]:
    return list(bursts.look(rows, history(**changed), at=AT, zone=WIB).bursts)


def test_four_reports_of_something_rare_within_an_hour_are_a_burst() -> None:
    (burst,) = looked(told(4, RARE))
    assert (burst.place, burst.topic, burst.observed) == ("33.15.01", RARE, 4)


def test_three_are_not() -> None:
    assert looked(told(3, RARE)) == []


def test_a_morning_with_what_comes_every_morning_is_none() -> None:
    assert looked(told(4, COMMON)) == []


def test_one_person_who_tells_it_ten_times_is_one() -> None:
    assert looked(told(10, RARE, person="p1")) == []


def test_few_confidential_cases_are_not_counted() -> None:
    assert looked(told(3, RARE) + told(3, RARE, confidential=True, first=4)) == []
    assert looked(told(5, RARE, confidential=True))[0].observed == 5


def test_what_a_district_explains_is_not_told_again_of_its_regency() -> None:
    assert [burst.place for burst in looked(told(12, RARE))] == ["33.15.01"]


def test_in_the_first_days_only_the_narrowest_place_is_judged() -> None:
    rows = told(9, 0)
    young = {"pairs": {}, "places": {}, "topics": {}, "total": 0, "hours": {}, "weeks": 0.0}
    assert looked(rows, **young) == []
    assert [burst.place for burst in looked(told(4, RARE), **young)] == ["33.15.01"]


def test_the_hours_of_a_week_sum_to_one() -> None:
    shares = rates.profile({9: 100})
    assert sum(shares) == pytest.approx(1)
    assert rates.share_of(shares, at=AT, hours=168, zone=WIB) == pytest.approx(1)


@pytest.mark.parametrize("count", [0, 1, 4, 20])
def test_more_is_never_likelier(count: int) -> None:
    usual = rates.usual(own=5, place=40, topic=30, total=3500, weeks=8)
    assert 0 < usual.chance(count + 1, 0.1) < usual.chance(count, 0.1) <= 1


def test_a_topic_that_was_never_seen_has_a_small_rate_but_not_none() -> None:
    usual = rates.usual(own=0, place=0, topic=0, total=0, weeks=0)
    assert 0 < usual.expected(1.0) < 0.1
