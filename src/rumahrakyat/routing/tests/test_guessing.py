from collections.abc import Sequence
from dataclasses import dataclass, replace

from rumahrakyat.regions.province import active
from rumahrakyat.routing.guessing import Belief, Codes, Learnt, guess
from rumahrakyat.routing.thresholds import Threshold, Thresholds
from rumahrakyat.understanding.data import lexicon
from rumahrakyat.understanding.lexicon import Guess, Reading

NOTHING = Reading((), 0.0, "complaint", False, False, False, None)
CODES = Codes(
    {
        "roads": "Jalan dan jembatan",
        "roads.hole": "Jalan berlubang",
        "roads.lamp": "Lampu jalan",
        "schools": "Sekolah",
        "schools.fees": "Pungutan sekolah",
        "water": "Air",
        "water.pipe": "Air bersih",
    }
)


@dataclass(frozen=True)
class One:
    label: str
    probability: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fake:
    """A classifier that says the same of every text."""

    scores: tuple[One, ...]
    version: str = "v1"

    @property
    def labels(self) -> list[str]:
        return [one.label for one in self.scores]

    def read(self, _text: str) -> Sequence[One]:
        return self.scores


def learnt(*scores: One, threshold: float = 0.6) -> Learnt:
    return Learnt(Fake(scores), CODES, Thresholds(Threshold(threshold)))


def lexicon_says(*guesses: tuple[str, float]) -> Reading:
    made = tuple(Guess(code, share, (code.split(".")[-1],)) for code, share in guesses)
    return replace(NOTHING, guesses=made, main_confidence=sum(one.confidence for one in made))


def believed(belief: Belief) -> dict[str, float]:
    return {one.code: one.confidence for one in belief.guesses}


def test_without_a_model_the_lexicon_speaks_as_on_the_first_day() -> None:
    reading = lexicon().read("Jalan berlubang di depan pasar, lampu jalan juga mati.")
    found = guess("…", reading, None, confident=0.5)
    assert (found.guesses, found.main_confidence) == (reading.guesses, reading.main_confidence)
    assert found.model == ""
    assert found.reasons() == []


def test_main_categories_are_divided_over_the_subs_as_the_lexicon_does() -> None:
    model = learnt(One("roads", 0.9), One("schools", 0.1))
    found = guess("…", lexicon_says(("roads.lamp", 0.6), ("roads.hole", 0.2)), model, confident=0.5)
    shares = believed(found)
    assert found.guesses[0].code == "roads.lamp"
    assert 2 < shares["roads.lamp"] / shares["roads.hole"] < 3
    assert found.main_confidence == 0.9


def test_where_the_lexicon_knows_nothing_the_main_category_is_noted_alone() -> None:
    found = guess("…", NOTHING, learnt(One("roads", 0.9), One("schools", 0.1)), confident=0.5)
    assert found.category == "roads"
    assert believed(found)["roads.hole"] == believed(found)["roads.lamp"] == 0.45


def test_sub_categories_are_believed_as_they_are() -> None:
    found = guess(
        "…", lexicon_says(("roads.hole", 0.9)), learnt(One("roads.lamp", 0.8), One("water.pipe", 0.2)), confident=0.5
    )
    assert believed(found) == {"roads.lamp": 0.8, "water.pipe": 0.2}
    assert found.category == "roads.lamp"


def test_labels_of_a_training_file_are_understood_by_name_and_spelling() -> None:
    found = guess("…", NOTHING, learnt(One("SEKOLAH", 0.7), One("jalan jembatan", 0.3)), confident=0.5)
    assert found.guesses[0].code == "schools.fees"
    assert [one.code for one in found.said] == ["schools", "roads"]


def test_every_main_category_of_the_province_is_known_by_its_published_name() -> None:
    rows = active().document("categories.json")
    names = {row["code"]: row["name"] for row in rows}
    published = (
        "sosial masyarakat",
        "permades dan kependudukan",
        "keuangan dan aset",
        "kategori lain-lain",
        "saberpungli",
    )
    found = [Codes(names).of_label(label) for label in published]
    assert found == ["sosial-masyarakat", "permades-kependudukan", "keuangan-aset", "lain-lain", "saberpungli"]


def test_a_label_that_means_no_category_is_left_out_but_told() -> None:
    found = guess("…", NOTHING, learnt(One("cuaca antariksa", 0.6), One("roads", 0.4)), confident=0.5)
    assert {one.main for one in found.guesses} == {"roads"}
    assert found.main_confidence == 0.4
    assert found.said[0].code == "cuaca antariksa"


def test_what_the_model_never_saw_keeps_the_belief_of_the_lexicon() -> None:
    found = guess("…", lexicon_says(("water.pipe", 0.8)), learnt(One("roads", 0.9), One("schools", 0.1)), confident=0.5)
    assert found.guesses[0].code == "water.pipe"
    assert believed(found)["water.pipe"] == 0.8


def test_belief_never_adds_up_to_more_than_one() -> None:
    reading = lexicon_says(("water.pipe", 0.4), ("roads.hole", 0.6))
    found = guess("…", reading, learnt(One("roads", 0.9), One("schools", 0.1)), confident=0.5)
    assert sum(believed(found).values()) <= 1.001


def test_below_the_threshold_no_category_is_noted() -> None:
    model = learnt(One("roads", 0.7), One("schools", 0.3), threshold=0.95)
    assert guess("…", lexicon_says(("roads.hole", 0.9)), model, confident=0.5).category is None


def test_the_words_of_both_are_named() -> None:
    model = learnt(One("roads", 0.9, ("aspal", "lubang")), One("schools", 0.1))
    found = guess("…", lexicon_says(("roads.hole", 0.9)), model, confident=0.5)
    assert found.guesses[0].words == ("hole", "aspal", "lubang")
    assert "“aspal”" in found.reasons()[0]
