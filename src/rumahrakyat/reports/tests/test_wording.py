"""Titles from what people write, and a public copy without identifying numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.lib.courtesy import without_greeting
from rumahrakyat.reports.wording import TITLE_LENGTH, public_copy, title_from


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Yth. Gubernur Jawa Tengah. Saya sopir, jalan bergelombang.", "Saya sopir, jalan bergelombang"),
        ("Assalamualaikum wr wb, pak gub, lampu jalan mati.", "Lampu jalan mati"),
        ("Kepada Yth Bapak Bupati di tempat, mohon perbaikan talud desa kami", "Mohon perbaikan talud desa kami"),
        ("min lapor min, sampah menumpuk di pasar", "Sampah menumpuk di pasar"),
        ("Ibu hamil ditolak di puskesmas", "Ibu hamil ditolak di puskesmas"),
        ("JALAN RUSAK!!! Sudah lama. Tolong.", "JALAN RUSAK!!! Sudah lama. Tolong"),
        ("Lampu jalan mati\n\nSudah dua minggu gelap di depan balai desa.", "Lampu jalan mati"),
        ("Selamat pagi\n\nlampu jalan mati di depan balai desa.", "Lampu jalan mati di depan balai desa"),
        ("halo", "Halo"),
        ("Lampu menyala siang malam di Jl. Pemuda No. 12. Boros.", "Lampu menyala siang malam di Jl. Pemuda No. 12"),
    ],
)  # fmt: skip
def test_a_title_says_what_it_is_about(text: str, title: str) -> None:
    assert title_from(text) == title


@given(st.text(min_size=1, max_size=400).filter(lambda text: text.strip()))
def test_every_text_has_a_title_that_fits(text: str) -> None:
    title = title_from(text)
    assert title
    assert len(title) <= TITLE_LENGTH + 2
    assert "\n" not in title


@given(st.text(max_size=200))
def test_stripping_greetings_comes_to_an_end_and_adds_nothing(text: str) -> None:
    assert without_greeting(text) in " ".join(text.split())


@pytest.mark.parametrize(
    "secret", ["0812-3456-7890", "+62 812 3456 7890", "62812 3456 7890", "budi.s@contoh.co.id", "3315012345678901"]
)
def test_numbers_and_addresses_of_people_are_masked(secret: str) -> None:
    assert secret not in public_copy(f"hubungi {secret} ya")


@pytest.mark.parametrize("harmless", ["Rp 1.500.000", "km 12+300", "RT 02 RW 05", "tahun 2026", "jam 08.15", "112"])
def test_other_numbers_stay(harmless: str) -> None:
    assert harmless in public_copy(f"ada {harmless} di sini")
