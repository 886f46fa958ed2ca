"""What is known of a matter beyond its words, and what rules make of it."""

from dataclasses import dataclass

import pytest

from rumahrakyat.routing import rule_faults as faults
from rumahrakyat.routing.checking import Known, check
from rumahrakyat.routing.data import rules
from rumahrakyat.routing.facts import Facts, place_facts, read_facts
from rumahrakyat.routing.rules import Rules
from rumahrakyat.understanding.data import lexicon


@dataclass(frozen=True)
class Road:
    name: str
    road_class: str
    metres: float | None = None


def known(text: str, *roads: Road) -> Facts:
    return read_facts(lexicon().stems(text), words=rules().fact_words, roads=roads)


@pytest.mark.parametrize(
    ("text", "road_class"),
    [
        ("jalan provinsi rusak", "provincial"),
        ("pantura macet karena lubang", "national"),
        ("jalan kampung becek", "village"),
        ("jalan rusak depan pasar", "unknown"),
    ],
)
def test_the_words_tell_the_class_of_the_road(text: str, road_class: str) -> None:
    assert known(text).of("road_class").value == road_class


def test_the_register_at_the_pin_is_stronger_than_the_words_and_says_so() -> None:
    fact = known("jalan kabupaten rusak", Road("Ruas A - B", "provincial", 8.0)).of("road_class")
    assert fact.value == "provincial"
    assert fact.confidence < known("jalan rusak", Road("Ruas A - B", "provincial", 8.0)).of("road_class").confidence
    assert "Titik di peta berada di ruas Ruas A - B" in fact.reason
    assert "Teksnya menyebut jalan kabupaten/kota" in fact.reason


def test_a_name_that_several_classes_share_tells_nothing() -> None:
    shared = (Road("Jalan Diponegoro", "regency"), Road("Jalan Diponegoro", "national"))
    assert known("jalan diponegoro rusak", *shared).of("road_class").value == "unknown"
    assert known("jalan diponegoro rusak", shared[0]).of("road_class").value == "regency"


def test_the_level_of_the_school_is_read_from_the_text() -> None:
    levels = {text: known(text).of("school_level").value for text in ("atap SMK bocor", "guru SD", "MTs", "sekolah")}
    assert levels == {"atap SMK bocor": "upper", "guru SD": "basic", "MTs": "madrasah", "sekolah": "unknown"}


def test_codes_of_places_tell_city_from_regency_and_ward_from_village() -> None:
    assert place_facts("33.74", "33.74.10", "33.74.10.1004") == {
        "region": "33.74.10.1004", "government": "city", "village": "ward",
    }  # fmt: skip
    assert place_facts("33.16", None, None)["government"] == "regency"


def test_a_road_of_unknown_class_waits_for_a_person_with_three_guesses() -> None:
    choice = rules().choose("infrastruktur.jalan", lexicon().stems("jalan rusak"), "PEMDA-33.16", facts=known(""))
    assert choice is not None
    assert not choice.automatic
    assert {choice.organisation, *choice.alternatives} == {"PEMDA-33.16", "DPUBMCK", "BBPJN"}


# -- what is wrong with rules ----------------------------------------------------------------------------------------

KNOWN = Known({"A", "B", "OUT"}, {"x", "x.one", "x.two"}, {"OUT"})
ALWAYS = {"for": ["x.*"], "to": "A", "confidence": 0.8, "because": "Karena."}


def wrong(*rows: dict[str, object]) -> list[faults.Fault]:
    document = {
        "version": "1", "auto_threshold": 0.5, "misconduct_to": "A", "violence_to": "A",
        "elsewhere": {"to": "", "text": ""}, "rules": [{**ALWAYS, **row} for row in rows],
    }  # fmt: skip
    return check(Rules(document, stems=str.split), KNOWN)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([{"to": "C"}], faults.UnknownOrganisation),
        ([{}, {"for": ["y.one"]}], faults.UnknownCategory),
        ([{"for": ["x.one"]}], faults.NoRule),
        ([{"when": {"weather": ["wet"]}}, {}], faults.UnknownFact),
        ([{"when": {"road_class": ["air"]}}, {}], faults.UnknownValue),
        ([{"when": {"region": ["Kudus"]}}, {}], faults.UnknownValue),
        ([{"joined": ["OUT"]}], faults.CannotJoin),
        ([{"joined": ["A"]}], faults.LeadJoins),
        ([{"any": ["tol baru"], "none": ["tol"]}, {}], faults.NeverFits),
        ([{}, {"for": ["x.one"], "any": ["tol"]}], faults.NeverReached),
        ([{"any": ["tol"]}, {"any": ["jalan tol"]}, {}], faults.NeverReached),
        ([{"when": {"region": ["33.16"]}}, {"when": {"region": ["33.16.02"]}}, {}], faults.NeverReached),
        ([{"any": ["tol"]}, {"any": ["tol"], "to": "B"}, {}], faults.Contradiction),
        ([{"confidence": 0}], faults.BadConfidence),
        ([{"because": " "}], faults.NoSentence),
    ],
)
def test_what_is_wrong_is_named(rows: list[dict[str, object]], fault: type[faults.Fault]) -> None:
    found = wrong(*rows)
    assert fault in {type(one) for one in found}
    assert all(one.sentence for one in found)


@pytest.mark.parametrize(
    "rows",
    [
        [{}],
        [{"any": ["jalan tol"]}, {"any": ["tol"]}, {}],
        [{"any": ["tol"], "none": ["baru"]}, {"any": ["tol"], "to": "B"}, {}],
        [{"when": {"road_class": ["toll"]}}, {"when": {"road_class": ["toll", "national"]}}, {}],
        [{"for": ["x.one"]}, {"to": "B"}],
    ],
)
def test_narrower_rules_before_wider_ones_are_right(rows: list[dict[str, object]]) -> None:
    assert wrong(*rows) == []
