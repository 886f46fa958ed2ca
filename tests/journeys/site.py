"""The whole product in a home of its own, to be used, killed and looked at from outside."""

import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rumahrakyat.config.home import Home
from rumahrakyat.config.processes import command_line, is_alive
from tests import homes

COMMAND = [sys.executable, "-m", "rumahrakyat"]
START_SECONDS = 300.0


@dataclass
class Site:
    """`demo` with stand-ins for outside systems; `settings` are further variables of the environment."""

    home: Path
    port: int
    demo: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of a command that belongs to this home."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("RUMAHRAKYAT_", "DATABASE_URL"))}
        demo = {"RUMAHRAKYAT_DEMO": "1"} if self.demo else {}
        own = {
            "RUMAHRAKYAT_HOME": str(self.home),
            "RUMAHRAKYAT_LOCAL_URL": self.url,
            "RUMAHRAKYAT_PUBLIC_URL": self.url,
        }
        return {**kept, **own, **demo, **self.settings}

    def start(self) -> None:
        words = [*COMMAND, "serve", "--port", str(self.port), *(["--demo"] if self.demo else [])]
        self.process = subprocess.Popen(
            words, env=self.surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until(self.answers, START_SECONDS)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/lapor/")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        """Ends what was started here, and sees that nothing of it is left."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not self.processes())

    def processes(self) -> dict[int, str]:
        """Every living process of this home, by what it does."""
        found = {}
        for folder in Path("/proc").iterdir():
            pid = int(folder.name) if folder.name.isdigit() else 0
            if pid and pid != os.getpid() and is_alive(pid):
                words = command_line(pid)
                if str(self.home) in words or f"RUMAHRAKYAT_HOME={self.home}\0" in _environment(folder):
                    found[pid] = words
        return found

    def kill_one(self, part: str, choice: random.Random) -> bool:
        """kill -9 for any one process whose command holds these words; False when there is none just now."""
        pids = sorted(pid for pid, words in self.processes().items() if part in words)
        if not pids:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(choice.choice(pids), signal.SIGKILL)
        return True

    def kill_database(self) -> None:
        """kill -9 for the database as a whole, as at a crash: the first process and all its children."""
        pids = sorted(
            pid for pid, words in self.processes().items() if words.startswith("postgres") or "postgres -D" in words
        )
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def begin(self, *words: str) -> "subprocess.Popen[str]":
        """Starts a command of the product in this home."""
        return subprocess.Popen(
            [*COMMAND, *words], env=self.surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def ask(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Runs a command with --json; its exit status and the object it printed last."""
        return finish(self.begin(*words, "--json"))


def finish(command: "subprocess.Popen[str]", seconds: float = 900) -> tuple[int, dict[str, Any]]:
    out, err = command.communicate(timeout=seconds)
    lines = out.splitlines()
    return command.returncode, json.loads(lines[-1]) if lines else {"said": err}


def begun(command: "subprocess.Popen[str]") -> None:
    """Waits for the first line that the command says about its progress."""
    assert command.stderr is not None
    while line := command.stderr.readline():
        if line.startswith("delivering"):
            return
    raise AssertionError("it ended before it began")


def _environment(folder: Path) -> str:
    try:
        return (folder / "environ").read_text(encoding="utf-8", errors="replace") + "\0"
    except OSError:
        return ""


def until(true: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("it did not come true in time")
        time.sleep(0.1)


@contextlib.contextmanager
def running(*before: Sequence[str], demo: bool = False, like: Home | None = None, **settings: str) -> Iterator[Site]:
    """A started site in a temporary home, a copy of `like`, where the commands `before` ran first; nothing of it is
    left afterwards."""
    home = Path(tempfile.mkdtemp(prefix="rumahrakyat-site-"))
    home.chmod(0o755)  # the database's system user must be able to enter
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = Site(home, port, demo, settings)
    try:
        if like is not None:
            homes.copy(like, Home(home))
        for words in before:
            subprocess.run([*COMMAND, *words], env=site.surroundings, stdout=subprocess.DEVNULL, check=True)
        site.start()
        yield site
    finally:
        site.stop()
        shutil.rmtree(home, ignore_errors=True)
