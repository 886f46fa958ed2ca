"""Who is called, in which order: turns, absences, stand-ins, people who cannot be reached."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from rumahrakyat.organisations.rota import Away, Called, Person, Skipped, Turn, Why, order, quiet_until, serving

WIB = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)  # a Tuesday, 12.00 WIB
ONE = (("tel", "+6281200000001"),)
TWO = (("wa", "+6281200000002"), ("tel", "+6281200000002"))


def local(day: int, hour: int) -> datetime:
    return datetime(2026, 7, day, hour, 0, tzinfo=WIB)


def away(stand_in: int | None = None) -> tuple[Away, ...]:
    return (Away(NOON - timedelta(days=1), NOON + timedelta(days=1), stand_in),)


def called(people: dict[int, Person], *accounts: int) -> list[int]:
    return [one.account for one in order(accounts, people, NOON).called]


def skipped(people: dict[int, Person], *accounts: int) -> list[tuple[int | None, Why]]:
    return [(one.account, one.why) for one in order(accounts, people, NOON).skipped]


def test_those_on_turn_are_called_in_their_order() -> None:
    turns = [Turn(7, order=2), Turn(9, order=1), Turn(3, order=2)]
    assert serving(turns, NOON, WIB) == [9, 3, 7]


def test_a_turn_counts_on_its_days_and_in_its_hours() -> None:
    weekend = Turn(1, weekdays=frozenset({5, 6}))
    office = Turn(2, begins=time(8), ends=time(16))
    assert serving([weekend, office], local(21, 12), WIB) == [2]
    assert serving([weekend, office], local(25, 12), WIB) == [1, 2]
    assert serving([weekend, office], local(21, 16), WIB) == []


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    friday_night = Turn(1, weekdays=frozenset({4}), begins=time(21), ends=time(6))
    assert serving([friday_night], local(24, 23), WIB) == [1]
    assert serving([friday_night], local(25, 5), WIB) == [1]
    assert serving([friday_night], local(25, 6), WIB) == []
    assert serving([friday_night], local(24, 5), WIB) == []


def test_a_turn_has_a_first_and_a_last_moment() -> None:
    turn = Turn(1, since=NOON, until=NOON + timedelta(hours=1))
    assert serving([turn], NOON, WIB) == [1]
    assert serving([turn], NOON + timedelta(hours=1), WIB) == []


def test_the_stand_in_is_called_in_the_place_of_who_is_away() -> None:
    people = {1: Person(ways=ONE, away=away(2)), 2: Person(ways=TWO)}
    assert order([1], people, NOON).called == (Called(2, TWO, stands_in_for=1),)


def test_a_stand_in_who_is_away_too_is_replaced_by_his_own() -> None:
    people = {1: Person(ways=ONE, away=away(2)), 2: Person(ways=TWO, away=away(3)), 3: Person(ways=ONE)}
    assert called(people, 1) == [3]


def test_stand_ins_that_lead_back_help_nobody_and_the_next_one_is_called() -> None:
    people = {1: Person(ways=ONE, away=away(2)), 2: Person(ways=TWO, away=away(1)), 3: Person(ways=ONE)}
    found = order([1, 3], people, NOON)
    assert [one.account for one in found.called] == [3]
    assert found.skipped == (Skipped(1, Why.CIRCLE),)


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (Person(active=False, ways=ONE), Why.DISABLED),
        (Person(), Why.NO_WAY),
        (Person(ways=ONE, away=away()), Why.ABSENT),
    ],
)
def test_whoever_cannot_be_told_is_passed_over_and_said_so(person: Person, why: Why) -> None:
    people = {1: person, 2: Person(ways=ONE)}
    assert called(people, 1, 2) == [2]
    assert skipped(people, 1, 2) == [(1, why)]


def test_a_stand_in_who_is_on_the_list_anyway_is_called_once() -> None:
    people = {1: Person(ways=ONE, away=away(2)), 2: Person(ways=TWO)}
    assert called(people, 2, 1) == [2]


def test_quiet_hours_end_in_the_morning() -> None:
    hours = (time(21), time(5))
    assert quiet_until(local(21, 23), hours, WIB) == local(22, 5)
    assert quiet_until(local(22, 3), hours, WIB) == local(22, 5)
    assert quiet_until(local(22, 5), hours, WIB) is None
    assert quiet_until(local(21, 23), (time(0), time(0)), WIB) is None
