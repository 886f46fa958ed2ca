import numpy as np
import pytest

from rumahrakyat.understanding.classifier import calibration, evaluation, nearly, ridge, train
from rumahrakyat.understanding.classifier.tests.sentences import examples

# Ten texts, the most certain first: eight of nine are right, and the tenth is wrong.
CERTAIN = np.array([0.99, 0.98, 0.97, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
RIGHT = np.array([1, 1, 1, 1, 0, 1, 1, 1, 1, 0], dtype=bool)


@pytest.mark.parametrize(("accuracy", "share"), [(1.0, 0.4), (0.88, 0.9), (0.85, 0.9), (0.8, 1.0), (0.5, 1.0)])
def test_coverage_is_the_largest_share_that_is_right_often_enough(accuracy: float, share: float) -> None:
    mixed = np.random.default_rng(1).permutation(10)
    assert calibration.coverage(CERTAIN[mixed], RIGHT[mixed], accuracy=accuracy) == share


def test_texts_that_are_equally_certain_are_decided_together() -> None:
    equal = np.array([0.9, 0.9, 0.5])
    assert calibration.coverage(equal, np.array([True, False, False]), accuracy=1.0) == 0
    assert calibration.threshold(equal, np.array([True, True, False]), accuracy=1.0) == 0.9


def test_a_threshold_that_cannot_be_had_lets_nothing_through() -> None:
    assert calibration.threshold(CERTAIN, np.zeros(10, dtype=bool), accuracy=0.95) > 1
    assert calibration.threshold(CERTAIN, RIGHT, accuracy=1.0) == 0.95


def test_the_most_certain_are_counted_by_their_share() -> None:
    assert calibration.accuracy_of_most_certain(CERTAIN, RIGHT, share=0.65) == pytest.approx(5 / 6)


def test_the_calibration_error_weighs_each_tenth_by_its_texts() -> None:
    chances = np.array([[0.95, 0.05]] * 4 + [[0.65, 0.35]] * 2)
    table = calibration.reliability(chances, np.array([True, True, True, False, True, False]))
    assert [(row["from"], row["n"], row["kept"]) for row in table] == [(0.6, 2, 0.5), (0.9, 4, 0.75)]
    assert calibration.calibration_error(table) == pytest.approx((4 * 0.20 + 2 * 0.15) / 6)


def test_scaling_makes_overconfident_scores_as_sure_as_they_are_right() -> None:
    chance = np.random.default_rng(3)
    truth = chance.integers(0, 2, 2000)
    said = np.where(chance.random(2000) < 0.8, truth, 1 - truth)
    scores = np.zeros((2000, 2))
    scores[np.arange(2000), said] = 9.0
    sure = calibration.fit(scores[np.newaxis], truth).apply(scores[np.newaxis]).max(axis=1)
    assert sure.mean() == pytest.approx(0.8, abs=0.02)


def test_macro_f1_counts_each_label_once() -> None:
    # label 0: F1 2·8/(8+10); label 1: 2·0/(2+0); label 2 never occurs
    assert evaluation.macro_f1(np.array([[8, 0, 0], [2, 0, 0], [0, 0, 0]])) == pytest.approx((16 / 18 + 0) / 2)


def test_solving_step_by_step_comes_to_the_same_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, labels = examples()
    at_once = train(texts, labels, seed=1).classifier.probabilities(texts)
    monkeypatch.setattr(ridge, "MOST_AT_ONCE", 0)
    assert np.allclose(train(texts, labels, seed=1).classifier.probabilities(texts), at_once, atol=0.01)


def test_of_texts_that_are_alike_only_the_first_stays() -> None:
    letter = "kami warga menolak pembangunan pabrik di dekat sumber air desa karena mencemari sawah dan sungai kami"
    texts = [
        letter,
        "jalan rusak",
        letter.upper() + "!!",
        letter + " semua",
        "jalan rusak parah sekali",
        "Jalan  rusak.",
    ]
    assert nearly.first_of_each(texts) == ([0, 1, 4], 2, 1)
    assert nearly.first_of_each([]) == ([], 0, 0)


def test_every_text_is_judged_once_by_a_classifier_that_had_not_seen_it() -> None:
    texts, labels = examples()
    judged = evaluation.by_parts(texts, labels, count=3, seed=1)
    found = evaluation.figures(judged, seed=1)
    assert found["n"] == 54
    assert found["accuracy"] == 1
    assert found["intervals"]["accuracy"] == [1, 1]
    assert found == evaluation.figures(evaluation.by_parts(texts, labels, count=3, seed=1), seed=1) | {
        "ms_per_report": found["ms_per_report"]
    }


def test_the_later_texts_are_judged_and_labels_that_came_up_since_count_as_wrong() -> None:
    texts, labels = examples()
    later = evaluation.by_time([*texts, "banjir bandang"], [*labels, "banjir"], share=54 / 55, seed=1)
    assert evaluation.figures(later, seed=1)["accuracy"] == 0


def test_a_finished_classifier_is_wrong_about_labels_it_never_learned() -> None:
    texts, labels = examples()
    classifier = train(texts, labels, seed=1).classifier
    found = evaluation.figures(evaluation.as_it_is(classifier, [texts[0], "banjir"], [labels[0], "banjir"]), seed=1)
    assert (found["accuracy"], found["unknown_to_the_model"], found["model"]) == (0.5, 1, classifier.version)
