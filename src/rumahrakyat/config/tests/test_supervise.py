import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from rumahrakyat.config.home import Home
from rumahrakyat.config.processes import command_line, is_alive
from tests import homes

pytestmark = pytest.mark.journey

LONG_SECONDS = 300  # for the whole product to begin, to end or to notice; a bound, not a wait
COMMAND = [sys.executable, "-m", "rumahrakyat"]


@dataclass
class Site:
    """The whole product in a home of its own."""

    home: Home
    surroundings: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [*COMMAND, "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(words, env=self.surroundings, start_new_session=True)
        until(self.answers)

    def answers(self) -> bool:
        return self.health()[1].get("database") == "working"

    def health(self) -> tuple[int, dict[str, Any]]:
        """The status and the parts of `/sehat/`; 0 when nobody answers, or not to the end."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/sehat/")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()

    def processes(self) -> dict[int, str]:
        """Every living process of this home, by what it does."""
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and is_alive(int(folder.name)):
                words = command_line(int(folder.name))
                if str(self.home.root) in environment_of(folder) or str(self.home.root) in words:
                    found[int(folder.name)] = words
        return found

    def has(self, part: str) -> bool:
        return any(part in words for words in self.processes().values())

    def pid(self, part: str) -> int:
        """The oldest process whose command holds these words."""
        return min(pid for pid, words in self.processes().items() if part in words)

    def kill(self, part: str) -> None:
        pid = self.pid(part)
        os.kill(pid, signal.SIGKILL)
        until(lambda: not is_alive(pid))


def environment_of(folder: Path) -> str:
    try:
        return (folder / "environ").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def until(true: Callable[[], object], seconds: float = LONG_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)


@pytest.fixture
def site(home: Home, surroundings: dict[str, str]) -> Iterator[Site]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    one = Site(home, surroundings, port)
    yield one
    if one.process is not None and one.process.poll() is None:
        one.process.terminate()
        one.process.wait(LONG_SECONDS)
    until(lambda: not one.processes())


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_the_product_starts_survives_kills_and_leaves_nothing_behind(site: Site) -> None:
    """From an empty folder, as at the first start on a machine: the other tests begin with what such a start made."""
    site.start()
    for part in ("rumahrakyat web", "rumahrakyat worker", "postgres -D"):
        site.kill(part)
        until(partial(site.has, part))
        until(site.answers)

    # Its supervisor killed, everything stops by itself, and the next start finds a whole database.
    assert site.process is not None
    site.process.kill()
    site.process.wait()
    until(lambda: not site.processes())
    site.start()

    # A command beside it uses the same database; a second supervisor is refused.
    assert subprocess.run([*COMMAND, "migrate", "--check"], env=site.surroundings, check=False).returncode == 0
    second = subprocess.run([*COMMAND, "serve"], env=site.surroundings, capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert "runs already" in second.stderr

    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(LONG_SECONDS) == 0
    assert not site.processes()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_a_worker_that_lives_but_sweeps_nothing_is_seen_and_started_again(site: Site) -> None:
    homes.copy(homes.loaded(), site.home)
    site.surroundings["RUMAHRAKYAT_SWEEPER_SILENT_SECONDS"] = "20"
    site.start()
    until(lambda: site.health()[1].get("sweeper", {}).get("seconds_since") is not None)
    frozen = site.pid("rumahrakyat worker")
    os.kill(frozen, signal.SIGSTOP)
    until(lambda: site.health()[0] == 503)
    status, parts = site.health()
    assert (status, parts["database"], parts["sweeper"]["standing_still"]) == (503, "working", True)
    until(lambda: not is_alive(frozen))
    until(lambda: site.health()[0] == 200)


def test_a_command_alone_brings_its_database_and_takes_it_away() -> None:
    """The command is the one that made the tables for all tests of this run, in an empty folder."""
    home = homes.migrated()
    assert homes.said() == "up to date\n"
    assert (home.database / "PG_VERSION").exists()
    assert not (home.database / "postmaster.pid").exists()


def test_a_database_that_does_not_answer_is_one_sentence(surroundings: dict[str, str]) -> None:
    there = {**surroundings, "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    done = subprocess.run([*COMMAND, "migrate"], env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("rumahrakyat migrate: the server that DATABASE_URL names does not answer")
    assert len(done.stderr.splitlines()) == 1


def test_production_without_secrets_does_not_start(surroundings: dict[str, str]) -> None:
    there = {**surroundings, "RUMAHRAKYAT_PRODUCTION": "1"}
    done = subprocess.run([*COMMAND, "migrate"], env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "RUMAHRAKYAT_SECRET_KEY: is needed in production" in done.stderr
