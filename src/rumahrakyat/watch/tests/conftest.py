from collections.abc import Iterator

import pytest
from django.test import Client

from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership, Organisation
from rumahrakyat.oversight.tests import kit
from rumahrakyat.people.models import Account


@pytest.fixture
def world(db: None) -> kit.World:
    return kit.build()


@pytest.fixture(autouse=True)
def _tuesday_morning() -> Iterator[None]:
    with clock.frozen(kit.NOW):
        yield


def signed_in(client: Client, role: str, *, organisation: Organisation | None = None, region: str = "") -> Account:
    """The client as somebody new who holds `role`."""
    account = Account.objects.create_user(username=f"{role}-{organisation}-{region}", name="Sri Rejeki")
    Membership.objects.create(account=account, role=role, organisation=organisation, region_id=region or None)
    client.force_login(account)
    return account


@pytest.fixture
def governor(client: Client, world: kit.World) -> Client:
    signed_in(client, "governor")
    return client
