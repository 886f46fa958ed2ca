from functools import cache
from pathlib import Path

import numpy as np
import pytest

from rumahrakyat.understanding.classifier import BadModel, Classifier, NothingToLearn, Trained, train
from rumahrakyat.understanding.classifier.tests.sentences import examples


@cache
def learned() -> Trained:
    texts, labels = examples()
    return train([*texts, "   "], [*labels, "jalan"], seed=1)


@pytest.fixture
def classifier() -> Classifier:
    return learned().classifier


def test_a_text_gets_its_label_with_the_words_that_speak_for_it(classifier: Classifier) -> None:
    first, *others = classifier.read("Mohon dicek, SAMPAH menumpuk berhari-hari!")
    assert first.label == "sampah"
    assert set(first.words[:2]) == {"sampah", "menumpuk"}
    assert first.probability > max(one.probability for one in others)
    assert len(others) == 2


def test_probabilities_of_a_text_add_up_to_one_alone_as_in_a_batch(classifier: Classifier) -> None:
    texts = [*examples()[0][::9], "", "kucing", "lampu " * 3000]
    together = classifier.probabilities(texts)
    assert together.shape == (len(texts), 3)
    assert np.allclose(together.sum(axis=1), 1)
    assert np.allclose(together, np.concatenate([classifier.probabilities([text]) for text in texts]), atol=1e-5)
    assert classifier.probabilities([]).shape == (0, 3)


def test_a_text_without_any_known_word_is_read_without_reasons(classifier: Classifier) -> None:
    assert [one.words for one in classifier.read("🙏🙏 …")] == [(), (), ()]


def test_the_same_examples_make_the_same_classifier_and_other_examples_another(classifier: Classifier) -> None:
    texts, labels = examples()
    assert train(texts, labels, seed=1).classifier.version == classifier.version
    assert train([*texts, "jalan becek"], [*labels, "jalan"], seed=1).classifier.version != classifier.version


def test_a_file_brings_back_the_same_classifier(classifier: Classifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "model")
    loaded = Classifier.load(tmp_path / "model")
    assert loaded.version == classifier.version
    assert loaded.read("tiang lampu di jalan") == classifier.read("tiang lampu di jalan")
    assert loaded.to_bytes() == classifier.to_bytes()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nothing", b"\x80\x04K\x01.", b"{}", b"\x93NUMPY"])
def test_a_foreign_file_is_refused(data: bytes) -> None:
    with pytest.raises(BadModel):
        Classifier.from_bytes(data)


def test_a_damaged_file_is_refused_wherever_it_is_damaged(classifier: Classifier) -> None:
    whole = classifier.to_bytes()
    with pytest.raises(BadModel):
        Classifier.from_bytes(whole[: len(whole) // 2])
    for at in range(64, len(whole), len(whole) // 40):
        damaged = whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :]
        try:
            read = Classifier.from_bytes(damaged)
        except BadModel:
            continue
        assert read.version == classifier.version  # a byte of the zip that carries nothing


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="cannot read"):
        Classifier.load(tmp_path / "none")


def test_the_report_tells_how_each_label_is_recognised() -> None:
    data = learned().report.as_data()
    assert data["n"] == 54
    assert data["classes"] == 3
    assert data["empty"] == 1
    assert sum(map(sum, data["confusion"])) == 54
    assert {one["label"]: one["support"] for one in data["per_label"]} == {"jalan": 18, "lampu": 18, "sampah": 18}
    assert data["accuracy"] > 0.9
    assert "left out, because they are empty: 1" in learned().report.as_text()


def test_a_label_with_too_few_examples_is_left_out_and_named() -> None:
    texts, labels = examples()
    trained = train([*texts, "harga pupuk naik"], [*labels, "pertanian"], seed=1)
    assert trained.classifier.labels == ("jalan", "lampu", "sampah")
    assert trained.report.as_data()["left_out"] == {"pertanian": 1}
    assert "too few examples of them: pertanian (1)" in trained.report.as_text()


@pytest.mark.parametrize(
    ("labels", "why"),
    [([], "no example"), (["jalan"] * 6, "one label, 'jalan'"), (["a", "b", "c"], "fewer than 5")],
)
def test_examples_that_cannot_teach_are_refused_with_the_reason(labels: list[str], why: str) -> None:
    with pytest.raises(NothingToLearn, match=why):
        train(["jalan rusak"] * len(labels), labels, seed=1)
