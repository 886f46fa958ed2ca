"""Everybody can read what is promised, from the very rows by which cases are judged."""

from datetime import timedelta

import pytest
from django.test import Client

from rumahrakyat.duty import rules
from rumahrakyat.duty.rulebook import publishing
from rumahrakyat.duty.rulebook.drafts import RuleDraft
from rumahrakyat.duty.rules import Scope
from rumahrakyat.lib import clock
from tests.cast import World
from tests.pages import PageClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(world: World) -> Client:
    return PageClient()


def test_the_promises_are_public_with_their_sources(world: World, reader: Client) -> None:
    text = reader.get("/aturan/").content.decode()
    assert "24 jam, hari libur ikut dihitung" in text
    assert "tidak harus tuntas, harus ada progres" in text
    assert "UU 14/2008" in text
    assert "48 jam, hari libur ikut dihitung, dari 1 Januari 2017 sampai 1 Oktober 2019" in text


def test_a_published_version_is_public_before_it_begins_and_when_it_does(world: World, reader: Client) -> None:
    draft = RuleDraft(
        rules.FIRST_RESPONSE, "hours", 6, "Keputusan contoh", world.at + timedelta(days=2), scope=Scope(regency="33.15")
    )
    publishing.publish(draft, account=world.accounts["secretary"], at=world.at)
    with clock.frozen(world.at):
        assert "Mulai Kamis, 23 Juli 12.00 WIB: " in reader.get("/aturan/").content.decode()
    with clock.frozen(world.at + timedelta(days=3)):
        text = reader.get("/aturan/").content.decode()
    assert "6 jam, hari libur ikut dihitung" in text
    assert "di Kabupaten Grobogan" in text
    assert world.accounts["secretary"].name not in text


def test_the_footer_and_the_help_lead_there(world: World, reader: Client) -> None:
    assert reader.get("/bantuan/").content.decode().count('href="/aturan/"') == 2


def test_the_page_takes_one_query_for_the_rules(
    world: World, reader: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        reader.get("/aturan/")
