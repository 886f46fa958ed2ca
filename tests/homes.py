"""Homes as a first start leaves them, each made once in a run of tests and copied for whoever needs one.

Making the tables and loading the province takes half a minute of computing. `test_supervise.py` has one test that
begins with an empty folder; all others begin with a copy. The folders lie in the home of the run's first process, so
that its workers share them, and end with it.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rumahrakyat.config.home import Home
from rumahrakyat.config.testing import SHARED

COMMAND: Final = (sys.executable, "-m", "rumahrakyat")
PROVINCE: Final = "jawa_tengah"
SAID: Final = "said.txt"
_STATIC: Final = "import django; django.setup(); from rumahrakyat.config import files; files.prepare()"


def surroundings(home: Home) -> dict[str, str]:
    """The environment of a command that runs in this home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RUMAHRAKYAT_", "DATABASE_URL"))}
    return {**kept, "RUMAHRAKYAT_HOME": str(home.root)}


def migrated() -> Home:
    """A home with all tables, empty: what the command `migrate` made of nothing. `said()` is what it answered."""
    return _once("migrated", _migrate)


def said() -> str:
    return (migrated().root / SAID).read_text(encoding="utf-8")


def loaded() -> Home:
    """A home with the province in it and the static files of the site collected."""
    return _once("loaded", _load)


def copy(original: Home, home: Home) -> None:
    """`home` becomes one like the original, which is stopped."""
    home.root.mkdir(mode=0o755, exist_ok=True)
    subprocess.run(["cp", "-a", f"{original.root}/.", str(home.root)], check=True)


def copy_database(original: Home, home: Home) -> None:
    """Only the database: the home keeps its own keys."""
    home.create()
    subprocess.run(["cp", "-a", str(original.database), str(home.root)], check=True)


def _once(name: str, make: Callable[[Home], None]) -> Home:
    shared = Path(os.environ[SHARED])
    finished = Home(shared / name)
    with (shared / f".{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.root.exists():
            draft = Home(shared / f".{name}")
            draft.root.mkdir(mode=0o755)
            make(draft)
            draft.root.rename(finished.root)
    return finished


def _migrate(home: Home) -> None:
    answer = _run(home, *COMMAND, "migrate")
    (home.root / SAID).write_text(answer, encoding="utf-8")


def _load(home: Home) -> None:
    copy(migrated(), home)
    _run(home, *COMMAND, "load", PROVINCE)
    _run(home, sys.executable, "-c", _STATIC, DJANGO_SETTINGS_MODULE="rumahrakyat.config.settings")


def _run(home: Home, *words: str, **more: str) -> str:
    there = {**surroundings(home), **more}
    done = subprocess.run(words, env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
