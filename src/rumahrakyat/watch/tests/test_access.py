"""What of the pages each role reads. Which page opens to whom stands in `operate.access_table.watch`, asked by
`operate/tests/test_roles.py`: add new addresses there."""

import re

import pytest
from django.test import Client

from rumahrakyat.duty.operations import acknowledge
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.tests.kit import NOW, World, hours
from rumahrakyat.people.roles import OPERATE, OVERSEE, OVERSEE_ALL, ROLES
from rumahrakyat.watch.tests.conftest import signed_in


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
    written = b"".join(client.get("/pantau/kasus.csv?angka=meleset&periode=7-hari")).decode()
    assert report.number not in written


def test_the_governor_sees_whether_the_head_has_read_it(client: Client, world: World) -> None:
    report = world.report(hours(30), holder=world.roads)
    sweep(at=NOW)
    head = signed_in(client, "head", organisation=world.roads)
    roads = frozenset({world.roads.pk})
    acknowledge(report_id=report.pk, account=head, audience="head", organisation_ids=roads, at=NOW - hours(1))
    signed_in(client, "governor")
    assert "kepala dinas membaca 08.42" in client.get("/pantau/").content.decode()


@pytest.mark.parametrize("role", sorted(name for name, one in ROLES.items() if one.permissions & {OVERSEE, OPERATE}))
def test_nothing_in_the_bar_leads_nowhere(client: Client, world: World, role: str) -> None:
    permissions = ROLES[role].permissions
    own = {"organisation": world.roads} if role in {"head", "deputy"} else {}
    local = {"region": world.demak} if role in {"coordinator", "regent"} else {}
    signed_in(client, role, **own, **local)  # type: ignore[arg-type]  # one of the two, or neither
    first = "/pantau/" if permissions & {OVERSEE, OVERSEE_ALL} else "/pantau/ringkasan/aturan/"
    bar = client.get(first).content.decode().partition("</header>")[0]
    links = set(re.findall(r'href="(/[^"]*)"', bar.partition("<body")[2]))
    answers = {link: client.get(link).status_code for link in links}
    assert {link for link, status in answers.items() if status not in {200, 302}} == set()
    assert len(links) >= (10 if first == "/pantau/" else 1)
