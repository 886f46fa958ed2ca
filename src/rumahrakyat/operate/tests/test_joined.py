from datetime import timedelta

import pytest

from rumahrakyat.operate.invariants import Scope
from rumahrakyat.operate.invariants.joined import joined_agencies_follow_from_the_record
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models_joined import Participation
from tests.cast import World

pytestmark = pytest.mark.django_db


def test_the_check_finds_a_body_that_is_joined_without_a_record(world: World) -> None:
    case = world.assigned()
    cases.join_agency(
        report_id=case.pk,
        organisation=world.organisations["TRANSPORT"],
        text="Mohon pasang rambu.",
        actor=world.actor("officer", case),
        at=world.at + timedelta(minutes=5),
    )
    assert joined_agencies_follow_from_the_record(Scope(world.at)).ok
    Participation.objects.filter(report=case).update(organisation=world.organisations["ROADS"])
    assert joined_agencies_follow_from_the_record(Scope(world.at)).examples == (case.number,)
