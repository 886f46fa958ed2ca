import os
import signal
from collections.abc import Iterator

import pytest

from rumahrakyat.config import embedded
from rumahrakyat.config.embedded import DATABASE, DatabaseProblem, Embedded
from rumahrakyat.config.home import Home

pytestmark = pytest.mark.journey


@pytest.fixture
def server(home: Home) -> Iterator[Embedded]:
    one = Embedded(home)
    yield one
    one.stop()


def remembered(server: Embedded) -> list[tuple[object, ...]]:
    with server._connect(DATABASE) as connection:
        return connection.execute("SELECT word FROM remembered").fetchall()


def test_what_was_committed_survives_a_kill(server: Embedded, home: Home) -> None:
    assert server.start()
    with server._connect(DATABASE) as connection:
        connection.execute("CREATE TABLE remembered AS SELECT 'water' AS word")
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    again = Embedded(home)
    try:
        assert again.start()
        assert remembered(again) == [("water",)]
    finally:
        again.stop()


def test_a_second_command_uses_the_server_that_runs(server: Embedded, home: Home) -> None:
    server.start()
    second = Embedded(home)
    assert not second.start()
    second.stop()
    assert server.answers()


def test_a_pid_file_that_names_another_program_is_no_hindrance(server: Embedded, home: Home) -> None:
    server.start()
    server.stop()
    (home.database / "postmaster.pid").write_text(f"{os.getpid()}\n{home.database}\n")
    assert server.start()


def test_nobody_else_may_enter_the_sockets_folder(server: Embedded, home: Home) -> None:
    server.start()
    assert home.sockets.stat().st_mode & 0o077 == 0
    assert home.database.stat().st_mode & 0o077 == 0


def test_a_wheel_out_of_reach_is_copied_into_the_home(
    server: Embedded, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded.Owner, "is_other", property(lambda _self: True))
    monkeypatch.setattr(embedded, "_can_run", lambda _user, _program: False)
    monkeypatch.setattr(embedded.Owner, "no_groups", property(lambda _self: () if os.geteuid() == 0 else None))
    assert server.binary("initdb") == home.root / "postgres-18" / "bin" / "initdb"
    assert server.owner.run(server.binary("postgres"), "--version").stdout.startswith("postgres (PostgreSQL) 18")


def test_a_cluster_of_another_version_is_refused(server: Embedded, home: Home) -> None:
    home.create()
    server._own_folder(home.database)
    (home.database / "PG_VERSION").write_text("15\n")
    with pytest.raises(DatabaseProblem, match="was made by PostgreSQL 15"):
        server.start()
