import pytest

from rumahrakyat.regions.evidence import Prior
from rumahrakyat.routing.data import finders, rules
from rumahrakyat.routing.where import Where, find_where

TEMBALANG = (-7.0555, 110.4386)


def where(
    text: str = "", *, words: str = "", point: tuple[float, float] | None = None, priors: tuple[Prior, ...] = ()
) -> Where:
    lat, lon = point or (None, None)
    return find_where(lat=lat, lon=lon, place_words=words, text=text, finders=finders(priors))


@pytest.mark.parametrize(
    "text",
    ["jalan rusak", "jalan rusak di Semarang", "saya orang Kudus, jalan rusak", "jalan arah Demak", "soto kudus"],
)
def test_a_pin_is_stronger_than_words_that_do_not_speak_against_it(text: str) -> None:
    found = where(text, point=TEMBALANG)
    assert found.district == "33.74.10"
    assert found.village is not None
    assert found.confidence > 0.95


@pytest.mark.parametrize(("text", "words"), [("jalan rusak di Kudus", ""), ("jalan rusak", "Kudus")])
def test_a_pin_in_another_regency_than_the_words_is_a_question(text: str, words: str) -> None:
    found = where(text, words=words, point=TEMBALANG)
    assert found.regency is None
    assert [place.code for place in found.candidates][:2] == ["33.19", "33.74.10"]
    assert "tetapi tulisannya menyebut Kabupaten Kudus" in found.reasons[0]


SEMARANG_BEFORE = Prior(("33.22",), "laporan sebelumnya ada di sana")


def test_what_is_known_before_breaks_a_tie_and_says_so() -> None:
    found = where("jalan rusak di Semarang", priors=(SEMARANG_BEFORE,))
    assert found.regency == "33.22"
    assert found.confidence < rules().auto_threshold  # noted, but nothing is done without a person
    assert "laporan sebelumnya" in found.reasons[0]


@pytest.mark.parametrize(
    "text", ["jalan rusak di Kota Semarang", "jalan rusak di Kudus", "jalan Kendal dan Batang", "rusak"]
)
def test_what_is_known_before_never_overrides_words(text: str) -> None:
    assert where(text, priors=(SEMARANG_BEFORE,)) == where(text)


def test_two_places_that_were_both_known_before_stay_a_question() -> None:
    assert where("Semarang macet", priors=(Prior(("33.22", "33.74"), "-"),)).regency is None


def test_a_pin_at_sea_falls_back_on_the_words_and_says_so() -> None:
    found = where(words="kec Sayung Demak", point=(-6.5, 109.5))
    assert found.district == "33.21.04"
    assert "laut" in found.reasons[0]


def test_the_answer_to_where_is_stronger_than_what_is_said_in_passing() -> None:
    found = where("saya orang Kudus", words="Kecamatan Toroh, Kabupaten Grobogan")
    assert found.regency == "33.15"


def test_what_is_said_in_passing_is_used_when_nothing_else_is_known() -> None:
    assert where("lampu mati di kecamatan Cepu").district == "33.16.05"


def test_words_and_text_together_can_decide_what_neither_does_alone() -> None:
    assert where("jalan rusak di Tembalang", words="Semarang").district == "33.74.10"


def test_an_ambiguous_place_keeps_its_candidates() -> None:
    found = where("jalan rusak", words="Semarang")
    assert found.regency is None
    assert [place.code for place in found.candidates] == ["33.74", "33.22"]


def test_nothing_known_is_said_plainly() -> None:
    found = where("jalan rusak")
    assert found.regency is None
    assert found.reasons


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("jalan rusak di Semarang", "yang kota", "33.74"),
        ("jalan rusak di tegal", "kab pak", "33.28"),
        ("pasar di kecamatan Karanganyar becek", "sing Kebumen", "33.05.20"),
    ],
)
def test_a_short_answer_picks_among_the_places_of_the_text(text: str, words: str, code: str) -> None:
    found = where(text, words=words)
    assert (found.district or found.regency) == code


def test_a_number_picks_nothing_when_no_list_was_shown() -> None:
    assert where("jalan rusak di Semarang", words="2").regency is None
