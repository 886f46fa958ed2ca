import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.lib.courtesy import body_of, without_greeting


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Kepada Yth. Bapak Gubernur, Assalamu'alaikum wr wb. Lampu kami mati. Mohon ditindaklanjuti.",
            "Lampu kami mati.",
        ),
        ("Air mati. Atas perhatiannya saya ucapkan terima kasih. Wassalamu'alaikum wr.wb.", "Air mati."),
        ("Assalamualaikum warahmatullahi wabarakatuh, jalan rusak", "jalan rusak"),
        ("sampah menumpuk, mohon segera ditindak lanjuti, terima kasih pak gub 🙏", "sampah menumpuk"),
        ("Nuwun sewu, lampune mati. Maturnuwun.", "lampune mati."),
        ("Dear admin, the road is broken. Thank you so much", "the road is broken."),
        ("Demikian laporan dari saya, terima kasih atas tanggapannya", ""),
        ("halo", ""),
    ],
)
def test_courtesies_around_the_matter_are_left_out(text: str, said: str) -> None:
    assert body_of(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Petugas tidak mau bilang terima kasih setelah diberi uang",
        "Mohon bantuannya rumah saya roboh kena angin",
        "Warga diminta uang terima kasih sebesar 200 ribu",
    ],
)
def test_the_same_words_inside_the_matter_stay(text: str) -> None:
    assert body_of(text) == text


@given(st.text(max_size=300))
def test_what_remains_is_a_part_of_what_was_said(text: str) -> None:
    assert body_of(text) in without_greeting(text)


def test_nothing_but_courtesies_comes_to_an_end() -> None:
    assert len(body_of("demikian " * 900)) < 8100
