"""Where the reporter wants to hear from us: asked of the reporter alone, and kept."""

from collections.abc import Iterator
from unittest import mock

import pytest
from django.test import Client

from rumahrakyat.channels import registry
from rumahrakyat.channels.email import kit as email
from rumahrakyat.channels.smshttp import kit as sms
from rumahrakyat.channels.web.adapter import WebAdapter
from rumahrakyat.channels.whatsapp import kit as whatsapp
from rumahrakyat.people.models import ContactPoint, Reporter
from rumahrakyat.public.tests.browser import file_report
from rumahrakyat.reports.models import Report
from tests.cast import World
from tests.pages import PageClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def carriers() -> Iterator[None]:
    fresh = registry.Registry()
    for adapter in (WebAdapter(), whatsapp.adapter(), sms.adapter(), email.adapter()):
        fresh.add(adapter)
    with mock.patch.object(registry, "default", return_value=fresh):
        yield


@pytest.fixture
def own(world: World) -> tuple[Client, Report]:
    """Somebody who has just filed a report with a mobile number, and the report."""
    client = PageClient()
    file_report(client)
    return client, Report.objects.get()


def keep(client: Client, report: Report, **typed: str) -> str:
    answer = client.post(f"/lacak/{report.number}/kabar/", typed, follow=True)
    return str(answer.content.decode())


def test_the_reporter_chooses_among_the_ways_that_reach_them(own: tuple[Client, Report]) -> None:
    client, report = own
    contact = ContactPoint.objects.get(reporter=report.reporter)
    page = client.get(f"/lacak/{report.number}/kabar/").content.decode()
    assert f"SMS, {contact.masked}" in page
    assert f"WhatsApp, {contact.masked}" in page
    assert "Dicatat" in keep(client, report, kanal=f"smshttp:{contact.pk}", lain="1")
    person = Reporter.objects.get(pk=report.reporter_id)
    assert (person.preferred_channel, person.preferred_contact, person.fallback_since is not None) == (
        "smshttp", contact, True,
    )  # fmt: skip


def test_the_choice_can_be_taken_back(own: tuple[Client, Report]) -> None:
    client, report = own
    contact = ContactPoint.objects.get(reporter=report.reporter)
    keep(client, report, kanal=f"smshttp:{contact.pk}", lain="1")
    keep(client, report, kanal="")
    person = Reporter.objects.get(pk=report.reporter_id)
    assert (person.preferred_channel, person.preferred_contact, person.fallback_since) == ("", None, None)


@pytest.mark.parametrize("chosen", ["smshttp:999999", "sms", "x:1", ":"])
def test_a_way_that_was_not_offered_is_not_taken(own: tuple[Client, Report], chosen: str) -> None:
    client, report = own
    keep(client, report, kanal=chosen)
    assert Reporter.objects.get(pk=report.reporter_id).preferred_contact is None


def test_for_anybody_else_there_is_no_such_page(own: tuple[Client, Report], client: Client) -> None:
    _owner, report = own
    assert client.get(f"/lacak/{report.number}/kabar/").status_code == 404
    assert client.post(f"/lacak/{report.number}/kabar/", {"kanal": ""}).status_code == 404
