"""Tries are counted for each who tries, together over all processes, and forgotten with the quarter of an hour."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from rumahrakyat.lib import clock
from rumahrakyat.web.limits import Limit

NOON = datetime(2026, 7, 21, 12, 0, tzinfo=UTC)
GUESSES = Limit("guess", 3)


@pytest.mark.django_db
def test_the_limit_is_reached_by_who_tried_and_by_nobody_else() -> None:
    with clock.frozen(NOON):
        for _ in range(3):
            assert not GUESSES.reached("ani")
            GUESSES.count("ani")
        assert GUESSES.reached("ani")
        assert not GUESSES.reached("budi")


@pytest.mark.django_db
def test_after_a_quarter_of_an_hour_one_may_try_again() -> None:
    with clock.frozen(NOON):
        for _ in range(3):
            GUESSES.count("ani")
    with clock.frozen(NOON + timedelta(minutes=15)):
        assert not GUESSES.reached("ani")


@pytest.mark.django_db(transaction=True)
def test_tries_made_at_once_are_all_counted() -> None:
    def guess(_: int) -> None:
        with clock.frozen(NOON):
            many.count("ani")
        connection.close()

    many = Limit("guess", 40)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(guess, range(39)))
    with clock.frozen(NOON):
        assert not many.reached("ani")
        many.count("ani")
        assert many.reached("ani")
