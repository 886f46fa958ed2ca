import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.channels.base import Body, OutgoingMedia
from rumahrakyat.channels.x.rendering import LINK, LONGEST_POST, message, public, weight, without_links


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Jalan rusak", 11),
        ("é", 1),
        ("“kutip” – selesai", 17),
        ("…", 2),
        ("日本", 4),
        ("🙏", 2),
        ("👨‍👩‍👧", 2),
        ("👍🏽", 2),
        ("🇮🇩", 2),
        ("ꦗꦮ", 4),
        ("lihat https://lapor.contoh.go.id/lacak/RR-482-135", 29),
        ("lihat lapor.contoh.go.id", 29),
    ],
)
def test_a_text_is_as_long_as_x_counts_it(text: str, length: int) -> None:
    assert weight(text) == length


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Laporan kami terima. Nomor: RR-482-135.", "Laporan kami terima. Nomor: RR-482-135."),
        ("Kami terima.\nLihat kabar: https://a.contoh.go.id/x\nSalam", "Kami terima.\nSalam"),
        ("Nomor: RR-482-135. Lihat kabar di https://a.id/x", "Nomor: RR-482-135."),
        ("Nomor RR-482-135 (https://a.id/x).", "Nomor RR-482-135."),
        ("Selengkapnya: https://a.id/x", ""),
        ("Sudah ditambal https://a.id/foto", "Sudah ditambal"),
        ("Lihat https://a.id/x untuk kabar.", "Lihat untuk kabar."),
        ("Buka www.contoh.id, ya", "Buka, ya"),
        ("Buka lapor.contoh.go.id/lacak ya", "Buka ya"),
        ("Kirim ke kami@contoh.go.id", "Kirim ke kami@contoh.go.id"),
        ("Terima kasih.Laporan dicatat", "Terima kasih.Laporan dicatat"),
        ("pukul 14.20 WIB", "pukul 14.20 WIB"),
    ],
)
def test_links_are_taken_out_with_the_words_that_led_to_them(text: str, expected: str) -> None:
    assert without_links(text) == expected


piece = st.text(max_size=30) | st.sampled_from(
    [
        "https://a.id/b",
        "HTTP://X.CO",
        "www.x.id",
        "lapor.go.id",
        "a.b.com/x?y",
        "\n",
        " ",
        ".",
        "co",
        "🙏",
        "www.",
        "://",
    ]
)


@given(st.lists(piece, max_size=8).map("".join))
def test_no_link_is_left_whatever_the_text(text: str) -> None:
    assert LINK.search(without_links(text)) is None


@given(st.lists(piece | st.text(max_size=400), max_size=8).map("".join), st.sampled_from(["", "RR-482-135"]))
def test_a_public_answer_always_fits_carries_the_number_and_no_link(text: str, number: str) -> None:
    posted = public(Body(text, about=number))
    assert weight(posted) <= LONGEST_POST
    assert number in posted
    assert LINK.search(posted) is None


def test_the_short_wording_is_taken_before_anything_is_cut() -> None:
    assert public(Body("panjang " * 60, short="Dicatat: *RR-482-135*", about="RR-482-135")) == "Dicatat: RR-482-135"


def test_a_message_is_whole_and_shows_a_file_as_its_link() -> None:
    picture = OutgoingMedia("https://contoh.go.id/a.jpg")
    assert message(Body("Sudah *ditambal*. https://contoh.go.id", media=picture)) == (
        "Sudah ditambal. https://contoh.go.id\n\nhttps://contoh.go.id/a.jpg"
    )
