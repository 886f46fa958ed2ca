from collections.abc import Iterator

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.lib import jobs


@pytest.fixture
def name() -> Iterator[str]:
    """A task of this test's own."""
    jobs.task("tests.job")(lambda: None)
    yield "tests.job"
    del jobs._tasks["tests.job"]
    jobs._sweeps.pop("tests.job", None)


def waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name="tests.job", status="todo").count()


@pytest.mark.django_db(transaction=True)
def test_a_wake_up_comes_with_the_commit(name: str) -> None:
    with transaction.atomic():
        jobs.wake(name)
        assert waiting() == 0
    assert waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_rolls_back_wakes_nobody(name: str) -> None:
    with transaction.atomic():
        jobs.wake(name)
        transaction.set_rollback(True)
    assert waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_one_transaction_looks_for_a_waiting_job_once(
    name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    jobs.wake(name)
    with django_assert_num_queries(3), transaction.atomic():  # its beginning, its commit, the look
        for _ in range(3):
            jobs.wake(name)
    assert waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_what_rolls_back_within_does_not_take_the_others_wake_up_with_it(name: str) -> None:
    with transaction.atomic():
        with transaction.atomic():
            jobs.wake(name)
            transaction.set_rollback(True)
        jobs.wake(name)
    assert waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_at_most_one_job_of_a_name_waits(name: str) -> None:
    for _ in range(3):
        jobs.wake(name)
    assert waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_wake_at_once_do_not_trip_over_each_other(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.wake(name)
    monkeypatch.setattr(ProcrastinateJob.objects, "filter", lambda **_: ProcrastinateJob.objects.none())
    jobs.wake(name)
    monkeypatch.undo()
    assert waiting() == 1


def test_a_name_belongs_to_one_task(name: str) -> None:
    with pytest.raises(ValueError, match="two tasks are named"):
        jobs.task(name)(lambda: None)


def test_only_a_registered_task_can_be_swept_or_run() -> None:
    with pytest.raises(jobs.UnknownTask):
        jobs.every(10, "tests.nobody")
    with pytest.raises(jobs.UnknownTask):
        jobs.run("tests.nobody")


@pytest.mark.parametrize(
    ("seconds", "line"),
    [
        (10, "* * * * * */10"),
        (60, "*/1 * * * *"),
        (900, "*/15 * * * *"),
        (3600, "0 */1 * * *"),
        (86400, "0 0 * * *"),
    ],
)
def test_an_interval_becomes_a_crontab_line(name: str, seconds: int, line: str) -> None:
    jobs.every(seconds, name)
    assert jobs._sweeps[name] == line


@pytest.mark.parametrize("seconds", [0, 7, 90, 5400 * 2 + 1])
def test_an_uneven_interval_is_refused(name: str, seconds: int) -> None:
    with pytest.raises(ValueError, match="do not fit evenly"):
        jobs.every(seconds, name)


def test_drain_goes_on_until_nothing_is_left() -> None:
    rows = [1, 2, 3]

    def step() -> bool:
        if not rows:
            return False
        rows.pop()
        return True

    assert jobs.drain(step) == 3
