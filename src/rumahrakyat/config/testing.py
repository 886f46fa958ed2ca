"""A pytest plugin that gives a run of tests a home and a database of its own, gone when the run ends.

It is named in pytest's options, because it must act before the settings are read: nothing that a test writes may reach
the home of an installation. RUMAHRAKYAT_TEST_DATABASE_URL names another server to test on; RUMAHRAKYAT_SCREENSHOTS a
folder for the pictures of the journeys; RUMAHRAKYAT_JOURNEY_CASES how many cases a verifier gets through.

When a run is shared by several processes, RUMAHRAKYAT_TEST_SHARED tells them the first one's home: what is costly to
make lies there for all of them (`tests/homes.py`).
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

KEPT = (
    "RUMAHRAKYAT_TEST_DATABASE_URL",
    "RUMAHRAKYAT_NO_SKIPS",
    "RUMAHRAKYAT_SCREENSHOTS",
    "RUMAHRAKYAT_JOURNEY_CASES",
)
SHARED = "RUMAHRAKYAT_TEST_SHARED"
_home: list[Path] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    root = Path(tempfile.mkdtemp(prefix="rumahrakyat-test-"))
    root.chmod(0o755)  # the database's system user must be able to enter
    _home.append(root)
    shared = os.environ.get(SHARED, "") if "PYTEST_XDIST_WORKER" in os.environ else ""
    for name in [name for name in os.environ if name.startswith(("RUMAHRAKYAT_", "DATABASE_URL"))]:
        if name not in KEPT:
            del os.environ[name]
    os.environ[SHARED] = shared or str(root)
    os.environ["RUMAHRAKYAT_HOME"] = str(root)
    os.environ["RUMAHRAKYAT_TESTING"] = "1"
    os.environ["RUMAHRAKYAT_LOG_LEVEL"] = "WARNING"
    server = os.environ.get("RUMAHRAKYAT_TEST_DATABASE_URL")
    if server:
        os.environ["DATABASE_URL"] = server
    # Compiled modules are kept: else every worker and every process that a test starts compiles the product anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_configure() -> None:
    # Imported late: the home above must be set before anything reads it.
    from rumahrakyat.config import catalogues  # noqa: PLC0415

    catalogues.compile_stale()


def pytest_unconfigure() -> None:
    while _home:
        shutil.rmtree(_home.pop(), ignore_errors=True)
