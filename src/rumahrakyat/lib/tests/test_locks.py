"""Locks by name: who has one, and that it is free the moment its block ends."""

from contextlib import suppress

import pytest

from rumahrakyat.lib import locks

pytestmark = pytest.mark.django_db


def test_nobody_else_gets_a_lock_that_is_held_apart() -> None:
    with locks.apart("kept", "apart"):
        assert not locks.attempt("kept", "apart")
        assert locks.attempt("kept", "apart from it")


@pytest.mark.parametrize("fails", [False, True])
def test_a_lock_held_apart_is_free_as_soon_as_its_block_ends(*, fails: bool) -> None:
    for turn in range(50):
        with suppress(ArithmeticError), locks.apart("freed", str(turn)):
            if fails:
                raise ArithmeticError
        assert locks.attempt("freed", str(turn))
