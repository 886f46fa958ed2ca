"""Briefs as their readers see them; the client checks each page for valid HTML, labels and untranslated words."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rumahrakyat.channels.models import Message
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.briefs import keeping, rules
from rumahrakyat.oversight.briefs.editions import ALL, DAILY, Edition
from rumahrakyat.oversight.findings import operations as findings
from rumahrakyat.oversight.tests import kit
from rumahrakyat.oversight.tests.kit import World, hours
from rumahrakyat.people.models import Account
from rumahrakyat.watch.tests.conftest import signed_in

TODAY = "/pantau/ringkasan/2026-07-21/"


@pytest.fixture
def world(db: None) -> World:
    return kit.build()


@pytest.fixture(autouse=True)
def _tuesday_morning() -> Iterator[None]:
    with clock.frozen(kit.NOW):
        yield


@pytest.fixture
def governor(client: Client, world: World) -> Client:
    signed_in(client, "governor")
    for nth in range(3):
        world.report(hours(18 + nth), holder=world.roads, answered=hours(1))
        world.report(hours(44 + nth), holder=world.schools)
    return client


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return str(response.content.decode())


def test_the_list_names_what_stood_first(governor: Client) -> None:
    keeping.freeze(Edition(DAILY, ALL, date(2026, 7, 21)), at=kit.NOW)
    html = shown(governor, "/pantau/ringkasan/")
    assert "Selasa, 21 Juli 2026" in html
    assert "Lewat batas" in html


def test_the_list_of_an_installation_without_any_brief(governor: Client) -> None:
    assert "Belum ada ringkasan yang dikirim" in shown(governor, "/pantau/ringkasan/")


def test_every_number_opens_as_many_cases_as_it_says(governor: Client) -> None:
    keeping.freeze(Edition(DAILY, ALL, date(2026, 7, 21)), at=kit.NOW)
    html = shown(governor, TODAY)
    for label, count in (("taken", 3), ("answered", 3), ("missed", 3)):
        (address,) = re.findall(rf'href="([^"]+angka={label})"', html)
        assert f"<b>{count}</b>" in shown(governor, address)
    (late,) = re.findall(r'href="([^"]+angka=late[^"]*)"', html)
    assert "<b>3</b>" in shown(governor, late.replace("&amp;", "&"))


def test_a_page_costs_few_queries(governor: Client) -> None:
    keeping.freeze(Edition(DAILY, ALL, date(2026, 7, 21)), at=kit.NOW)
    shown(governor, TODAY)
    for address in (TODAY, "/pantau/ringkasan/", f"{TODAY}kasus/?angka=late", "/pantau/ringkasan/aturan/"):
        with CaptureQueriesContext(connection) as asked:
            shown(governor, address)
        assert len(asked) <= 15, address


def test_a_recommendation_past_its_deadline_leads_to_its_finding(governor: Client, world: World) -> None:
    finder = Account.objects.create_user(username="o", name="Sri", title="Ombudsman")
    Membership.objects.create(account=finder, role="ombudsman")
    words = "Jawab warga dengan alasan yang sah."
    wanted = findings.Found(uuid4(), world.roads, words, [findings.Recommended(words, 3)])
    made = findings.make(found=wanted, account=finder, at=kit.NOW - kit.days(9))
    html = shown(governor, TODAY)
    assert "1 rekomendasi Ombudsman atau Inspektorat lewat batas." in html
    assert f'href="/pantau/temuan/{made.pk}/"' in html


def test_the_paper_is_a_pdf(governor: Client) -> None:
    response = governor.get(f"{TODAY}ringkasan.pdf")
    assert response.content.startswith(b"%PDF")
    assert 'filename="ringkasan-2026-07-21.pdf"' in response["Content-Disposition"]


@pytest.mark.parametrize("day", ["2026-07-22", "besok", "2026-02-30"])
def test_a_day_without_a_brief_has_no_page(governor: Client, day: str) -> None:
    shown(governor, f"/pantau/ringkasan/{day}/", 404)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2026-07-22", "Hari ini belum dimulai"), ("", "Pilih sebuah hari")],
    ids=["tomorrow", "nothing"],
)
def test_a_wrong_day_is_said_at_its_field(governor: Client, typed: str, said: str) -> None:
    assert said in shown(governor, f"/pantau/ringkasan/?hari={typed}")


def test_any_past_day_opens_from_its_field(governor: Client) -> None:
    response = governor.get("/pantau/ringkasan/?hari=2026-07-20", follow=True)
    assert "Tidak pernah dikirim pada harinya" in response.content.decode()


def test_sent_again_by_a_double_click_it_comes_once(governor: Client) -> None:
    keeping.freeze(Edition(DAILY, ALL, date(2026, 7, 21)), at=kit.NOW - hours(1))
    for _click in range(2):
        assert governor.post(f"{TODAY}kirim/").status_code == 302
    assert Message.objects.filter(direction="out").count() <= 1


@pytest.mark.parametrize("role", ["ombudsman", "analyst", "coordinator", "officer"])
@pytest.mark.usefixtures("world")
def test_whoever_is_sent_no_brief_finds_no_page(client: Client, role: str) -> None:
    signed_in(client, role)
    shown(client, "/pantau/ringkasan/", 404)
    shown(client, TODAY, 404)


def test_a_head_reads_the_week_of_the_own_body_and_of_no_other(client: Client, world: World) -> None:
    signed_in(client, "head", organisation=world.roads)
    assert "Ringkasan mingguan" in shown(client, "/pantau/ringkasan/2026-07-20/")
    shown(client, "/pantau/ringkasan/2026-07-20/?milik=body:DISDIKBUD", 404)
    shown(client, TODAY, 404)


@pytest.mark.usefixtures("world")
def test_the_operator_changes_the_hour_and_is_told_what_is_wrong(client: Client) -> None:
    signed_in(client, "operator")
    address = "/pantau/ringkasan/aturan/"
    wrong = client.post(address, {"code": "hour", "minutes": "25:00"})
    assert (wrong.status_code, "misalnya 06.00" in wrong.content.decode()) == (422, True)
    assert 'value="25:00"' in wrong.content.decode()
    assert client.post(address, {"code": "hour", "minutes": "05.30"}).status_code == 302
    assert rules.hour().strftime("%H.%M") == "05.30"


def test_a_reader_sees_the_rules_and_cannot_change_them(governor: Client) -> None:
    assert "Lonjakan" in shown(governor, "/pantau/ringkasan/aturan/")
    assert governor.post("/pantau/ringkasan/aturan/", {"code": "hour", "minutes": "05.30"}).status_code == 404


def test_a_body_that_was_renamed_keeps_its_name_in_what_was_frozen(governor: Client, world: World) -> None:
    name = world.schools.name
    keeping.freeze(Edition(DAILY, ALL, date(2026, 7, 21)), at=kit.NOW)
    type(world.schools).objects.filter(pk=world.schools.pk).update(name="Dinas Baru")
    assert name in shown(governor, TODAY)
