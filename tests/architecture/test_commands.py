"""Every promised command exists, explains itself and answers with an exit status."""

import importlib
import re

import pytest

from rumahrakyat.config.cli import COMMANDS, Command, main, parser_of

PROMISED = [
    "serve", "web", "worker", "listen", "migrate", "load", "demo", "check", "replay", "verify",
    "channels", "conformance", "send", "simulate-duty", "sweep",
]  # fmt: skip


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_command_is_in_the_table(name: str) -> None:
    assert name in [command.name for command in COMMANDS]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_explains_itself(command: Command) -> None:
    text = parser_of(command, importlib.import_module(command.module)).format_help()
    assert f"usage: rumahrakyat {command.name}" in text
    assert len(text.splitlines()) > 4


def test_the_overview_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(re.search(rf"^ +{command.name}\b", shown, re.MULTILINE) for command in COMMANDS)


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])
    assert ended.value.code == 2
    assert "dance" in capsys.readouterr().err
