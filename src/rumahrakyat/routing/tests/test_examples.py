"""What becomes an example to learn from. The sentences are our own."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Category, Report, Visibility
from rumahrakyat.reports.operations import Classification
from rumahrakyat.routing import operations as routing
from rumahrakyat.routing.examples import Example, Label, Told, as_csv, examples, label_of, lesson
from rumahrakyat.routing.models import Decision
from rumahrakyat.routing.models_learning import Target
from tests.cast import ROUTER, World

LATER = timedelta(hours=2)
ROUTED, BY_HAND = ("assigned", False), ("assigned", True)


@pytest.mark.parametrize(
    ("told", "category", "agency"),
    [
        (Told("assigned", "roads", "ROADS", [ROUTED]), None, None),
        (Told("assigned", "roads", "ROADS", [BY_HAND], confirmed=True), "confirmed", "confirmed"),
        (Told("assigned", "roads", "ROADS", [BY_HAND], chosen=True), "corrected", "corrected"),
        (Told("assigned", "roads", "ROADS", [ROUTED], classified=["roads"]), "corrected", None),
        (Told("assigned", "roads", "POWER", [ROUTED, ("handed_over", True)]), None, "handed_over"),
        (Told("received", "roads", None, [ROUTED, ("returned", True)]), None, None),
        (Told("resolved", "roads", "ROADS", [ROUTED]), "handled", "handled"),
        (Told("closed", "roads", "ROADS", [ROUTED, ("handed_over", True)]), None, "handled"),
        (Told("referred", "roads", None, [], confirmed=True), "confirmed", None),
        (Told("rejected", "roads", None, [], chosen=True), None, None),
        (Told("merged", "roads", "ROADS", [BY_HAND], chosen=True), None, None),
    ],
)
def test_only_what_a_person_said_or_an_agency_finished_is_an_example(
    told: Told, category: str | None, agency: str | None
) -> None:
    found = [label_of(told, target) for target in (Target.CATEGORY, Target.AGENCY)]
    assert [one.source if one else None for one in found] == [category, agency]


def test_a_case_handled_without_a_word_against_the_router_counts_half() -> None:
    assert label_of(Told("closed", "roads", "ROADS", [ROUTED]), Target.CATEGORY) == Label("roads", 0.5, "handled")


@pytest.fixture
def water(world: World) -> Category:
    return Category.objects.create(code="water", name="Air bersih")


def routed(world: World) -> Report:
    """A case that the router passed on by itself to the roads agency, as a road."""
    report = world.report("Air keran di kampung kami mati sejak Senin.")
    moment = world.at + timedelta(minutes=1)
    roads = Classification(category=world.categories["roads"])
    cases.classify(report_id=report.pk, classification=roads, actor=ROUTER, at=moment)
    decided(report, world, outcome="automatic")
    return cases.assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=moment)


def decided(report: Report, world: World, outcome: str = "open") -> Decision:
    entry = report.entries.get(type="received")
    return Decision.objects.create(
        report=report,
        entry=entry,
        at=world.at,
        version="t",
        action="assign",
        outcome=outcome,
        category=world.categories["roads"],
        organisation=world.organisations["ROADS"],
        kind="complaint",
    )


def found(target: str, limit: int = 50) -> list[tuple[str, str]]:
    return [(one.label, one.source) for one in examples(target, limit=limit)]


def test_a_verifiers_correction_is_an_example_of_both(world: World, water: Category) -> None:
    report = world.report("Air keran di kampung kami mati sejak Senin.")
    decided(report, world)
    wish = routing.Correction(category=water, organisation=world.organisations["TRANSPORT"])
    routing.correct(report_id=report.pk, correction=wish, actor=world.actor("verifier", report), at=world.at + LATER)
    assert found(Target.CATEGORY) == [("water", "corrected")]
    assert found(Target.AGENCY) == [("TRANSPORT", "corrected")]


def test_a_confirmed_proposal_is_an_example(world: World) -> None:
    report = world.report()
    decided(report, world)
    routing.confirm(report_id=report.pk, actor=world.actor("verifier", report), at=world.at + LATER)
    assert found(Target.CATEGORY) == found(Target.CATEGORY)[:1]
    assert {source for _label, source in found(Target.CATEGORY) + found(Target.AGENCY)} <= {"confirmed", "corrected"}
    assert found(Target.AGENCY) == [("ROADS", "confirmed")]


def test_what_the_router_did_alone_is_none(world: World) -> None:
    routed(world)
    assert found(Target.CATEGORY) == found(Target.AGENCY) == []


def test_a_category_changed_on_the_page_of_a_routed_case_is_an_example(world: World, water: Category) -> None:
    report = routed(world)
    wish = routing.Correction(category=water)
    routing.correct(report_id=report.pk, correction=wish, actor=world.actor("verifier", report), at=world.at + LATER)
    assert found(Target.CATEGORY) == [("water", "corrected")]


def test_a_place_noted_on_the_page_says_nothing_of_the_category(world: World) -> None:
    report = routed(world)
    place = Classification(regency="33.15", category=None)
    actor = world.actor("verifier", report)
    cases.classify(report_id=report.pk, classification=place, actor=actor, at=world.at + LATER)
    assert found(Target.CATEGORY) == []


def test_a_case_handed_over_teaches_the_agency_and_not_the_category(world: World) -> None:
    report = routed(world)
    actor, to = world.actor("officer", report), world.organisations["TRANSPORT"]
    cases.hand_over(report_id=report.pk, holder=to, text="Bukan jalan kami.", actor=actor, at=world.at + LATER)
    assert found(Target.AGENCY) == [("TRANSPORT", "handed_over")]
    assert found(Target.CATEGORY) == []


def test_a_case_returned_as_not_ours_is_an_example_when_the_verifier_has_chosen_again(world: World) -> None:
    report = routed(world)
    actor = world.actor("officer", report)
    cases.return_to_desk(report_id=report.pk, text="Bukan kewenangan kami.", actor=actor, at=world.at + LATER)
    assert found(Target.AGENCY) == []
    wish = routing.Correction(organisation=world.organisations["GROBOGAN"])
    verifier = world.actor("verifier", report)
    routing.correct(report_id=report.pk, correction=wish, actor=verifier, at=world.at + 2 * LATER)
    assert found(Target.AGENCY) == [("GROBOGAN", "corrected")]


def test_texts_leave_masked(world: World) -> None:
    report = world.report("Hubungi saya di 081234567890 soal lampu jalan yang padam.")
    decided(report, world)
    routing.confirm(report_id=report.pk, actor=world.actor("verifier", report), at=world.at + LATER)
    (one,) = examples(Target.AGENCY, limit=5)
    assert "081234567890" not in one.text
    assert "lampu jalan" in one.text


@pytest.mark.parametrize(("allowed", "many"), [(False, 0), (True, 1)])
def test_confidential_cases_are_used_only_where_the_setting_allows(
    allowed: bool, many: int, world: World, settings: Settings
) -> None:
    settings.LEARN_FROM_CONFIDENTIAL = allowed
    report = world.report("Petugas meminta uang saat saya mengurus izin.")
    Report.objects.filter(pk=report.pk).update(visibility=Visibility.CONFIDENTIAL)
    decided(report, world)
    routing.confirm(report_id=report.pk, actor=world.actor("verifier", report), at=world.at + LATER)
    assert len(found(Target.AGENCY)) == many


def test_the_newest_come_first_and_no_more_than_asked_for(world: World) -> None:
    for text in ("Laporan pertama tentang lampu.", "Laporan kedua tentang lampu."):
        report = world.report(text)
        decided(report, world)
        routing.confirm(report_id=report.pk, actor=world.actor("verifier", report), at=world.at + LATER)
    assert [one.text for one in examples(Target.AGENCY, limit=1)] == ["Laporan kedua tentang lampu."]


def example(case: int, person: int, text: str, label: str = "roads", weight: float = 1.0) -> Example:
    return Example(case, person, text, label, weight, "confirmed")


def test_nobody_speaks_more_than_twice_and_no_text_more_than_once() -> None:
    told = [example(nth, 1, f"lubang nomor {nth}") for nth in range(6)]
    copied = [
        example(10 + nth, 10 + nth, "Tolak  pembangunan INI" if nth else "tolak pembangunan ini") for nth in range(4)
    ]
    others = [example(20 + nth, 20 + nth, f"jalan {nth}") for nth in range(5)]
    made = lesson([*told, *copied, *others])
    assert len(made.texts) == 2 + 1 + 5
    assert made.repeated == 4 + 3


def test_half_a_weight_is_every_second_example() -> None:
    made = lesson([example(nth, nth, f"lubang nomor {nth}", weight=0.5) for nth in range(20)])
    assert len(made.texts) == 10


def test_a_label_with_too_few_examples_is_left_out_and_told() -> None:
    made = lesson([*(example(n, n, f"lubang {n}") for n in range(6)), example(9, 9, "pipa bocor", "water")])
    assert set(made.labels) == {"roads"}
    assert made.left_out == {"water": 1}


def test_the_export_holds_no_number_of_a_case_and_no_cell_that_calculates() -> None:
    lines = list(as_csv([example(77, 5, "=1+1 kata\nwarga")]))
    assert lines == ["text,label,weight,source\r\n", '"\'=1+1 kata\nwarga",roads,1,confirmed\r\n']
