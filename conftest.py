"""What every test of the product may use: its database, its browser, its page-checking client."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from rumahrakyat.config import files
from rumahrakyat.config.embedded import DATABASE, Embedded
from rumahrakyat.config.home import current
from rumahrakyat.lib import http
from tests import emptying, homes, order
from tests.pages import PageClient

pytest_plugins = ["tests.cast"]

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE_SECONDS = 120
emptying.use()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 -- processes on one named server: a name each
) -> Iterator[None]:
    """Starts the tests' own PostgreSQL when the first test needs one; pytest-django calls it before it makes the test
    database, so a run without database tests starts no server. The test database begins as a copy of one that has all
    tables already."""
    if "DATABASE_URL" in os.environ:
        yield
        return
    homes.copy_database(homes.migrated(), current())
    connection.settings_dict["TEST"]["TEMPLATE"] = DATABASE
    server = Embedded(current(), tests=True)
    server.start()
    try:
        yield
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def _fresh_rollups(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker folds while a test runs: whoever reads the rollups finds them as a worker would have left them. A test
    that reads none of them pays nothing, and the queries of a page are counted without these."""
    from rumahrakyat.oversight.rollups import reading  # noqa: PLC0415 -- once Django is set up
    from tests import freshening  # noqa: PLC0415

    monkeypatch.setattr(reading, "before_reading", [freshening.fold_everything])


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process keeps for some seconds, of the test before."""
    from rumahrakyat.config import context  # noqa: PLC0415 -- once Django is set up
    from rumahrakyat.public import promise  # noqa: PLC0415

    context.forget()
    promise.forget()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    _skip_what_cannot_run(items)
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1:
        items[:] = order.long_ones_first(items, workers)


def _skip_what_cannot_run(items: list[pytest.Item]) -> None:
    """Without Chromium or a peer the tests that need it are skipped with the reason; where nothing may be skipped they
    run, and fail."""
    if os.environ.get("RUMAHRAKYAT_NO_SKIPS") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM.exists():
            item.add_marker(pytest.mark.skip(reason=f"{CHROMIUM} is not installed: apt-get install chromium"))
        for marker in item.iter_markers("peer"):
            program, package = marker.args
            if not Path(program).exists():
                item.add_marker(pytest.mark.skip(reason=f"{program} is not installed: apt-get install {package}"))


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser of the `browser` tests. Where nothing may be skipped, a missing one is a failure."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium")
    return CHROMIUM


@pytest.fixture
def browser(chromium: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Chromium, driven from this thread, beside a live server.

    Playwright keeps an event loop in this thread. Django then has another connection than outside of it, which must be
    closed before the loop ends; and the server's threads must not keep theirs longer than a request.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    with sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        for name in ("new_context", "new_page"):
            monkeypatch.setattr(opened, name, _patient(getattr(opened, name)))
        yield opened
        opened.close()
        _all_answered()
        connections.close_all()


def _patient(make: Callable[..., BrowserContext | Page]) -> Callable[..., BrowserContext | Page]:
    """What is opened waits long for what should appear: a bound for a busy machine, not a wait."""

    def made(**wanted: Any) -> BrowserContext | Page:
        opened = make(**wanted)
        opened.set_default_timeout(PATIENCE_SECONDS * 1000)
        return opened

    return made


def _all_answered() -> None:
    """The server has answered all that the pages asked as they closed: what it still wrote would lie in the tables of
    the next test."""
    http.forget_connections()
    for thread in threading.enumerate():
        if thread.name.endswith("(process_request_thread)"):
            thread.join(PATIENCE_SECONDS)


@pytest.fixture(scope="session")
def _site_files() -> None:
    """Static files with their digests and the compiled translations, as a server makes them when it starts."""
    files.prepare()


@pytest.fixture
def client(_site_files: None) -> Client:
    """Django's test client, but every page it fetches is checked: see `tests/pages.py`."""
    return PageClient()
