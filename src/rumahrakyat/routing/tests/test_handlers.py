from rumahrakyat.correspondence import places
from rumahrakyat.routing.handlers import readings


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
