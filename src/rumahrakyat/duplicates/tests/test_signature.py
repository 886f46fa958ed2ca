"""What a text is found again by."""

from rumahrakyat.duplicates import data
from rumahrakyat.duplicates.likeness import copy_of

POTHOLE = "Jalan Diponegoro berlubang dalam depan Pasar Kliwon, semalam ibu-ibu terpeleset dan motornya ringsek."


def copied(one: str, other: str) -> float:
    return copy_of(frozenset(data.signature(one).words), frozenset(data.signature(other).words))


def test_greetings_capitals_and_pleas_do_not_change_a_signature() -> None:
    polite = f"Yth. Bapak Gubernur, mohon maaf. {POTHOLE.upper()} Tolong segera diperbaiki, terima kasih."
    assert copied(POTHOLE, polite) > 0.9


def test_another_text_of_the_same_matter_is_no_copy() -> None:
    assert copied(POTHOLE, "Lubang besar di jalan menuju balai desa, kemarin ada anak sekolah jatuh.") < 0.4


def test_copies_share_a_band_and_strangers_do_not() -> None:
    one, copy = data.signature(POTHOLE).bands, data.signature(f"{POTHOLE} Dari warga.").bands
    other = data.signature("Antrean di loket kependudukan sampai siang, petugasnya cuma seorang padahal ramai.").bands
    assert set(zip(range(6), one, strict=False)) & set(zip(range(6), copy, strict=False))
    assert not set(zip(range(6), one, strict=False)) & set(zip(range(6), other, strict=False))


def test_a_text_of_few_words_has_no_bands() -> None:
    assert data.signature("Jalan rusak parah").bands == ()
    assert data.signature("").words == ()


def test_a_street_is_a_name_whatever_stands_before_it() -> None:
    named = {
        frozenset(data.signature(text).names) for text in ("lubang di jl. Pemuda", "di Jalan Raya Pemuda berlubang")
    }
    assert len(named) == 1
    assert frozenset() not in named


def test_jalan_rusak_names_no_street() -> None:
    assert data.signature("jalan rusak di depan rumah").names == ()


def test_nobody_can_read_words_in_a_signature() -> None:
    kept = data.signature(POTHOLE)
    assert all(isinstance(word, int) for word in (*kept.words, *kept.names))
    assert len(data.signature(" ".join(f"kata{n}x" for n in range(3000))).words) == 64
