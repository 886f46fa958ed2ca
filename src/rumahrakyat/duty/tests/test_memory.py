"""Within a sweep a question is asked once, and what was rolled back is not remembered."""

import pytest
from django.db import transaction

from rumahrakyat.duty import memory


class Asked:
    """A question that counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_a_question_is_asked_once_within_a_block_and_each_time_outside() -> None:
    asked = Asked()
    with memory.remembered():
        assert [memory.once("x", asked) for _nth in range(3)] == [1, 1, 1]
        memory.forget("x")
        assert memory.once("x", asked) == 2
    assert [memory.once("x", asked) for _nth in range(2)] == [3, 4]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_was_rolled_back_is_made_again() -> None:
    asked = Asked()
    with memory.remembered():
        with transaction.atomic():
            memory.once_committed("x", asked)
            transaction.set_rollback(True)
        with transaction.atomic():
            assert memory.once_committed("x", asked) == 2
        assert memory.once_committed("x", asked) == 2
