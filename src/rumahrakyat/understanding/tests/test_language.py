"""Telling the language of a text, on our own sentences (``languages.tsv``: language, sentence; "mixed-" names the one
that most of it is in, "short" says too little)."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.understanding.language import guess


@cache
def sentences() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "languages.tsv").read_text(encoding="utf-8").splitlines()
    return [(language, text) for language, _tab, text in (line.partition("\t") for line in lines)]


def test_where_it_is_sure_it_is_right() -> None:
    told = [(language.rpartition("-")[2], guess(text)) for language, text in sentences() if language != "short"]
    assert len(told) >= 190
    sure = [(language, made) for language, made in told if made.sure]
    assert len(sure) / len(told) >= 0.9
    assert sum(made.code == language for language, made in sure) / len(sure) >= 0.98


def test_a_text_that_says_too_little_counts_as_indonesian_and_says_so() -> None:
    made = [guess(text) for language, text in sentences() if language == "short"]
    assert {(one.code, one.sure) for one in made} == {("id", False)}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("INYONG NJALUK DALANE DIDANDANI, KEPRIWE KIYE", "jv"),
        ("Nyuwun pirsa, kula dereng angsal bantuan", "jv"),
        ("wis bola-bali lapor ora ana sing teka", "jv"),
        ("WATER HAS BEEN OFF FOR THREE DAYS!!!", "en"),
        ("Maturnuwun sanget, jalan kami sudah diperbaiki oleh dinas", "id"),
        ("jln rsk bgt tlg dong pak udh lama gak diperbaiki", "id"),
    ],
)
def test_registers_capitals_and_abbreviations(text: str, language: str) -> None:
    assert (guess(text).code, guess(text).sure) == (language, True)


@given(st.text(max_size=300))
def test_every_text_gets_an_answer(text: str) -> None:
    made = guess(text)
    assert 0 <= made.share <= 1
    assert made.sure or made.code == "id"
