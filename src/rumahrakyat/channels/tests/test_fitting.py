from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels import wordings
from rumahrakyat.channels.base import Body, Capabilities, Manner, Option, Template
from rumahrakyat.channels.fitting import fit, split


@given(st.text(max_size=400), st.integers(10, 80))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_text_is_cut_between_sentences_rather_than_within() -> None:
    assert split("Satu dua tiga. Empat lima enam. Tujuh", 33) == ["Satu dua tiga. Empat lima enam.", "Tujuh"]


@given(st.text(max_size=300), st.integers(10, 80), st.integers(10, 80))
def test_a_provider_that_counts_bytes_gets_no_piece_of_more(text: str, limit: int, limit_bytes: int) -> None:
    pieces = split(text, limit, limit_bytes=limit_bytes)
    assert all(len(piece) <= limit and len(piece.encode(errors="replace")) <= limit_bytes for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_in_public_there_are_no_buttons() -> None:
    body = Body("Sudah beres?", (Option("a", "Ya"),), manner=Manner.PUBLIC, reply_to="7")
    (fitted,) = fit(body, Capabilities(max_buttons=3))
    assert (fitted.text, fitted.options, fitted.reply_to) == ("Sudah beres?\n\n1. Ya", (), "7")


def test_a_channel_without_buttons_gets_them_as_lines() -> None:
    options = (Option("a", "Ya"), Option("b", "Tidak"))
    assert fit(Body("Sudah beres?", options), Capabilities()) == [Body("Sudah beres?\n\n1. Ya\n2. Tidak")]
    assert fit(Body("Sudah beres?", options), Capabilities(max_buttons=2)) == [Body("Sudah beres?", options)]


def test_a_template_is_shown_with_its_gaps_filled() -> None:
    wordings.register("uji_kabar", "Laporan {{1}} dijawab {{2}}.")
    assert wordings.filled(Template("uji_kabar", ("RR-482-137",))) == "Laporan RR-482-137 dijawab ."
    assert wordings.filled(Template("uji_lain", ("x",))) == "uji_lain · x"
