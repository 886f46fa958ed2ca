from datetime import timedelta

from rumahrakyat.correspondence.intake import Contact
from rumahrakyat.regions.models import Level, Region
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.routing import operations
from rumahrakyat.routing.earlier import earlier_places
from rumahrakyat.routing.models import Decision, Outcome
from tests.cast import World

SARI = Contact("tel", "+628120009999", "whatsapp")


def earlier(world: World, place: str | None, *, identity: Identity = Identity.NAMED) -> Report:
    report = world.report(contact=SARI, at=world.at - timedelta(days=3))
    Report.objects.filter(pk=report.pk).update(regency=place, identity=identity)
    return report


def test_the_regencies_of_the_same_persons_cases_are_known(world: World) -> None:
    earlier(world, "33.21")
    earlier(world, "33.15")
    earlier(world, None)
    world.report()
    [prior] = earlier_places(world.report(contact=SARI))
    assert set(prior.regions) == {"33.15", "33.21"}
    assert prior.covers("33.21.01")
    assert not prior.covers("33.2")


def test_somebody_new_has_no_earlier_places(world: World) -> None:
    assert earlier_places(world.report(contact=SARI)) == ()


def test_a_case_without_a_name_is_linked_to_none(world: World) -> None:
    for identity in (Identity.CONFIDENTIAL, Identity.ANONYMOUS):
        earlier(world, "33.21", identity=identity)
    named = world.report(contact=SARI)
    assert earlier_places(named) == ()
    earlier(world, "33.15")
    for identity in (Identity.CONFIDENTIAL, Identity.ANONYMOUS):
        named.identity = identity
        assert earlier_places(named) == ()


def decided(world: World, text: str, **given: object) -> tuple[Decision, Report]:
    report = world.report(text, contact=SARI, **given)  # type: ignore[arg-type]
    decision = operations.decide(entry=report.entries.get(type="received"), at=world.at)
    report.refresh_from_db()
    return decision, report


def test_a_pin_against_the_words_leaves_the_place_to_a_person_with_both_to_choose_from(world: World) -> None:
    decision, report = decided(world, "Jembatan ambrol di Kabupaten Demak sejak Senin", lat=-7.0869, lon=110.9158)
    assert report.regency_id is None
    assert decision.outcome == Outcome.OPEN
    assert [place["code"] for place in decision.places][:2] == ["33.21", "33.15.13"]
    assert any("Perlu ditanyakan" in reason for reason in decision.reasons)


def test_an_earlier_place_is_noted_for_a_person_to_confirm(world: World) -> None:
    text = "Jalan kabupaten di Kecamatan Karanganyar berlubang dalam, sudah ada yang jatuh"
    assert decided(world, text)[1].regency_id is None
    earlier(world, "33.21")
    Region.objects.create(
        code="33.21.09", level=Level.DISTRICT, kind="Kecamatan", name="Karanganyar", full_name="-", parent_id="33.21"
    )
    decision, report = decided(world, text)
    assert (report.district_id, decision.outcome) == ("33.21.09", Outcome.OPEN)
    assert any("laporan sebelumnya" in reason for reason in decision.reasons)
