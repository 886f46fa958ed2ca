from datetime import timedelta

from rumahrakyat.correspondence.intake import Contact
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.routing.earlier import earlier_places
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
