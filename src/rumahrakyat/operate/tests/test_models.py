"""The commands of operators for what the router has learnt. The sentences are our own."""

import argparse
import csv
import json
from itertools import product
from pathlib import Path

import pytest
from pytest_django import Settings

from rumahrakyat.config.cli import COMMANDS, chosen
from rumahrakyat.operate import models, train_history
from rumahrakyat.routing.examples import Example
from rumahrakyat.routing.learning import training
from rumahrakyat.routing.models_learning import ModelVersion
from rumahrakyat.understanding.classifier import Classifier
from tests.cast import World

WHERE = ("dekat pasar ikan", "depan sekolah dasar", "belakang kantor desa", "samping masjid besar", "tikungan makam")
WHEN = (
    "sejak Senin lalu",
    "sudah sebulan lebih",
    "tadi malam terasa",
    "tiap hujan parah",
    "belum juga beres",
    "kata RT",
)
ROWS = [
    (f"{what} {where}, {when}.", label)
    for what, label in (("Aspal berlubang", "roads"), ("Petugas meminta uang", "Pungutan liar"))
    for where, when in product(WHERE, WHEN)
]


@pytest.fixture(autouse=True)
def _kept_here(world: World, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "riwayat.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("isi", "bidang"), *ROWS])
    return path


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    models.add_arguments(parser)
    return models.run(parser.parse_args(words))


def train(table: Path) -> str:
    assert call("train", str(table), "--text", "isi", "--label", "bidang", "--as", "governor") == 0
    return ModelVersion.objects.get().version


def test_the_first_day_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    assert call() == 0
    assert "words of the first day" in capsys.readouterr().out
    assert call("--json") == 0
    assert json.loads(capsys.readouterr().out) == {"models": []}


def test_a_model_is_trained_put_to_work_and_taken_back(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    version = train(table)
    for words, state in (
        (("shadow", version[:6], "--reason", "Coba"), "shadow"),
        (("activate", version[:6], "--reason", "Lebih tepat"), "active"),
        (("rollback", "--reason", "Keliru"), "retired"),
    ):
        assert call(*words) == 0
        capsys.readouterr()
        assert call("--json") == 0
        (one,) = json.loads(capsys.readouterr().out)["models"]
        assert (one["version"], one["state"], one["trained_by"]) == (version, state, "governor")
        assert (one["file"], one["examples"], one["classes"]) == ("riwayat.csv", 60, 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("activate", "f00", "--reason", "Coba"), "no version begins so"),
        (("rollback", "--reason", "Keliru"), "nothing to take back"),
        (("train", "tidak-ada.csv", "--text", "isi", "--label", "bidang"), "tidak-ada.csv"),
        (("rollback", "--reason", "Keliru", "--as", "siapa"), "no account is called siapa"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_status_2(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words) == 2
    assert said in capsys.readouterr().err


def test_a_deed_needs_a_reason(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("activate", train(table)) == 2
    assert "--reason" in capsys.readouterr().err


def test_train_with_history_is_the_command_that_needs_the_database() -> None:
    plain, own = chosen(["train", "file.csv"]), chosen(["train", "--history"])
    assert plain is not None
    assert own is not None
    assert (plain.needs_database, own.needs_database) == (False, True)
    assert own not in COMMANDS


def on_history(*words: str) -> int:
    parser = argparse.ArgumentParser()
    train_history.add_arguments(parser)
    return train_history.run(parser.parse_args(["--history", *words]))


def test_too_little_history_is_told_with_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert on_history() == 2
    assert "0 usable examples of 0 labels; 60 of 2 are needed" in capsys.readouterr().err


def test_the_history_makes_a_candidate_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = {"roads": "roads", "Pungutan liar": "extortion"}
    told = [Example(nth, nth, text, known[label], 1.0, "confirmed") for nth, (text, label) in enumerate(ROWS)]
    monkeypatch.setattr(training, "examples", lambda *_target, **_window: iter(told))
    assert on_history("--out", str(tmp_path / "model"), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["state"], found["source"], found["sources"]) == ("candidate", "history", {"confirmed": 60})
    assert Classifier.load(tmp_path / "model").version == found["version"]


def test_examples_are_exported_masked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "contoh.csv"
    assert call("examples", str(out), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"examples": 0}
    assert out.read_text(encoding="utf-8").strip() == "text,label,weight,source"
