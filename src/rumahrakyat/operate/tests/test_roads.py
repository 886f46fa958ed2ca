import argparse
from pathlib import Path

import pytest

from rumahrakyat.operate import roads
from rumahrakyat.regions.models_roads import Road

pytestmark = pytest.mark.django_db
HEAD = "code,name,class\n"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    roads.add_arguments(parser)
    return roads.run(parser.parse_args(words))


def test_a_register_is_looked_at_first_and_then_taken_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ruas.csv"
    file.write_text(HEAD + "A,Jalan Melati,desa\n")
    assert run(str(file), "--dry-run") == 0
    assert "1 would be added" in capsys.readouterr().out
    assert not Road.objects.exists()
    assert run(str(file), "--source", "Dinas") == 0
    assert "1 stretches are in force" in capsys.readouterr().out


def test_wrong_rows_are_named_by_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ruas.csv"
    file.write_text(HEAD + "A,Jalan Melati,desa\nB,,desa\n")
    assert run(str(file)) == 1
    assert "row 2: name is empty" in capsys.readouterr().err
    assert run(str(tmp_path / "nothing.csv")) == 2
