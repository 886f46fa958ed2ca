"""The database of a command: running, new enough, with its tables up to date."""

import fcntl
import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import Error as DatabaseError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from rumahrakyat.config import env
from rumahrakyat.config.embedded import DatabaseProblem, Embedded
from rumahrakyat.lib import locks

OLDEST_VERSION = 15


@contextmanager
def available() -> Iterator[None]:
    """Starts the embedded server for the time of the block when none of this home runs and no other is named.

    Another command may begin meanwhile and use the same server: then this one waits for it before it stops the server.
    """
    if env.secret("DATABASE_URL"):
        check_version()
        yield
        return
    server = Embedded(settings.HOME)
    settings.HOME.create()
    with (settings.HOME.root / ".commands.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        started = server.start()
        try:
            yield
        finally:
            connections.close_all()
            fcntl.flock(lock, fcntl.LOCK_UN)
            if started:
                fcntl.flock(lock, fcntl.LOCK_EX)
                server.stop()


def check_version() -> None:
    """Raises `DatabaseProblem` for a server that is too old or does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            major = int(cursor.fetchone()[0]) // 10_000
    except DatabaseError as error:
        reason = str(error).partition("\n")[0]
        raise DatabaseProblem(f"the server that DATABASE_URL names does not answer: {reason}") from error
    if major < OLDEST_VERSION:
        raise DatabaseProblem(f"the server that DATABASE_URL names is PostgreSQL {major}; {OLDEST_VERSION} is needed")


def is_current() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate() -> None:
    """Applies what is missing. Two processes that start at once wait for each other."""
    with locks.alone("migrations"):
        if not is_current():
            call_command("migrate", verbosity=0, interactive=False, stdout=io.StringIO())
        call_command("createcachetable", verbosity=0, stdout=io.StringIO())
