import pytest

from rumahrakyat.correspondence.choosing import chosen, titles
from rumahrakyat.correspondence.dialogue import Draft, Heard, State, step

TWINS = ("Kota Semarang", "Kabupaten Semarang")
DISTRICTS = (
    "Kecamatan Susukan, Kabupaten Banjarnegara",
    "Kecamatan Susukan, Kabupaten Semarang",
    "Kecamatan Kota Kudus, Kabupaten Kudus",
)
VILLAGES = ("Desa Wadas, Kecamatan Bener, Kabupaten Purworejo", "Desa Wadas, Kecamatan Kajoran, Kabupaten Magelang")


@pytest.mark.parametrize(
    ("typed", "options", "index"),
    [
        ("yang kota", TWINS, 0),
        ("kota", TWINS, 0),
        ("kab", TWINS, 1),
        ("Kab. Semarang", TWINS, 1),
        ("sing kabupaten pak", TWINS, 1),
        ("2", TWINS, 1),
        ("no. 2", TWINS, 1),
        ("yang pertama", TWINS, 0),
        ("loro", TWINS, 1),
        ("banjarnegara", DISTRICTS, 0),
        ("yg di kab semarang", DISTRICTS, 1),
        ("kudus", DISTRICTS, 2),
        ("Bener", VILLAGES, 0),
        ("yang kajoran magelang", VILLAGES, 1),
        ("7", TWINS, None),
        ("0", TWINS, None),
        ("Semarang", TWINS, None),
        ("bukan kota", TWINS, None),
        ("entah", TWINS, None),
        ("wadas", VILLAGES, None),
        ("", TWINS, None),
    ],
)
def test_a_typed_answer_picks_one_place_or_none(typed: str, options: tuple[str, ...], index: int | None) -> None:
    assert chosen(typed, options) == index


def test_buttons_say_what_tells_the_places_apart() -> None:
    assert titles(TWINS) == ["Kota Semarang", "Kab. Semarang"]
    assert titles(DISTRICTS[:2]) == ["Kab. Banjarnegara", "Kab. Semarang"]
    assert titles(VILLAGES) == ["Bener, Kab. Purworejo", "Kajoran, Kab. Magelang"]
    mixed = titles(("Kabupaten Karanganyar", "Kecamatan Karanganyar, Kabupaten Demak"))
    assert mixed == ["Kab. Karanganyar", "Karanganyar, Kab. Demak"]


@pytest.mark.parametrize(("typed", "place"), [("yang kab", TWINS[1]), ("1", TWINS[0]), ("Ungaran", "Ungaran")])
def test_the_answer_joins_what_was_said_and_is_asked_only_once(typed: str, place: str) -> None:
    turn = step(State.WHERE, Draft(text="Jalan rusak parah sejak lama"), Heard(text="Semarang", places=TWINS))
    answered = step(turn.state, turn.draft, Heard(text=typed))
    assert answered.draft.place == f"Semarang, {place}"
    assert answered.state is State.PHOTO
