import random
import re
from collections import Counter

import pytest

from rumahrakyat.demo import corpus, slots

PLACE = slots.Place("Sukamaju", "Desa", "Karangrejo", "Banjarsari", "Kudus", "Kabupaten", "Pati")


def dice() -> random.Random:
    return random.Random(1)  # noqa: S311 -- a demo, not a secret


CITIZEN_SLOTS = frozenset(slots.values_for("Teks", PLACE, dice()))
AGENCY_SLOTS = CITIZEN_SLOTS | {"rencana", "instansi", "tujuan"}


def everything() -> list[str]:
    texts = [complaint.text for complaint in corpus.complaints()]
    texts += [answer.text for answer in corpus.answers()]
    return texts + [line for use in corpus.USES for line in corpus.lines(use)]


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", slots.SLOT.sub(" ", text).lower())
    return frozenset(tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2)))


def test_there_are_more_than_six_hundred_complaints_and_enough_answers() -> None:
    assert len(corpus.complaints()) >= 600
    assert len(corpus.answers()) >= 150
    assert sum(len(corpus.lines(use)) for use in corpus.USES) >= 100


def test_every_row_uses_known_codes() -> None:
    for complaint in corpus.complaints():
        assert complaint.category in corpus.CATEGORIES
        assert complaint.kind in corpus.KINDS
        assert complaint.level in corpus.LEVELS
    assert {answer.stage for answer in corpus.answers()} <= set(corpus.ANSWER_USES)


def test_no_two_complaints_are_the_same_sentence_in_other_clothes() -> None:
    sets = [(complaint.text, shingles(complaint.text)) for complaint in corpus.complaints()]
    seen: dict[tuple[str, ...], list[int]] = {}
    for index, (text, mine) in enumerate(sets):
        near = Counter(other for one in mine for other in seen.get(one, []))
        for other, shared in near.items():
            union = len(mine | sets[other][1])
            assert shared / union < 0.5, (text, sets[other][0])
        for one in mine:
            seen.setdefault(one, []).append(index)


def test_nearly_half_of_the_complaints_are_about_roads_and_lamps() -> None:
    counted = Counter(complaint.category for complaint in corpus.complaints())
    assert set(counted) == set(corpus.CATEGORIES)
    assert 0.38 < counted["infrastruktur"] / sum(counted.values()) < 0.5


@pytest.mark.parametrize("level", corpus.LEVELS)
def test_every_level_of_government_is_written_to(level: str) -> None:
    assert sum(complaint.level == level for complaint in corpus.complaints()) >= 10


def test_people_write_short_and_long() -> None:
    lengths = sorted(len(complaint.text) for complaint in corpus.complaints())
    assert lengths[len(lengths) // 20] < 80
    assert sum(300 <= length <= 900 for length in lengths) >= 20


def test_no_number_could_be_a_telephone_or_an_identity_number() -> None:
    for text in everything():
        assert not re.search(r"\d{7,}", re.sub(r"[\s.\-]", "", text)), text
        assert "@" not in text, text


def test_every_slot_can_be_filled() -> None:
    for complaint in corpus.complaints():
        assert slots.slots_of(complaint.text) <= CITIZEN_SLOTS, complaint.text
    for text in everything():
        assert slots.slots_of(text) <= AGENCY_SLOTS, text


def test_every_topic_finds_an_answer_at_every_stage() -> None:
    for topic in {complaint.topic for complaint in corpus.complaints()}:
        for stage in corpus.ANSWER_STAGES:
            assert corpus.answers_for(topic, stage)


def test_answers_speak_of_topics_that_exist() -> None:
    topics = {complaint.topic for complaint in corpus.complaints()} | {corpus.ANY_TOPIC}
    assert {answer.topic for answer in corpus.answers()} <= topics


def test_a_writer_in_small_letters_types_places_in_small_letters() -> None:
    text = "lampu mati di {desa}, kec {kecamatan}"
    assert slots.put(text, slots.values_for(text, PLACE, dice())) == ("lampu mati di sukamaju, kec karangrejo")


def test_a_writer_in_capitals_types_places_in_capitals() -> None:
    text = "TOLONG JALAN {kecamatan} RUSAK"
    assert "KARANGREJO" in slots.put(text, slots.values_for(text, PLACE, dice()))


def test_a_text_about_a_village_office_wants_a_village() -> None:
    assert slots.village_kind_wanted("Kantor desa {desa} tutup") == "Desa"
    assert slots.village_kind_wanted("Kelurahan tidak mau") == "Kelurahan"
    assert slots.village_kind_wanted("Lubang di {jalan}") is None


def test_every_topic_has_something_to_say_in_every_situation() -> None:
    for topic in {complaint.topic for complaint in corpus.complaints()}:
        for use in corpus.USES:
            assert corpus.lines(use, topic, "regency"), (use, topic)


def test_a_confirmation_about_a_tax_does_not_speak_of_a_road() -> None:
    assert not any("jalan" in line for line in corpus.lines("confirmation", "vehicletax"))
    assert any("jalan" in line for line in corpus.lines("confirmation", "road"))
