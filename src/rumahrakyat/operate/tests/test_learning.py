import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rumahrakyat.config import cli
from rumahrakyat.understanding import mapping
from rumahrakyat.understanding.classifier import Classifier
from rumahrakyat.understanding.classifier.tests.sentences import examples


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["isi", "kategori"])
        rows.writerows(zip(*examples(), strict=True))
        rows.writerow(["JALAN berlubang dan rusak, dekat pasar!", "jalan"])
    return path


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = cli.main(words)
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_classifier_is_trained_from_a_file_and_judged_on_another(
    history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns, model = ("--text", "isi", "--label", "kategori"), history.with_name("model")
    status, said, _ = call(capsys, "train", str(history), *columns, "--out", str(model))
    assert status == 0
    assert "1 exact and" in said
    assert f"classifier {Classifier.load(model).version}, kept in {model}" in said
    status, said, _ = call(capsys, "evaluate", str(history), *columns, "--model", str(model), "--json")
    found = json.loads(said)
    assert (status, found["accuracy"], found["classes"], found["exact_duplicates"]) == (0, 1, 3, 1)
    assert found["baselines"]["majority"]["accuracy"] < 0.5


@pytest.mark.parametrize("how", [("--folds", "3"), ("--temporal", "0.5", "--order", "kategori")])
def test_figures_stand_beside_their_baselines(
    how: tuple[str, ...], history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("evaluate", str(history), "--text", "isi", "--label", "kategori", "--min-class", "5")
    status, said, _ = call(capsys, *words, *how, "--json")
    found = json.loads(said)
    assert status == 0
    assert {"accuracy", "macro_f1", "coverage", "n", "classes", "ms_per_report", "intervals"} <= set(found)
    assert {"majority", "plain_svm"} == set(found["baselines"])
    status, said, _ = call(capsys, *words, *how)
    assert "baseline plain_svm: accuracy" in said


def test_the_first_day_is_judged_by_our_own_categories(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, table = tmp_path / "first.csv", tmp_path / "map.csv"
    path.write_text(
        "isi,topik\njalan rusak berlubang,Infrastruktur\nguru tidak masuk sekolah,PENDIDIKAN\nlain,Olahan\n", "utf-8"
    )
    words = ("evaluate", str(path), "--text", "isi", "--label", "topik", "--untrained", "--json")
    found = json.loads(call(capsys, *words)[1])
    assert (found["n"], found["accuracy"], found["unmapped"]) == (2, 1, 1)
    table.write_text("label,category\nOlahan,lain-lain\n", encoding="utf-8")
    assert json.loads(call(capsys, *words, "--map", str(table))[1])["unmapped"] == 0
    table.write_text("label,category\nOlahan,olahraga\n", encoding="utf-8")
    status, _, why = call(capsys, *words, "--map", str(table))
    assert (status, "names the category 'olahraga', which does not exist" in why) == (2, True)


def test_labels_meet_our_categories_whatever_their_spelling() -> None:
    known = mapping.by_name([{"code": "keuangan-aset", "name": "Keuangan dan aset daerah", "children": []}])
    label_map = mapping.LabelMap(known, ())
    assert label_map.category("KEUANGAN dan Aset") == label_map.category("keuangan-aset daerah") == "keuangan-aset"
    assert label_map.category("keuangan") is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("train", "none.csv", "--text", "isi", "--label", "kategori"), "cannot read none.csv"),
        (("train", "{file}", "--text", "teks", "--label", "kategori"), "no column 'teks'"),
        (("train", "{file}", "--text", "kategori", "--label", "isi"), "nothing to tell apart|at least two labels"),
        (("evaluate", "{file}", "--text", "isi", "--label", "kategori"), "lower --min-class"),
        (("evaluate", "{file}", "--text", "isi", "--label", "kategori", "--model", "{file}"), "not a classifier"),
        (("evaluate", "{file}", "--text", "isi", "--label", "isi", "--untrained"), "no label of the file"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    words: tuple[str, ...], why: str, history: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said, trouble = call(capsys, *(word.format(file=history) for word in words))
    assert (status, said) == (2, "")
    assert trouble.count("\n") == 1
    assert re.search(why, trouble)


def test_training_needs_neither_settings_nor_database(history: Path) -> None:
    words = ["train", str(history), "--text", "isi", "--label", "kategori", "--json"]
    bare = {"PATH": os.environ["PATH"], "DATABASE_URL": "nonsense", "RUMAHRAKYAT_HOME": "/nowhere"}
    done = subprocess.run(
        [sys.executable, "-m", "rumahrakyat", *words], env=bare, stdout=subprocess.PIPE, text=True, check=True
    )
    assert json.loads(done.stdout)["classes"] == 3
