"""Models from training to rolling back. The sentences are our own; everything the models know comes from them."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from rumahrakyat.lib import jobs
from rumahrakyat.reports.attachments import blobs
from rumahrakyat.reports.models import Category
from rumahrakyat.routing import examples
from rumahrakyat.routing.deciding import Alternative, Proposal
from rumahrakyat.routing.learning import opinion, serving, shadow, training, versions
from rumahrakyat.routing.learning.training import File
from rumahrakyat.routing.models import Decision
from rumahrakyat.routing.models_learning import ModelChange, ModelState, ModelVersion, ShadowReading, Target, Training
from rumahrakyat.understanding.classifier import Classifier, train
from tests.cast import World

WHERE = (
    "dekat pasar ikan yang ramai",
    "depan sekolah dasar anak kami",
    "di gang belakang kantor desa",
    "samping masjid besar",
    "di tikungan arah makam",
    "menuju terminal lama",
)
WHEN = (
    "sejak Senin minggu lalu",
    "sudah sebulan lebih",
    "tadi malam baru terasa",
    "tiap hujan makin parah",
    "belum juga ada petugas",
    "padahal sudah dilaporkan RT",
)
OF_ROADS = [f"Aspal jalan berlubang {where}, {when}." for where, when in product(WHERE, WHEN)]
OF_WATER = [f"Air keran keruh dan sering mati {where}, {when}." for where, when in product(WHERE, WHEN)]


@pytest.fixture(autouse=True)
def _kept_here(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    serving.forget()


@pytest.fixture
def taught(world: World) -> World:
    Category.objects.create(code="water", name="Air bersih")
    return world


def made(world: World, *, name: str = "latihan.csv", labels: tuple[str, str] = ("roads", "Air bersih")) -> ModelVersion:
    texts = [*OF_ROADS, *OF_WATER]
    file = File(name, texts, [labels[0]] * len(OF_ROADS) + [labels[1]] * len(OF_WATER))
    return training.train_from_file(
        target=Target.CATEGORY, file=file, at=world.at, account=world.accounts["governor"], reason="Percobaan"
    )


def another(world: World) -> ModelVersion:
    file = File("lain.csv", [*OF_ROADS[:30], *OF_WATER], ["roads"] * 30 + ["water"] * len(OF_WATER))
    return training.train_from_file(target=Target.CATEGORY, file=file, at=world.at)


def put_to_work(row: ModelVersion, world: World) -> ModelVersion:
    account = world.accounts["verifier"]
    return versions.activate(version_id=row.pk, account=account, at=world.at, reason="Lebih tepat")


def test_a_model_is_kept_with_what_it_learnt_from_and_can_do(taught: World) -> None:
    row = made(taught)
    assert (row.state, row.source, row.source_name) == ("candidate", "file", "latihan.csv")
    assert (row.examples, row.classes) == (72, 2)
    assert row.report["accuracy"] == 1.0
    assert {one["label"] for one in row.report["per_label"]} == {"roads", "water"}
    assert row.thresholds["overall"]["at"] >= 0.5
    assert Classifier.from_bytes(blobs().get(row.digest)).version == row.version
    assert row.trained_by == taught.accounts["governor"]


def test_the_same_examples_make_the_same_version_once(taught: World) -> None:
    assert made(taught) == made(taught)
    assert ModelVersion.objects.count() == 1


def test_too_little_is_refused_with_figures(taught: World) -> None:
    with pytest.raises(training.TooLittle) as refused:
        training.train_from_file(target=Target.CATEGORY, file=File("x", OF_ROADS, ["roads"] * 36), at=taught.at)
    assert refused.value.data == {"found": 36, "classes": 1, "needed": 60, "needed_classes": 2}


def test_labels_that_mean_nothing_here_are_refused_or_told(taught: World) -> None:
    with pytest.raises(training.UnknownLabels):
        made(taught, labels=("antariksa", "cuaca"))
    texts = [*OF_ROADS, *OF_WATER, "Kapan hujan meteor?"]
    file = File("x", texts, ["roads"] * 36 + ["water"] * 36 + ["antariksa"])
    row = training.train_from_file(target=Target.CATEGORY, file=file, at=taught.at)
    assert row.report["unknown_labels"] == {"antariksa": 1}


def test_no_word_of_fewer_than_three_reports_is_in_a_model() -> None:
    texts = [*OF_ROADS, *OF_WATER]
    texts[0] += " Hubungi Wiryadinata Sastro."
    texts[40] += " Hubungi Wiryadinata Sastro."
    labels = ["roads"] * 36 + ["water"] * 36
    known = train(texts, labels, seed=1, rare=training.RARE).classifier.vocabulary.terms
    assert not {"wiryadinata", "sastro", "hubungi", "wiryadinata sastro"} & set(known)
    assert "aspal" in known


def test_the_name_of_one_person_with_many_reports_is_not_learnt() -> None:
    named = [
        examples.Example(n, 1, f"{text} Salam, Wiryadinata.", "roads", 1.0, "x") for n, text in enumerate(OF_ROADS)
    ]
    others = [examples.Example(50 + n, 50 + n, text, "water", 1.0, "x") for n, text in enumerate(OF_WATER)]
    more = [examples.Example(100 + n, 100 + n, text, "roads", 1.0, "x") for n, text in enumerate(OF_ROADS)]
    taken = examples.lesson([*named, *others, *more])
    known = train(taken.texts, taken.labels, seed=1, rare=training.RARE).classifier.vocabulary.terms
    assert "wiryadinata" not in known
    assert "aspal" in known


def test_a_number_in_a_file_is_masked_before_it_is_learnt(taught: World) -> None:
    texts = [f"{text} HP 081234567890" for text in (*OF_ROADS, *OF_WATER)]
    file = File("x", texts, ["roads"] * 36 + ["water"] * 36)
    row = training.train_from_file(target=Target.CATEGORY, file=file, at=taught.at)
    known = Classifier.from_bytes(blobs().get(row.digest)).vocabulary.terms
    assert not [term for term in known if "0812" in term]


def test_a_model_put_to_work_holds_at_once_and_is_rolled_back_at_once(taught: World) -> None:
    first, second = made(taught), another(taught)
    assert serving.active() is None
    put_to_work(first, taught)
    assert (found := serving.active()) is not None
    assert found.version_id == first.pk
    put_to_work(second, taught)
    assert (found := serving.active()) is not None
    assert found.learnt.classifier.version == second.version
    back = versions.roll_back(target="category", account=None, at=taught.at, reason="Salah terus")
    assert back is not None
    assert (found := serving.active()) is not None
    assert found.version_id == back.pk == first.pk
    assert versions.roll_back(target="category", account=None, at=taught.at, reason="Ke kata saja") is None
    assert serving.active() is None
    with pytest.raises(versions.NothingToRollBack):
        versions.roll_back(target="category", account=None, at=taught.at, reason="Lagi")


def test_every_step_is_recorded_with_who_and_why(taught: World) -> None:
    row = made(taught)
    versions.start_shadow(version_id=row.pk, account=taught.accounts["verifier"], at=taught.at, reason="Lihat dulu")
    put_to_work(row, taught)
    versions.roll_back(target="category", account=taught.accounts["governor"], at=taught.at, reason="Keliru")
    told = list(ModelChange.objects.order_by("pk").values_list("deed", "by__username", "reason"))
    assert told == [
        ("trained", "governor", "Percobaan"),
        ("shadowed", "verifier", "Lihat dulu"),
        ("activated", "verifier", "Lebih tepat"),
        ("rolled_back", "governor", "Keliru"),
    ]


def test_nothing_is_done_without_a_reason_or_twice(taught: World) -> None:
    row = made(taught)
    with pytest.raises(versions.NoReason):
        versions.activate(version_id=row.pk, account=None, at=taught.at, reason="  ")
    put_to_work(row, taught)
    with pytest.raises(versions.NotNow):
        put_to_work(row, taught)
    with pytest.raises(versions.NotNow):
        versions.retire(version_id=row.pk, account=None, at=taught.at, reason="Bekas")
    with pytest.raises(versions.NoSuchModel):
        versions.retire(version_id=row.pk + 99, account=None, at=taught.at, reason="Tidak ada")


def test_one_alone_is_in_the_shadow(taught: World) -> None:
    first, second = made(taught), another(taught)
    for row in (first, second):
        versions.start_shadow(version_id=row.pk, account=None, at=taught.at, reason="Coba")
    states = dict(ModelVersion.objects.values_list("pk", "state"))
    assert states == {first.pk: "candidate", second.pk: "shadow"}
    versions.retire(version_id=second.pk, account=None, at=taught.at, reason="Selesai")
    assert serving.shadow() is None


def test_the_database_refuses_two_active_versions(taught: World) -> None:
    first, second = made(taught), another(taught)
    put_to_work(first, taught)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.filter(pk=second.pk).update(state=ModelState.ACTIVE)


@pytest.mark.parametrize("damage", ["lost", "torn"])
def test_a_model_whose_file_is_lost_or_torn_leaves_the_lexicon_to_decide(damage: str, taught: World) -> None:
    row = put_to_work(made(taught), taught)
    path = blobs().path(row.digest)
    path.unlink() if damage == "lost" else path.write_bytes(path.read_bytes()[:500])
    serving.forget()
    assert serving.active() is None
    versions.roll_back(target="category", account=None, at=taught.at, reason="Berkas rusak")
    with pytest.raises(versions.BrokenModel):
        put_to_work(row, taught)


def test_a_worker_trains_on_the_history_and_says_why_it_cannot(taught: World, monkeypatch: pytest.MonkeyPatch) -> None:
    training.ask(target="category", account=taught.accounts["verifier"], at=taught.at)
    with pytest.raises(training.AlreadyAsked):
        training.ask(target="category", account=None, at=taught.at)
    jobs.run(training.TASK)
    wish = Training.objects.get()
    assert (wish.refusal, wish.refusal_data["found"], wish.done_at is not None) == ("too_little", 0, True)
    told = [
        examples.Example(nth, nth, text, label, 1.0, "confirmed")
        for nth, (text, label) in enumerate([(t, "roads") for t in OF_ROADS] + [(t, "water") for t in OF_WATER])
    ]
    monkeypatch.setattr(training, "examples", lambda *_target, **_window: iter(told))
    training.ask(target="category", account=taught.accounts["verifier"], at=taught.at)
    assert training.step(at=taught.at)
    row = ModelVersion.objects.get()
    assert (row.source, row.until, row.report["sources"]) == ("history", taught.at, {"confirmed": 72})
    assert not training.step(at=taught.at)


def test_what_a_dead_worker_began_is_taken_up_again(taught: World) -> None:
    wish = training.ask(target="category", account=None, at=taught.at)
    Training.objects.filter(pk=wish.pk).update(began_at=taught.at)
    assert not training.step(at=taught.at + timedelta(hours=1))
    assert training.step(at=taught.at + timedelta(hours=4))


def decided(world: World, text: str, **given: object) -> Decision:
    report = world.report(text)
    facts: dict[str, object] = {"version": "t", "action": "verify", "kind": "complaint", "outcome": "open"}
    entry = report.entries.get(type="received")
    return Decision.objects.create(report=report, entry=entry, at=world.at, **{**facts, **given})


def test_the_model_on_trial_is_compared_with_the_router_and_with_people(taught: World) -> None:
    row = made(taught)
    versions.start_shadow(version_id=row.pk, account=None, at=taught.at, reason="Coba")
    roads, water = taught.categories["roads"], Category.objects.get(code="water")
    for text, router, outcome, chosen in (
        (OF_ROADS[0], roads, "confirmed", None),
        (OF_WATER[0], roads, "corrected", water),
        (OF_WATER[1], water, "open", None),
    ):
        decision = decided(taught, text, category=router, outcome=outcome, chosen_category=chosen)
        shadow.note(decision=decision, text=text, at=taught.at)
        shadow.note(decision=decision, text=text, at=taught.at)
    found = shadow.compare(row)
    assert (found.read, found.agree, found.judged) == (3, 2, 2)
    assert (found.both, found.only_trial, found.router_right, found.trial_right) == (1, 1, 1, 2)


def test_without_a_model_on_trial_nothing_is_noted_and_old_readings_go(taught: World) -> None:
    decision = decided(taught, OF_ROADS[0])
    shadow.note(decision=decision, text=OF_ROADS[0], at=taught.at)
    assert not ShadowReading.objects.exists()
    row = made(taught)
    ShadowReading.objects.create(version=row, decision=decision, at=taught.at, label="roads", probability=0.9)
    assert shadow.prune(at=taught.at + shadow.KEPT) == 0
    assert shadow.prune(at=taught.at + shadow.KEPT + timedelta(days=1)) == 1


def proposed(organisation: str, action: str = "assign") -> Proposal:
    others = (Alternative("GROBOGAN", 0.2),)
    kept = ("complaint", False, False)
    return Proposal(action, "roads", (), *kept, organisation, 0.9, ("Aturan.",), others)  # type: ignore[arg-type]


def test_a_model_of_agencies_that_is_sure_of_another_one_has_a_verifier_look_first(taught: World) -> None:
    assert opinion.heard(proposed("ROADS"), OF_WATER[0]) == proposed("ROADS")
    file = File("dinas.csv", [*OF_ROADS, *OF_WATER], ["ROADS"] * 36 + ["Pemerintah Kabupaten Grobogan"] * 36)
    row = training.train_from_file(target=Target.AGENCY, file=file, at=taught.at)
    versions.activate(version_id=row.pk, account=None, at=taught.at, reason="Kebiasaan dinas")
    found = opinion.heard(proposed("ROADS"), OF_WATER[0])
    assert (found.action, found.organisation, found.why) == (
        "verify",
        "ROADS",
        "Laporan serupa dahulu ditangani Pemkab Grobogan.",
    )
    assert [one.organisation for one in found.alternatives] == ["GROBOGAN"]
    assert opinion.heard(proposed("ROADS"), OF_ROADS[0]).action == "assign"
    assert opinion.heard(proposed("ROADS", "refer"), OF_WATER[0]).action == "refer"
