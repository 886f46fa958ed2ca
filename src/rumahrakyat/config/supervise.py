"""One process that runs the parts of the product on one machine and keeps them running.

Parts that die are started again, sooner the first time than later. On SIGTERM or Ctrl-C the web server answers what it
has begun and the worker finishes its row, then the database stops. When the supervisor itself is killed, the kernel
asks its children to stop (see `processes`), and the next start waits until they have.
"""

import fcntl
import http.client
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connections

from rumahrakyat.channels import listening
from rumahrakyat.config import database, env, files
from rumahrakyat.config.embedded import DatabaseProblem, Embedded
from rumahrakyat.config.loading import is_loaded
from rumahrakyat.config.processes import die_with_parent
from rumahrakyat.regions.province import active

# How long parts may take to end by themselves. A part that is killed loses nothing that was acknowledged, so in a demo,
# where nobody else is on the site, the person at the terminal need not wait.
STOP_SECONDS = 12.0
STOP_SECONDS_OF_A_DEMO = 2.0
STOP_SECONDS_OF_ITS_DATABASE = 0.5
LOOK_SECONDS = 0.1
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
SETTLED_SECONDS = 5.0
ASK_PATIENCE = 10.0
WORKER_SETTLES = 1.5  # times the silence it is allowed: how old a worker must be before it is judged by its sweeps

logger = logging.getLogger(__name__)


@dataclass
class Part:
    """A child process that has to run as long as the supervisor does; `lasting=False` for one that ends by itself."""

    name: str
    words: list[str]
    lasting: bool = True
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause: float = field(default=FIRST_PAUSE)

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 -- our own commands
            [sys.executable, "-m", "rumahrakyat", *self.words],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C comes to the supervisor alone
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 -- only async-safe calls in it
        )
        self.started_at = time.monotonic()

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look(self, now: float) -> None:
        """Starts it again when it died and its pause is over."""
        if self.runs or not self.lasting:
            return
        if self.process is not None:
            say(f"{self.name} ended with status {self.process.returncode} and is started again")
            self.process = None
            self.pause = FIRST_PAUSE if now - self.started_at > SETTLED_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
            self.start_again_at = now + self.pause
        elif now >= self.start_again_at:
            self.start()

    def end(self) -> None:
        """Kills it with everything it started; `look` starts it again."""
        if self.process is not None and self.runs:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.runs:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, end: float) -> None:
        """Waits until the moment `end`, then kills it with everything it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{self.name} does not stop and is ended")
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    def __init__(self, *, host: str, port: int, demo: bool) -> None:
        self.host, self.port, self.demo = host, port, demo
        self.stopping = threading.Event()
        self.server = None if env.secret("DATABASE_URL") else Embedded(settings.HOME)
        self.web = Part("web", ["web", "--host", host, "--port", str(port)])
        self.worker = Part("worker", ["worker"])
        self.listener = Part("listener", ["listen"], lasting=bool(listening.all_listeners()))
        self.play = Part("demo", ["demo", "--if-empty"], lasting=False)
        self.parts = [self.web, self.worker, self.listener, self.play]
        self.still = threading.Event()  # nothing is swept, as the site says

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        settings.HOME.create()
        with _only_one():
            try:
                self._start()
                self._keep_running()
            finally:
                self._stop()
        return 0

    def _start(self) -> None:
        self._start_database()
        database.migrate()
        files.prepare()
        loaded = is_loaded()
        connections.close_all()
        if not loaded and not self.stopping.is_set():
            say("loading the province (once) ...")
            _finish(Part("load", ["load", active().name], lasting=False), self.stopping)
        if self.stopping.is_set():
            return
        self.web.start()
        self.worker.start()
        self._wait_for_the_first_page()
        if self.listener.lasting:
            self.listener.start()
        if self.demo and not self.stopping.is_set():
            self.play.start()

    def _start_database(self) -> None:
        if self.server is None:
            database.check_version()
            return
        end = time.monotonic() + 60
        while not self.server.start():
            if time.monotonic() > end:
                raise DatabaseProblem("another command keeps the database of this home running")
            time.sleep(LOOK_SECONDS)

    def _wait_for_the_first_page(self) -> None:
        while not self.stopping.wait(LOOK_SECONDS):
            self.web.look(time.monotonic())
            if self._answers():
                say(f"Rumah Rakyat is open: http://{self.host}:{self.port}/  (Ctrl-C stops it)")
                return

    def _answers(self) -> bool:
        return self._health().get("database") == "working"

    def _health(self) -> dict[str, Any]:
        """What `/sehat/` says, whatever its status; empty when nobody answers."""
        site = http.client.HTTPConnection(self.host, self.port, timeout=ASK_PATIENCE)
        try:
            site.request("GET", "/sehat/", headers={"Host": "localhost"})
            parts = json.loads(site.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return {}
        finally:
            site.close()
        return parts if isinstance(parts, dict) else {}

    def _keep_running(self) -> None:
        threading.Thread(target=self._ask_again_and_again, daemon=True).start()
        while not self.stopping.wait(LOOK_SECONDS):
            now = time.monotonic()
            if self.server is not None and not self.server.runs:
                self._revive(self.server)
            if self.still.is_set():
                self._wake_the_sweeper(now)
            for part in self.parts:
                part.look(now)

    def _ask_again_and_again(self) -> None:
        """In a thread of its own, so that a site that hangs keeps nobody from starting parts again."""
        while not self.stopping.wait(settings.SWEEPER_SILENT_SECONDS / 3):
            seconds = self._health().get("sweeper", {}).get("seconds_since")
            if isinstance(seconds, int | float) and seconds > settings.SWEEPER_SILENT_SECONDS:
                self.still.set()

    def _wake_the_sweeper(self, now: float) -> None:
        """A worker that lives and sweeps nothing hangs: whatever it holds is given up by ending it."""
        self.still.clear()
        allowed = settings.SWEEPER_SILENT_SECONDS
        if self.worker.runs and now - self.worker.started_at > WORKER_SETTLES * allowed:
            logger.error("the worker lives but has swept nothing for more than %d seconds", allowed)
            say("the worker hangs and is started again")
            self.worker.end()

    def _revive(self, server: Embedded) -> None:
        """Starts the database again; when it is killed even at that, a moment later once more."""
        say("the database ended and is started again")
        try:
            started = server.start()
        except DatabaseProblem as problem:
            say(str(problem))
            started = False
        if not started:
            self.stopping.wait(FIRST_PAUSE * 5)

    def _stop(self) -> None:
        patience = STOP_SECONDS_OF_A_DEMO if self.demo else STOP_SECONDS
        end = time.monotonic() + patience
        for part in self.parts:
            part.ask_to_stop()
        for part in self.parts:
            part.wait(end)
        if self.server is not None:
            self.server.stop(STOP_SECONDS_OF_ITS_DATABASE if self.demo else STOP_SECONDS)


def _finish(part: Part, stopping: threading.Event) -> None:
    part.start()
    while part.runs and not stopping.wait(LOOK_SECONDS):
        pass
    part.ask_to_stop()
    part.wait(time.monotonic() + STOP_SECONDS)
    if part.process is not None and part.process.returncode and not stopping.is_set():
        raise DatabaseProblem(f"{part.name} ended with status {part.process.returncode}")


@contextmanager
def _only_one() -> Iterator[None]:
    """Two supervisors of one home would pull the database away from under each other."""
    with (settings.HOME.root / ".serve.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseProblem(f"rumahrakyat serve runs already in {settings.HOME.root}") from None
        yield


def say(line: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
