from pathlib import Path

import pytest

from rumahrakyat.config import env


@pytest.fixture
def variable(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def test_a_flag_that_is_neither_yes_nor_no_is_refused_by_name(variable: pytest.MonkeyPatch) -> None:
    variable.setenv("DEMO", "perhaps")
    with pytest.raises(env.EnvironmentProblem, match="DEMO: is 'perhaps'"):
        env.flag("DEMO")


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("0", False), ("", False)])
def test_a_flag_is_read(variable: pytest.MonkeyPatch, word: str, value: bool) -> None:
    variable.setenv("DEMO", word)
    assert env.flag("DEMO") is value


def test_a_number_below_the_lowest_is_refused(variable: pytest.MonkeyPatch) -> None:
    variable.setenv("WORKERS", "0")
    with pytest.raises(env.EnvironmentProblem, match="lowest allowed is 1"):
        env.number("WORKERS", 2, lowest=1)


def test_a_secret_may_lie_in_a_file(variable: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sesame\n")
    variable.setenv("KEY_FILE", str(tmp_path / "key"))
    assert env.secret("KEY") == "sesame"


def test_a_secret_in_two_places_is_refused(variable: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variable.setenv("KEY_FILE", str(tmp_path / "key"))
    variable.setenv("KEY", "sesame")
    with pytest.raises(env.EnvironmentProblem, match="together with KEY_FILE"):
        env.secret("KEY")


def test_a_secret_file_that_is_missing_is_named(variable: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variable.setenv("KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(env.EnvironmentProblem, match="KEY_FILE: names a file that cannot be read"):
        env.secret("KEY")


def test_a_database_url_becomes_connection_settings(variable: pytest.MonkeyPatch) -> None:
    variable.setenv("DATABASE_URL", "postgresql://rr:p%40ss@db.example:5433/cases?sslmode=require")
    assert env.database_url("DATABASE_URL") == {
        "NAME": "cases",
        "USER": "rr",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_url_may_name_a_socket_folder(variable: pytest.MonkeyPatch) -> None:
    variable.setenv("DATABASE_URL", "postgresql:///cases?host=/run/postgresql")
    settings = env.database_url("DATABASE_URL")
    assert settings is not None
    assert (settings["HOST"], settings["OPTIONS"]) == ("/run/postgresql", {})


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("mysql://root@localhost/cases", "only PostgreSQL is supported"),
        ("sqlite:///cases.db", "only PostgreSQL is supported"),
        ("postgresql://localhost", "names no database"),
        ("postgresql://localhost:many/cases", "port that is not a number"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused(variable: pytest.MonkeyPatch, url: str, problem: str) -> None:
    variable.setenv("DATABASE_URL", url)
    with pytest.raises(env.EnvironmentProblem, match=problem):
        env.database_url("DATABASE_URL")
