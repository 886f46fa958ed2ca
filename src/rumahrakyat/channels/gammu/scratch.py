"""Scratch databases with the daemon's tables, on the server of our own database: for conformance and tests."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection
from psycopg import sql

SCHEMA = Path(__file__).parent / "schema.sql"


class Scratch:
    """A database of its own, made when it is asked for. `url` names it whether it exists or not."""

    def __init__(self) -> None:
        self.name = f"smsd_{uuid.uuid4().hex[:12]}"
        self.url = address(self.name)

    def create(self, *, tables: bool = True) -> None:
        """Make the database when there is none, with the daemon's tables or without any. Nothing is changed in one
        that has its tables."""
        with _server() as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name]).fetchone():
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name)))
        if tables:
            with psycopg.connect(self.url, autocommit=True) as fresh:
                if not fresh.execute("SELECT 1 FROM pg_tables WHERE tablename = 'gammu'").fetchone():
                    fresh.execute(SCHEMA.read_bytes())

    def drop(self) -> None:
        with _server() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody may connect, and who was connected is cut off."""
        name = sql.Identifier(self.name)
        with _server() as server:
            server.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [self.name])
            try:
                yield
            finally:
                server.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


@contextmanager
def database() -> Iterator[Scratch]:
    """A database with the daemon's tables, dropped in the end. Needs Django's own database."""
    scratch = Scratch()
    scratch.create()
    try:
        yield scratch
    finally:
        scratch.drop()


def address(name: str) -> str:
    """The address of database `name` on our server."""
    known = {key: str(connection.settings_dict[key.upper()] or "") for key in ("user", "password", "host", "port")}
    return f"postgresql:///{quote(name)}?{urlencode({key: value for key, value in known.items() if value})}"


def _server() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(address("postgres"), autocommit=True)
