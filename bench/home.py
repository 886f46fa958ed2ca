"""A home for a measurement: its own database, the province loaded, the people of the demo, nothing else.

Import this module, call `enter`, and only then anything of Django's: the settings read the environment when they are
first used.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


@contextlib.contextmanager
def enter(home: Path, **settings: str) -> Iterator[None]:
    """Brings up the embedded database of `home` with its tables and reference data, for the time of the block."""
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name in [name for name in os.environ if name.startswith(("RUMAHRAKYAT_", "DATABASE_URL"))]:
        del os.environ[name]
    os.environ.update({"RUMAHRAKYAT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "rumahrakyat.config.settings"})
    os.environ.update(settings)
    import django  # noqa: PLC0415

    django.setup()
    from rumahrakyat.config import database, files, loading  # noqa: PLC0415
    from rumahrakyat.demo import cast  # noqa: PLC0415
    from rumahrakyat.lib import clock  # noqa: PLC0415
    from rumahrakyat.regions.province import active  # noqa: PLC0415

    with database.available():
        database.migrate()
        files.prepare()
        if not loading.is_loaded():
            say("loading the province ...")
            list(loading.load_province(active().name, at=clock.now()))
        cast.create()
        yield


def session(account: Any) -> str:
    """The key of a new session in which this person is signed in."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    assert store.session_key
    return store.session_key


def say(line: str) -> None:
    """Progress for the person who waits."""
    print(line, file=sys.stderr, flush=True)
