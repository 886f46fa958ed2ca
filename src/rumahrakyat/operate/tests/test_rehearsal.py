"""Rehearsals: the rows of a file, the made-up citizens, the batches a provider would send, and what counts as well."""

import argparse
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels.whatsapp import parsing
from rumahrakyat.operate import replay
from rumahrakyat.operate.rehearsal import citizens, texts
from rumahrakyat.operate.rehearsal.texts import NoTexts, Row
from tests.cast import NOON


@pytest.mark.parametrize(
    ("names", "column"),
    [
        (["id", "judul", "teks_tanpa_alamat_instansi", "teks_asli"], "teks_tanpa_alamat_instansi"),
        (["waktu", "Teks", "label"], "Teks"),
        (["anything"], "anything"),
        (["a", "b"], ""),
    ],
)
def test_the_column_with_the_words_is_guessed(names: list[str], column: str) -> None:
    assert texts.guess(names) == column


def test_a_packed_table_is_read_up_to_the_limit_and_empty_texts_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"id,teks\n7,Lubang\n8,\n9,Banjir\n10,Padam\n"))
    assert texts.read(path, limit=2) == [Row(1, "7", "Lubang"), Row(2, "9", "Banjir")]


@pytest.mark.parametrize("content", ["a,b\n1,2\n", ""])
def test_a_table_without_texts_is_refused_with_a_reason(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NoTexts, match="--text"):
        texts.read(path)


def test_the_same_file_and_seed_bring_the_same_people_and_another_seed_others() -> None:
    rows = [Row(n, str(n), "Lubang di jalan") for n in range(200)]
    first = [one.number for one in citizens.citizens(rows, seed="1")]
    assert first == [one.number for one in citizens.citizens(rows, seed="1")]
    assert len(set(first)) == 200
    assert not set(first) & {one.number for one in citizens.citizens(rows, seed="2")}


@given(count=st.integers(1, 60), batch=st.integers(1, 25), twice=st.booleans())
def test_every_message_is_delivered_once_or_twice_whatever_the_batches(count: int, batch: int, twice: bool) -> None:
    people = citizens.citizens([Row(n, str(n), "Padam 💡") for n in range(count)], seed="x")
    messages = [citizens.message(one, turn=0, text=one.row.text, seconds=1) for one in people]
    bodies = citizens.deliveries(messages, batch=batch, twice=twice, seed="x")
    keys = [event.event_key for body in bodies for event in parsing.events(json.loads(body), at=NOON)]
    assert sorted(keys) == sorted([one.message_id(0) for one in people] * (2 if twice else 1))


WELL = {"rows": 5, "reports": 5, "acknowledged": 5, "missing": 0, "doubled": 0, "undecided": 0, "pending": 0}


@pytest.mark.parametrize("wrong", [{"reports": 4}, {"acknowledged": 4}, {"doubled": 1}, {"undecided": 1}])
def test_only_exactly_one_decided_report_for_each_text_is_well(wrong: dict[str, int]) -> None:
    assert replay.is_well({**WELL})
    assert not replay.is_well({**WELL, **wrong})


def test_a_closed_door_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("teks\nLubang di jalan\n", encoding="utf-8")
    parser = argparse.ArgumentParser()
    replay.add_arguments(parser)
    words = [str(path), "--channel", "web", "--base-url", "http://127.0.0.1:9", "--wait", "0"]
    assert replay.run(parser.parse_args(words)) == 2
    assert capsys.readouterr().err.endswith("\nrumahrakyat replay: http://127.0.0.1:9 answers nothing\n")
