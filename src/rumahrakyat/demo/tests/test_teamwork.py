"""What the demo shows of working together."""

import pytest

from rumahrakyat.demo import teamwork
from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.people.models_records import Notice
from rumahrakyat.reports.models_tasks import Task
from tests.cast import World

pytestmark = pytest.mark.django_db


def test_a_head_finds_news_and_an_officer_tasks_once(world: World) -> None:
    for username, role in (("petugas.dpubmck", "officer"), ("kepala.dpubmck", "head")):
        account = Account.objects.create_user(username=username, name=username.title())
        Membership.objects.create(account=account, role=role, organisation=world.organisations["ROADS"])
    for _nth in range(2):
        world.assigned()
    for _twice in range(2):
        teamwork.play(until=world.at)
    assert Task.objects.count() == 2
    told = Notice.objects.order_by("code").values_list("code", "account__username")
    assert ("mentioned", "kepala.dpubmck") in told
    assert ("task_given", "petugas.dpubmck") in told
