import stat
from pathlib import Path

import pytest

from rumahrakyat.config.env import EnvironmentProblem
from rumahrakyat.config.home import LONGEST_SOCKET_PATH, SOCKET_NAME, Home, current


def test_a_key_is_made_once_and_only_its_owner_may_read_it(home: Home) -> None:
    first = home.key("secret-key")
    assert first == home.key("secret-key") != home.key("lookup-key")
    assert stat.S_IMODE((home.keys / "secret-key").stat().st_mode) == 0o600
    assert sorted(path.name for path in home.keys.iterdir()) == ["lookup-key", "secret-key"]


def test_the_variable_moves_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUMAHRAKYAT_HOME", "/srv/rr")
    assert current().database == Path("/srv/rr/database")


def test_a_long_home_gets_a_socket_folder_that_is_short_enough() -> None:
    deep = Home(Path("/srv") / ("long" * 30))
    assert len(str(deep.sockets / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert deep.sockets == Home(deep.root).sockets != Home(deep.root / "other").sockets


def test_a_home_that_cannot_be_written_is_refused_in_one_sentence() -> None:
    with pytest.raises(EnvironmentProblem, match="RUMAHRAKYAT_HOME: /proc/rr cannot be written"):
        Home(Path("/proc/rr")).create()
