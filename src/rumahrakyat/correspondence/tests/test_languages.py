"""People are answered in the language they write in, or the one they chose."""

import pytest

from rumahrakyat.channels.base import Kind, Location
from rumahrakyat.correspondence import messages_english as english
from rumahrakyat.correspondence import messages_javanese as javanese
from rumahrakyat.correspondence.languages import chosen_in
from rumahrakyat.correspondence.messages import LABELS, TEXTS
from rumahrakyat.correspondence.tests.test_chat import Citizen
from rumahrakyat.people.models import Reporter
from rumahrakyat.reports.models import Report
from tests.cast import World

ENGLISH = "The street light in front of the market has been broken since Thursday and it is very dark"
JAVANESE = "Lampune ngarep pasar mati wis rong minggu, peteng nek bengi, tulung didandani"
INDONESIAN = "Lampu jalan di depan pasar mati sejak Kamis, gelap sekali kalau malam"
HERE = Location(-7.08, 110.91, "Pasar")


@pytest.fixture
def citizen(world: World) -> Citizen:
    return Citizen(world)


def test_who_writes_english_is_led_in_english_and_gets_an_english_receipt(citizen: Citizen) -> None:
    citizen.says("Hello")
    assert "Where exactly?" in citizen.says(ENGLISH)[0]
    assert "Is there a photo?" in citizen.says("skip")[0]
    assert "Is this right?" in citizen.says("no photo")[0]
    citizen.says("send")
    receipt = next(text for text in citizen.hears() if Report.objects.get().number in text)
    assert "must answer before" in receipt
    assert "Wednesday, 22 July 2026" in receipt


def test_a_complaint_told_at_once_is_answered_in_its_language(citizen: Citizen) -> None:
    citizen.says(ENGLISH)
    report = Report.objects.get()
    assert any("We have received your report" in text for text in citizen.hears())
    assert f"Report {report.number}:" in citizen.says(f"STATUS {report.number}")[0]


def test_javanese_is_answered_in_javanese_where_there_are_words_and_else_in_indonesian(citizen: Citizen) -> None:
    citizen.says("Halo")
    assert "Panggenanipun wonten pundi?" in citizen.says(JAVANESE)[0]
    assert "Wonten fotonipun?" in citizen.says(kind=Kind.LOCATION, location=HERE)[0]
    assert "Sudah benar?" in citizen.says("mboten wonten")[0]


def test_indonesian_with_a_little_of_another_language_stays_indonesian(citizen: Citizen) -> None:
    citizen.says("Halo")
    assert "Di mana tepatnya?" in citizen.says(f"Nuwun sewu min, {INDONESIAN}, please")[0]


def test_what_somebody_chose_is_not_overridden_by_what_they_write(citizen: Citizen) -> None:
    assert "bahasa Indonesia" in citizen.says("Bahasa Indonesia")[0]
    citizen.says("halo")
    assert "Di mana tepatnya?" in citizen.says(ENGLISH)[0]
    assert "write English" in citizen.says("English")[0]
    assert Reporter.objects.latest("pk").language == "en"
    assert "Is there a photo?" in citizen.says(kind=Kind.LOCATION, location=HERE)[0]


def test_choosing_leaves_what_was_told_as_it_is(citizen: Citizen) -> None:
    citizen.says("halo")
    citizen.says(INDONESIAN)
    citizen.says("english")
    citizen.says(kind=Kind.LOCATION, location=HERE)
    citizen.says("no")
    citizen.says("yes")
    assert Report.objects.get().text == INDONESIAN


@pytest.mark.parametrize("text", ["", "jalan rusak", "english teacher is missing at my school", "Jawa Tengah"])
def test_only_a_plain_request_chooses_a_language(text: str) -> None:
    assert chosen_in(text) == ""


def test_every_message_exists_in_english_with_the_same_gaps() -> None:
    assert set(TEXTS) - set(english.TEXTS) <= {"private_ask"}
    assert set(english.LABELS) == set(LABELS)
    assert all(len(label) <= 20 for label in english.LABELS.values())
    for texts in (english.TEXTS, javanese.TEXTS):
        for name, text in texts.items():
            assert _gaps(text) == _gaps(TEXTS[name]), name


def _gaps(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}
