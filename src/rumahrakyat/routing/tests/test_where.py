from rumahrakyat.routing.data import finders
from rumahrakyat.routing.where import Where, find_where

TEMBALANG = (-7.0555, 110.4386)


def where(text: str = "", *, words: str = "", point: tuple[float, float] | None = None) -> Where:
    lat, lon = point or (None, None)
    return find_where(lat=lat, lon=lon, place_words=words, text=text, finders=finders())


def test_a_pin_is_stronger_than_words() -> None:
    found = where("jalan rusak di Kudus", words="Kudus", point=TEMBALANG)
    assert found.district == "33.74.10"
    assert found.village is not None
    assert found.confidence > 0.95


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
