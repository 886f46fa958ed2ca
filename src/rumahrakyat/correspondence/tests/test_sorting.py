"""Sorting public words, measured on labelled examples.

`mentions.tsv` was written beside the rules, `mentions_held_out.tsv` after them and never tuned for: what it says is
what may be expected. Measured: of the first 235, all 77 automatic complaints and 79 of 80 taken for chatter were right;
of the 36 held out all 6 and all 8. The honest middle: a third of the clear ones held out still waits for a person.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.correspondence.sorting import Guess, Seen, sort

HERE = Path(__file__).parent
PRECISION = {"mentions.tsv": 0.975, "mentions_held_out.tsv": 0.99}


@cache
def examples(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _tab, text in (line.partition("\t") for line in lines)]


@cache
def verdicts(name: str) -> Counter[tuple[str, str]]:
    return Counter((label, sort(Seen(text)).guess.value) for label, text in examples(name))


def test_there_are_examples_enough_of_every_kind() -> None:
    labels = Counter(label for label, _text in examples("mentions.tsv"))
    assert sum(labels.values()) >= 200
    assert set(labels) == {"complaint", "chatter", "doubtful"}
    assert min(labels.values()) >= 60


@pytest.mark.parametrize("name", sorted(PRECISION))
@pytest.mark.parametrize("guess", ["complaint", "chatter"])
def test_what_is_decided_without_a_person_is_right(name: str, guess: str) -> None:
    counted = verdicts(name)
    said = sum(number for (_label, given_), number in counted.items() if given_ == guess)
    assert said
    assert counted[guess, guess] / said >= PRECISION[name], counted


def test_most_clear_complaints_need_no_person() -> None:
    counted = verdicts("mentions.tsv")
    clear = sum(number for (label, _guess), number in counted.items() if label == "complaint")
    assert counted["complaint", "complaint"] / clear >= 0.9


@pytest.mark.parametrize("name", sorted(PRECISION))
def test_no_complaint_is_thrown_away_as_chatter(name: str) -> None:
    assert verdicts(name)["complaint", "chatter"] == 0


def test_the_reason_names_the_words_it_rests_on() -> None:
    found = sort(Seen("Jalan di depan pasar Gubug berlubang sejak Lebaran, mohon diperbaiki"))
    assert found.guess is Guess.COMPLAINT
    assert "berlubang" in found.reason
    assert "depan pasar" in found.reason
    assert "mohon" in found.reason


@pytest.mark.parametrize("text", ["Masih mati lampunya pak", "gimana ini kok belum", "RT 3 pak, dekat mushola"])
def test_words_in_the_thread_of_a_case_are_for_it(text: str) -> None:
    found = sort(Seen(text, thread_case="RR-482-135"))
    assert (found.guess, found.case) == (Guess.REPLY, "RR-482-135")


@pytest.mark.parametrize("text", ["terima kasih banyak min 🙏", "👍👍", "mantap"])
def test_thanks_under_our_answer_are_left_alone(text: str) -> None:
    assert sort(Seen(text, thread_case="RR-482-135")).guess is Guess.CHATTER


def test_a_number_counts_for_its_own_reporter_alone() -> None:
    own = sort(Seen("RR-482-135 kok belum ada kabar", own_cases=("RR-482-135",)))
    assert (own.guess, own.case) == (Guess.REPLY, "RR-482-135")
    assert sort(Seen("RR-482-135 kok belum ada kabar")).guess is Guess.DOUBTFUL


def test_a_question_for_news_goes_to_the_only_case_and_waits_when_there_are_two() -> None:
    assert sort(Seen("kelanjutannya gimana pak", own_cases=("RR-482-135",))).guess is Guess.REPLY
    assert sort(Seen("kelanjutannya gimana pak", own_cases=("RR-482-135", "RR-482-226"))).guess is Guess.DOUBTFUL


def test_a_complaint_of_somebody_with_an_open_case_waits_because_it_may_be_the_same() -> None:
    text = "Jalan di depan pasar Gubug berlubang sejak Lebaran, mohon diperbaiki"
    found = sort(Seen(text, own_cases=("RR-482-135",)))
    assert (found.guess, found.case) == (Guess.DOUBTFUL, "RR-482-135")


def test_a_picture_without_words_waits() -> None:
    assert sort(Seen("", has_media=True)).guess is Guess.DOUBTFUL


@given(st.text(max_size=400), st.booleans(), st.sampled_from(["", "RR-482-135"]), st.booleans())
def test_every_text_has_a_verdict_with_a_reason(text: str, addressed: bool, case: str, media: bool) -> None:
    found = sort(Seen(text, addressed=addressed, thread_case=case, has_media=media))
    assert found.reason
