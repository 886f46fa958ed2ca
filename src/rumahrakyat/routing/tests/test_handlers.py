import pytest

from rumahrakyat.correspondence import places
from rumahrakyat.correspondence.choosing import chosen
from rumahrakyat.correspondence.dialogue import Draft, Heard, State, step
from rumahrakyat.routing.data import finders
from rumahrakyat.routing.handlers import readings
from rumahrakyat.routing.where import find_where


def test_the_conversation_reads_places_with_the_gazetteer() -> None:
    assert places.readings("Kec. Sayung, Demak") == ["Kecamatan Sayung, Kabupaten Demak"]


def test_an_ambiguous_name_gives_every_place_in_full() -> None:
    found = readings("Tegal")
    assert found == ["Kota Tegal", "Kabupaten Tegal"]


def test_what_is_no_place_gives_nothing() -> None:
    assert readings("entahlah") == []


def test_each_reading_reads_as_itself() -> None:
    for label in readings("kec. Karanganyar"):
        assert readings(label) == [label]


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Semarang", "yang kota"),
        ("tegal", "kab"),
        ("kec. Karanganyar", "3"),
        ("Susukan", "banjarnegara"),
        ("desa Wadas", "bener"),
        ("dieng", "wonosobo"),
        ("waduk kedungombo", "2"),
    ],
)
def test_a_question_and_its_typed_answer_end_in_one_place(said: str, typed: str) -> None:
    """At every level: the readings of a name are offered, the answer is understood, and both together decide."""
    asked = step(
        State.WHERE, Draft(text="Jalan rusak parah sejak lama"), Heard(text=said, places=tuple(readings(said)))
    )
    assert asked.state is State.WHICH_PLACE
    answered = step(asked.state, asked.draft, Heard(text=typed))
    index = chosen(typed, asked.draft.options)
    assert index is not None
    found = find_where(lat=None, lon=None, place_words=answered.draft.place, text="jalan rusak", finders=finders())
    assert finders().label(str(found.village or found.district or found.regency)) == asked.draft.options[index]


def test_words_that_name_another_place_than_those_offered_are_taken_in() -> None:
    draft = Draft(place="Susukan", options=tuple(readings("Susukan")))
    answered = step(State.WHICH_PLACE, draft, Heard(text="Banjarmangu"))
    found = find_where(lat=None, lon=None, place_words=answered.draft.place, text="jalan rusak", finders=finders())
    assert found.regency == "33.04"
