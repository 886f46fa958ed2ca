"""What commands say to whoever typed something wrong: one sentence, status 2, nothing written and nothing lost."""

import argparse
from pathlib import Path
from types import ModuleType

import pytest

from rumahrakyat.operate import analyst, brief, dossier, print_receipt, record, train
from rumahrakyat.reports.models import Entry
from tests.cast import World

pytestmark = pytest.mark.django_db


def call(command: ModuleType, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return int(command.run(parser.parse_args(list(words))))


@pytest.mark.parametrize(
    ("command", "words", "said"),
    [
        (dossier, ("RR-000-000", "--out", "a.zip"), "there is no report"),
        (dossier, ("halo", "--out", "a.zip"), "no report number"),
        (dossier, ("{case}", "--out", "."), "is a folder"),
        (dossier, ("{case}", "--out", "nowhere/a.zip"), "there is no folder nowhere"),
        (dossier, ("{case}", "--out", "empty/a.zip"), "there is no folder empty"),
        (dossier, ("{case}", "--out", "a.zip", "--reason", "singkat"), "at least 20 letters"),
        (print_receipt, ("{case}", "--out", "."), "is a folder"),
        (print_receipt, ("{case}", "--out", "nowhere/a.pdf"), "there is no folder nowhere"),
        (record, ("--out", "."), "is a folder"),
        (record, ("--out", "nowhere/a.gz"), "there is no folder nowhere"),
        (brief, ("2026-07-21", "--out", "nowhere/a.pdf"), "there is no folder nowhere"),
        (train, ("none.csv", "--out", "nowhere/a.model"), "there is no folder nowhere"),
        (record, ("--out", "a.gz", "--number", "halo"), "not a report number"),
        (analyst, ("Analis Data",), "small letters"),
        (analyst, ("penonton", "--password-file", "none"), "cannot read"),
        (analyst, ("penonton", "--password-file", "empty"), "holds no password"),
        (analyst, ("penonton", "--password-file", "binary"), "is no text"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_command_says_what_is_wrong_with_what_was_typed(  # noqa: PLR0917 -- fixtures and a table
    command: ModuleType,
    words: tuple[str, ...],
    said: str,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = world.report()
    monkeypatch.chdir(tmp_path)
    Path("empty").touch()
    Path("binary").write_bytes(b"\xff\xfe\x00")
    Path("a.zip").write_text("an older dossier", encoding="utf-8")
    assert call(command, *(word.format(case=case.number) for word in words)) == 2
    told = capsys.readouterr()
    assert (said in told.err, told.err.count("\n"), told.out) == (True, 1, "")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.zip", "binary", "empty"]
    assert Path("a.zip").read_text(encoding="utf-8") == "an older dossier"
    assert not Entry.objects.filter(report=case, type="dossier_taken").exists()
