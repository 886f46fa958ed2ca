import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.lib.text import Spelling, stem

TABLE = {"yg": "yang", "jln": "jalan", "dijalan": "di jalan", "ass": ""}
KEEP = {"ktp", "sma"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jln yg RUSAK", ["jalan", "yang", "rusak"]),
        ("tolooong", ["tolong"]),
        ("anak2 dijalan", ["anak", "di", "jalan"]),
        ("rusak-rusak", ["rusak"]),
        ("ass, ktp SMA", ["ktp", "sma"]),
        ("lihat https://x.test/a?b=1 ya", ["lihat", "ya"]),
        ("", []),
        ("😀", []),
    ],
)
def test_words_are_brought_to_one_spelling(text: str, words: list[str]) -> None:
    assert Spelling(TABLE, KEEP).words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("dibersihkan", "membersihkan"), ("pembakaran", "membakar"), ("lampunya", "lampu"), ("bantuannya", "bantuan")],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["kering", "sering", "air", "jalan", "ktp"])
def test_short_words_stay_as_they_are(word: str) -> None:
    assert stem(word) == word


def test_whole_words_are_not_cut() -> None:
    assert stem("perangkat", whole={"perangkat"}) == "perangkat"


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    for word in Spelling(TABLE, KEEP).words(text):
        assert stem(word)
