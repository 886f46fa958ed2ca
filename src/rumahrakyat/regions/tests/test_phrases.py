from collections.abc import Callable

import pytest

from rumahrakyat.regions.codes import contains
from rumahrakyat.regions.names import place_from_words, place_names
from rumahrakyat.regions.places import locate
from rumahrakyat.regions.province import active
from rumahrakyat.regions.tests.phrases import Phrase, is_offered, phrases, score

LANDMARKS = active().table("landmarks.csv")


def _of(*parts: str) -> list[Phrase]:
    return [phrase for phrase in phrases() if phrase.part in parts]


@pytest.mark.parametrize("parts", [("development",), ("held out",), ("later", "last")])
def test_what_is_decided_is_right_and_most_of_what_can_be_known_is_decided(parts: tuple[str, ...]) -> None:
    regency, district = score(_of(*parts), place_from_words)
    assert regency.precision >= 0.95
    assert regency.recall >= 0.90
    assert district.precision >= 0.95
    assert district.recall >= 0.90


def test_the_set_is_large_and_has_the_names_that_repeat() -> None:
    known = phrases()
    assert len(known) >= 400
    assert sum(phrase.answer == "ambiguous" for phrase in known) >= 40
    assert sum(phrase.answer in {"none", "elsewhere"} for phrase in known) >= 50


def test_what_the_words_leave_open_is_offered() -> None:
    open_ones = [phrase for phrase in phrases() if phrase.answer == "ambiguous" and phrase.codes]
    offered = sum(is_offered(phrase, place_from_words(phrase.text)) for phrase in open_ones)
    assert offered >= 0.85 * len(open_ones)


def test_landmarks_stand_where_they_are_said_to_stand() -> None:
    assert len(LANDMARKS) >= 250
    for row in LANDMARKS:
        for code in row["regions"].split():
            assert place_names().label(code)
        if row["lat"]:
            place = locate(float(row["lat"]), float(row["lon"]))
            assert place is not None
            assert contains(row["regions"], place.district), row["name"]


def test_every_landmark_alone_names_its_region_or_offers_it() -> None:
    for row in LANDMARKS:
        found = place_from_words(f"macet di {row['name']}")
        near = [found.code] if found.code else [one.code for one in found.candidates]
        assert any(
            code and (contains(code, one) or contains(one, code)) for code in near for one in row["regions"].split()
        ), row


def _reads(text: str) -> tuple[str | None, bool]:
    found = place_from_words(text)
    return found.code, found.elsewhere


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("saya orang Kudus, jalan rusak di Jepara", "33.20"),
        ("KTP saya Wonogiri tapi tinggal di Solo, lapor jalan bolong di Jebres", "33.72.04"),
        ("anak saya kuliah di Jogja, beasiswa dari Kebumen belum cair", "33.05"),
        ("kami dari Bumiayu, dirawat di RS Margono", "33.02.24"),
        ("warga Kudus", "33.19"),
    ],
)
def test_where_somebody_lives_yields_to_where_the_matter_is(text: str, code: str) -> None:
    assert _reads(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bukan di Kudus tapi di Pati", "33.18"),
        ("ini Kabupaten Semarang, bukan Kota Semarang", "33.22"),
        ("Semarang, bukan kota", "33.22"),
        ("tegal bukan kabupaten", "33.76"),
        ("bukan hanya di Kudus", "33.19"),
    ],
)
def test_what_is_denied_does_not_count(text: str, code: str) -> None:
    assert _reads(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ruas Todanan - Ngawen rusak", "33.16"),
        ("jalan cepu randublatung ancur", "33.16"),
        ("ruas wirosari-kunduran", None),
        ("perbatasan Demak-Kudus", None),
        ("dari Jepara sampai Kudus berlubang", None),
        ("bus Solo Semarang ugal-ugalan", None),
        ("jalan rusak di Kendal dan Batang", None),
    ],
)
def test_the_two_ends_of_a_way_say_what_they_share(text: str, code: str | None) -> None:
    found = place_from_words(text)
    assert found.code == code
    assert code or len(found.candidates) > 1


@pytest.mark.parametrize(
    "text", ["soto kudus mahal", "mas Solo Saputra utang", "Pak Jepara Purnomo", "warung tegal berisik"]
)
def test_a_dish_or_a_person_is_no_place(text: str) -> None:
    assert _reads(text)[0] is None


@pytest.mark.parametrize("repeat", [lambda one: one * 200, lambda one: one + " dan lain-lain" * 600])
def test_very_long_texts_are_read(repeat: Callable[[str], str]) -> None:
    assert _reads(repeat("Jalan rusak di Kecamatan Sayung Demak. "))[0] == "33.21.04"
