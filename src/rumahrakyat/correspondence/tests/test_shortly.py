"""Short texts, filled with the longest values that occur, fit into one message of a mobile telephone."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels.base import Option
from rumahrakyat.channels.smstext import coding_of, length
from rumahrakyat.correspondence import messages
from rumahrakyat.correspondence.messages import LABELS, PUBLIC, TEXTS
from rumahrakyat.correspondence.shortly import ONE_MESSAGE, SHORT, in_gsm, short_of
from rumahrakyat.correspondence.turns import OpenCase, Say, which_case

LONGEST_AGENCY = "Dispermadesdukcapil"
LONGEST_NAME = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"
QUOTED = (
    "Petugas kami sudah ke lokasi — hasilnya: “saluran tersumbat sampah”, dikerjakan mulai besok pagi pukul 08.00… 🙏 "
    * 4
)
VALUES = {
    "number": "RR-1482-135",
    "holder": LONGEST_NAME,
    "agency": LONGEST_AGENCY,
    "stage": "Menunggu kelengkapan",
    "text": QUOTED,
    "title": "Lampu penerangan jalan di depan pasar Karanganyar mati sejak hari Kamis minggu yang lalu",
    "place": "Jalan Raya Purwodadi–Semarang KM 12, depan pasar, Desa Depok, Kecamatan Toroh, Kabupaten Grobogan",
    "photos": "10",
    "due": "Selasa, 21 Juli 2026 pukul 14.20 WIB",
    "until": "Rab 22/12 12.01 WIB",
    "call": "Menjauhlah dan telepon 113 (pemadam kebakaran) atau 112 sekarang juga.",
    "call_short": "Menjauh, jangan disentuh. Telepon 112 atau PLN 123.",
    "to": "Balai Pelayanan Pelindungan Pekerja Migran Indonesia Jawa Tengah",
    "count": "10",
    "next": "paling lambat Jumat, 24 Juli 2026",
    "next_short": "paling lambat Rab 22/12",
    "what": "Batas waktu permintaan informasi",
    "charged": LONGEST_NAME,
    "sentence": f"{LONGEST_NAME} harus menjawab sebelum Selasa, 21 Juli 2026 pukul 14.20 WIB.",
    "short_sentence": f"{LONGEST_AGENCY} wajib menjawab sebelum Rab 22/12 12.01 WIB.",
    "link": "https://aduan.jatengprov.go.id/lacak/RR-1482-135/",
    "cases": "",
    "missing": "di mana tepatnya (jalan atau patokan, desa, kecamatan), dan fotonya kalau ada",
}
# The buttons that these are sent with, written out beneath where a channel has none.
BUTTONS = {
    "check": ("send", "change", "cancel"),
    "photo": ("skip",),
    "resolved": ("solved", "not_solved"),
}


def options(name: str) -> list[Option]:
    return [Option("x", LABELS[label]) for label in BUTTONS.get(name, ())]


def test_every_text_has_a_short_version() -> None:
    assert set(SHORT) == set(TEXTS)


@pytest.mark.parametrize("name", sorted(SHORT))
def test_a_short_text_fits_one_message_with_its_options(name: str) -> None:
    taken = messages._written_out(options(name))
    text = short_of(name, VALUES, taken=taken)
    assert "{" not in text
    assert coding_of(text) == "gsm7"
    assert length(text) + taken <= ONE_MESSAGE, (length(text), taken, text)


def test_choices_among_many_may_take_two_messages_because_none_of_them_can_be_left_out() -> None:
    """Place names are long, and numbers of cases must be whole."""
    many = which_case([OpenCase(f"RR-1482-13{nth}", VALUES["title"]) for nth in range(9)])
    places = tuple((f"place:{nth}", "=Kecamatan Karanganyar, Kabupaten Demak") for nth in range(4))
    for say in (many, Say("which_place", {"count": "4"}, places)):
        body = messages.body_of(say)
        assert length(body.short) + messages._written_out(body.options) <= 2 * 153


@pytest.mark.parametrize("value", [VALUES["number"], VALUES["until"], LONGEST_AGENCY])
def test_what_people_need_is_never_cut(value: str) -> None:
    assert value in short_of("objected", VALUES)


def test_a_quoted_text_is_cut_at_a_word_and_says_so() -> None:
    text = short_of("answered", VALUES)
    assert "Petugas kami sudah ke lokasi" in text
    assert '..." Kabar lagi' in text


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("“Beres” — siap…", '"Beres" - siap...'),
        ("Sudah 👍🏽 ya", "Sudah ya"),
        ("Ĺubang", "Lubang"),
        ("ꦱꦸꦒꦼꦁ", "ꦱꦸꦒꦼꦁ"),
    ],
)
def test_signs_that_would_double_the_price_are_written_plainly(written: str, sent: str) -> None:
    assert in_gsm(written) == sent


@given(st.text(max_size=300), st.text(alphabet=string.ascii_letters + " ", max_size=300))
def test_any_words_can_be_quoted(text: str, place: str) -> None:
    assert short_of("check", {"text": text, "place": place, "photos": "0"})


def test_public_words_quote_nobody() -> None:
    assert not any("{text}" in text or "{title}" in text or "{link}" in text for text in PUBLIC.values())
    assert all(len(text.format(**VALUES)) <= 280 for text in PUBLIC.values())
