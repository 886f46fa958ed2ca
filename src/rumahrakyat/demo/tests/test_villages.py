"""The demo day has village heads' reports and places to visit, made as people make them."""

from rumahrakyat.demo import villages
from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.relay.models import Carried
from rumahrakyat.reports.models_tasks import Task
from tests.cast import World


def test_a_village_head_and_a_field_officer_have_something_to_do(world: World) -> None:
    for name, role, organisation, region in (
        ("kades", "village_head", None, "33.15.01.2001"),
        ("petugas.roads", "officer", "ROADS", None),
        ("lapangan.roads", "field_officer", "ROADS", None),
    ):
        account = Account.objects.create_user(username=name, name=name)
        body = world.organisations[organisation] if organisation else None
        Membership.objects.create(account=account, role=role, organisation=body, region_id=region)
    world.assigned(lat=-7.1, lon=110.9)
    villages.create(until=world.at)
    assert Carried.objects.count() == 4
    assert Task.objects.filter(assignee__username="lapangan.roads").count() == 1
