import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from rumahrakyat.config import worker
from rumahrakyat.lib import jobs

LONG_SECONDS = 120  # for a process to begin or to end; a bound, not a wait
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# A worker whose task stays in hand for ever the first time and ends at once the second time.
SCRIPT = """
import asyncio, pathlib, sys, time
import django
django.setup()
from rumahrakyat.config.worker import work
from rumahrakyat.lib import jobs

@jobs.task("tests.stuck")
def stuck():
    begun = pathlib.Path(sys.argv[1])
    if begun.exists():
        begun.with_suffix(".done").touch()
        return
    begun.touch()
    time.sleep(600)

asyncio.run(work(wait=sys.argv[2] == "wait"))
"""


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    started: list[subprocess.Popen[bytes]] = []

    def start(how: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-c", SCRIPT, str(tmp_path / "begun"), how]
        started.append(subprocess.Popen(words, env={**os.environ, "DATABASE_URL": address}))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(true: Callable[[], bool], seconds: float = LONG_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_job_whose_worker_was_killed_runs_again(
    start_worker: Callable[[str], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    jobs.wake("tests.stuck")
    first = start_worker("wait")
    until((tmp_path / "begun").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert ProcrastinateJob.objects.get(task_name="tests.stuck").status == "doing"
    with connection.cursor() as cursor:  # half an hour later
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '30 minutes'")
    asyncio.run(worker.once(worker.rescue))
    assert ProcrastinateJob.objects.get(task_name="tests.stuck").status == "todo"
    assert start_worker("once").wait(LONG_SECONDS) == 0
    assert (tmp_path / "begun.done").exists()


def test_a_rescued_job_gives_way_to_one_of_its_name_that_waits(
    start_worker: Callable[[str], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    jobs.wake("tests.stuck")
    first = start_worker("wait")
    until((tmp_path / "begun").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    jobs.wake("tests.stuck")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    asyncio.run(worker.once(worker.rescue))
    assert [job.status for job in ProcrastinateJob.objects.filter(task_name="tests.stuck")] == ["todo"]


def test_a_worker_survives_that_its_connections_are_cut(
    start_worker: Callable[[str], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    (tmp_path / "begun").touch()
    process = start_worker("wait")
    jobs.wake("tests.stuck")
    until((tmp_path / "begun.done").exists)
    (tmp_path / "begun.done").unlink()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    jobs.wake("tests.stuck")
    until((tmp_path / "begun.done").exists)
    process.send_signal(signal.SIGTERM)
    assert process.wait(LONG_SECONDS) == 0
