"""The command `rumahrakyat register`, as somebody at a terminal uses it."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rumahrakyat.duty.models import Breach
from rumahrakyat.lib import clock
from rumahrakyat.operate import register
from rumahrakyat.oversight.models_registers import Register
from rumahrakyat.oversight.registers.tests import kit
from rumahrakyat.oversight.registers.tests.kit import AFTER, account
from rumahrakyat.oversight.tests.kit import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_quarter() -> Iterator[None]:
    with clock.frozen(AFTER):
        yield


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    register.add_arguments(parser)
    return register.run(parser.parse_args(words))


def test_a_draft_is_written_twice_with_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kit.quiet()
    for name in ("one", "two"):
        assert call("2026Q3", "--out", str(tmp_path / name)) == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert len(written) == 5
    assert capsys.readouterr().out.startswith("draft\nsha256 ")


def test_it_freezes_once_and_checks(capsys: pytest.CaptureFixture[str]) -> None:
    kit.quiet()
    account("secretary", "sekda")
    assert call("2026Q3", "--freeze", "--by", "sekda", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["number"] == "RR/REG/2026-III/001"
    assert told["sha256"] == Register.objects.get().sha256
    assert (told["due"], told["on_time"]) == (2, 1)
    assert call("2026Q3", "--freeze", "--by", "sekda") == 2
    assert "frozen already" in capsys.readouterr().err
    assert call("2026Q3", "--check", "--json") == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_a_changed_past_ends_the_check_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    kit.quiet()
    account("secretary", "sekda")
    call("2026Q3", "--freeze", "--by", "sekda")
    Breach.objects.filter(clock__obligation="first_response").delete()
    assert call("2026Q3", "--check") == 1
    assert "agencies/" in capsys.readouterr().err


def test_a_quarter_without_anything_is_a_register_too(tmp_path: Path) -> None:
    build()
    assert call("2019Q1", "--out", str(tmp_path)) == 0
    assert (tmp_path / "register-2019-I-draf.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["2026Q9"], "is no quarter"),
        (["soon"], "is no quarter"),
        (["2027Q1"], "has not begun"),
        (["2026Q3", "--freeze"], "needs --by"),
        (["2026Q3", "--freeze", "--by", "nobody"], "needs --by"),
        (["2026Q4", "--freeze", "--by", "sekda"], "is not over"),
        (["2026Q3", "--freeze", "--by", "clerk"], "may not publish"),
        (["2026Q3", "--check"], "is not frozen"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    account("secretary", "sekda")
    account("verifier", "clerk")
    assert call(*words) == 2
    assert sentence in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build()
    (tmp_path / "file").write_text("")
    assert call("2026Q3", "--out", str(tmp_path / "file" / "below")) == 2
    assert "cannot write into" in capsys.readouterr().err
