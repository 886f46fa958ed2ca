"""Every address of this app for every role: what it answers."""

import pytest
from django.test import Client
from django.urls import reverse

from rumahrakyat.duty.operations import acknowledge
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.tests.kit import NOW, World, hours
from rumahrakyat.people.roles import ROLES
from rumahrakyat.watch.tests.conftest import signed_in
from rumahrakyat.watch.urls import urlpatterns

PAGES = {
    "now", "cases", "cases-csv", "agencies", "agencies-csv", "regencies", "regencies-csv", "formulas", "negligence",
    "negligence-csv", "problems", "registers",
}  # fmt: skip
# Rows and rulings have tables of their own, in test_negligence.
ROWS = {"negligence-row", "negligence-many"}
# One register each; their table is in test_registers.
REGISTERS = {"register", "register-file", "register-freeze", "register-correct"}
# Reprimands are the province's; their table is in test_reprimands.
REPRIMANDS = {
    "reprimands", "reprimands-csv", "reprimand", "reprimand-new", "reprimand-tap", "reprimand-recall", "reprimand-pdf",
}  # fmt: skip
WATCHING = {
    "head", "coordinator", "province_coordinator", "secretary", "governor", "ombudsman", "inspectorate", "analyst",
}  # fmt: skip
OF_A_BODY = {"officer", "head"}
OF_A_REGENCY = {"coordinator", "village_head"}


def _enter(client: Client, world: World, role: str) -> None:
    organisation = world.roads if role in OF_A_BODY else None
    signed_in(client, role, organisation=organisation, region=world.demak if role in OF_A_REGENCY else "")


def test_every_address_is_in_the_table() -> None:
    assert {getattr(pattern, "name", "") for pattern in urlpatterns} == PAGES | ROWS | REGISTERS | REPRIMANDS


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_finds_the_pages_or_does_not(client: Client, world: World, role: str) -> None:
    _enter(client, world, role)
    found = {page: client.get(reverse(f"watch:{page}")).status_code for page in PAGES}
    assert found == dict.fromkeys(PAGES, 200 if role in WATCHING else 404)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_nobody_watches_without_signing_in(client: Client, world: World, page: str) -> None:
    response = client.get(reverse(f"watch:{page}"))
    assert response.status_code == 302
    assert "/masuk/" in response["Location"]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_nothing_can_be_posted(governor: Client, page: str) -> None:
    assert governor.post(reverse(f"watch:{page}")).status_code == 405


def test_a_role_that_ended_watches_no_more(client: Client, world: World) -> None:
    account = signed_in(client, "governor")
    Membership.objects.filter(account=account).update(active=False)
    assert client.get("/pantau/").status_code == 404


def test_a_head_reads_only_the_own_cases(client: Client, world: World) -> None:
    own, foreign = world.report(hours(30), holder=world.roads), world.report(hours(30), holder=world.schools)
    signed_in(client, "head", organisation=world.roads)
    shown = client.get("/pantau/kasus/").content.decode()
    assert own.number in shown
    assert foreign.number not in shown


def test_a_coordinator_reads_what_lies_in_the_own_regency(client: Client, world: World) -> None:
    own = world.report(hours(30), holder=world.roads)
    foreign = world.report(hours(30), holder=world.roads, regency=world.pati)
    signed_in(client, "coordinator", region=world.demak)
    shown = client.get("/pantau/kasus/").content.decode()
    assert own.number in shown
    assert foreign.number not in shown


def test_a_head_learns_of_a_case_handed_on_only_where_it_is_now(client: Client, world: World) -> None:
    report = world.report(hours(72), holder=world.roads)
    world.hand_over(report, world.schools, hours(10))
    sweep(at=NOW)
    signed_in(client, "head", organisation=world.roads)
    shown = client.get("/pantau/kasus/?angka=meleset&periode=7-hari").content.decode()
    assert "<b>1</b>" in shown
    assert world.schools.name in shown
    assert report.number not in shown
    assert report.title not in shown
    written = client.get("/pantau/kasus.csv?angka=meleset&periode=7-hari").content.decode()
    assert report.number not in written


def test_the_governor_sees_whether_the_head_has_read_it(client: Client, world: World) -> None:
    report = world.report(hours(30), holder=world.roads)
    sweep(at=NOW)
    head = signed_in(client, "head", organisation=world.roads)
    roads = frozenset({world.roads.pk})
    acknowledge(report_id=report.pk, account=head, audience="head", organisation_ids=roads, at=NOW - hours(1))
    signed_in(client, "governor")
    assert "kepala dinas membaca 08.42" in client.get("/pantau/").content.decode()
