"""Namesakes in one district are shown to a verifier, and never joined by their name."""

import pytest

from rumahrakyat.correspondence import intake
from rumahrakyat.correspondence.likeness import look_for_the_same
from rumahrakyat.people import same
from rumahrakyat.people.models import PersonLink
from rumahrakyat.reports.models import Entry, Report
from tests.cast import World

pytestmark = pytest.mark.django_db


def told(world: World, name: str, number: int, district: str) -> Report:
    contact = intake.Contact("tel", f"+62813000000{number:02}", "")
    report, _new = intake.take_in(
        intake=intake.Intake(
            text="Jalan di depan pasar berlubang dalam sejak hujan kemarin.",
            channel="desk", received_at=world.at, source_key=f"t{number}", name=name, contact=contact,
        ),
        at=world.at,
    )  # fmt: skip
    Report.objects.filter(pk=report.pk).update(district=district)
    return report


def look(*reports: Report) -> None:
    for report in reports:
        look_for_the_same(Entry.objects.get(report=report, type="received"))


def test_the_same_name_in_the_same_district_is_suggested_once(world: World) -> None:
    one = told(world, "Tukinem Lestari", 1, "33.15.01")
    other = told(world, "tukinem  lestari", 2, "33.15.01")
    look(one, other, one)
    link = PersonLink.objects.get()
    assert (link.state, link.evidence) == ("suggested", "name")
    assert not same.is_same_person(link.first_id, link.second_id)


@pytest.mark.parametrize(
    ("name", "district"), [("Tukinem Lestari", "33.21.01"), ("Tukinah Lestari", "33.15.01"), ("", "33.15.01")]
)
def test_another_place_another_name_or_none_suggests_nothing(world: World, name: str, district: str) -> None:
    look(told(world, "Tukinem Lestari", 1, "33.15.01"), told(world, name, 2, district))
    assert not PersonLink.objects.exists()


def test_a_name_that_many_share_tells_nothing(world: World) -> None:
    reports = [told(world, "Siti Aminah", number, "33.15.01") for number in range(5)]
    look(reports[-1])
    assert not PersonLink.objects.exists()
