"""Every public page: valid, small, few queries; and what a first visit weighs."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from rumahrakyat.lib import clock
from rumahrakyat.public import promise
from rumahrakyat.public.tests.browser import file_report
from rumahrakyat.reports.models import Report
from tests.cast import World

pytestmark = pytest.mark.django_db
Counter = Callable[..., Any]
PLAIN = ["/", "/lapor/", "/lacak/", "/laporan/", "/loket/", "/bantuan/", "/privasi/", "/aksesibilitas/"]


@pytest.mark.parametrize("address", PLAIN)
@pytest.mark.parametrize("language", ["id", "en", "jv"])
def test_every_page_opens_in_every_language(world: World, client: Client, address: str, language: str) -> None:
    client.cookies["django_language"] = language
    assert client.get(address).status_code == 200


def test_home_lists_the_newest_public_cases_of_a_regency(world: World, client: Client) -> None:
    here, there = world.assigned(), world.assigned()
    hidden = world.assigned(confidential=True)
    Report.objects.filter(pk__in=[here.pk, hidden.pk]).update(regency="33.15")
    Report.objects.filter(pk=there.pk).update(regency="33.21")
    page = client.get("/?di=33.15").content.decode()
    assert here.number in page
    assert there.number not in page
    assert hidden.number not in page


def test_the_chosen_regency_is_remembered(world: World, client: Client) -> None:
    client.get("/?di=33.15")
    assert "Di Kabupaten Grobogan" in client.get("/").content.decode()


def test_the_list_goes_on_by_key(world: World, client: Client) -> None:
    for nth in range(22):
        world.report(at=world.at + timedelta(minutes=nth))
    Report.objects.update(regency="33.15")
    first = client.get("/laporan/").content.decode()
    assert first.count("/lacak/RR-") == 20
    last = Report.objects.order_by("-received_at")[19].pk
    assert client.get(f"/laporan/?sebelum={last}").content.decode().count("/lacak/RR-") == 2


def test_figures_count_late_ones_too(world: World) -> None:
    now = clock.now()
    world.assigned(at=now - timedelta(hours=30))
    in_time = world.assigned(at=now - timedelta(hours=40))
    from rumahrakyat.reports.operations import answer  # noqa: PLC0415
    from rumahrakyat.reports.states import Stage  # noqa: PLC0415

    answer(
        report_id=in_time.pk,
        stage=Stage.VERIFICATION,
        text="Kami cek.",
        actor=world.actor("officer", in_time),
        at=now - timedelta(hours=39),
    )
    found = promise._counted(now)
    assert (found.kept.on_time, found.kept.due) == (1, 2)
    assert (found.late.cases, found.late.holders) == (1, 1)


def test_no_view_asks_more_than_fifteen_questions(
    world: World, client: Client, django_assert_max_num_queries: Counter
) -> None:
    for _nth in range(6):
        world.assigned()
    Report.objects.update(regency="33.15")
    number = file_report(client)
    client.post("/lapor/", {"cerita": "Jalan rusak di Toroh, Grobogan."})
    addresses = [*PLAIN, f"/lacak/{number}/", f"/lapor/terima/{number}/", "/lapor/tempat/", f"/lacak/{number}/kode/"]
    for address in addresses:
        with django_assert_max_num_queries(15):
            client.get(address)


def weight(name: str) -> int:
    found = finders.find(name)
    assert isinstance(found, str)
    return len(gzip.compress(Path(found).read_bytes(), 9))


STYLES = ("web/base.css", "web/public.css")
FILES = (*STYLES, "web/icons.svg", "web/public.js", "web/kawung.svg", "web/mark.svg")


@pytest.mark.parametrize("address", ["/", "/lapor/"])
def test_a_first_visit_is_light(world: World, client: Client, address: str) -> None:
    html = len(gzip.compress(client.get(address).content, 6))
    assert html + sum(weight(name) for name in STYLES) <= 14 * 1024
    assert html + sum(weight(name) for name in FILES) <= 30 * 1024


def test_all_styles_together_stay_in_their_budget() -> None:
    sheets = ("web/base.css", "web/public.css", "web/staff.css", "web/components.css")
    assert sum(weight(name) for name in sheets) <= 15 * 1024


def test_a_lost_page_offers_the_tracking_box(world: World, client: Client) -> None:
    page = client.get("/tidak-ada/")
    assert page.status_code == 404
    assert 'name="nomor"' in page.content.decode()


def test_the_late_figure_opens_its_public_cases(world: World, client: Client) -> None:
    late = world.assigned(at=clock.now() - timedelta(hours=30))
    hidden = world.assigned(at=clock.now() - timedelta(hours=30), confidential=True)
    fresh = world.assigned(at=clock.now())
    Report.objects.update(regency="33.15")
    page = client.get("/laporan/?lewat=1").content.decode()
    assert late.number in page
    assert hidden.number not in page
    assert fresh.number not in page


def test_only_a_demo_leads_to_the_stand_ins_of_the_channels(world: World, client: Client, settings: Any) -> None:
    assert 'href="/dev/' not in client.get("/").content.decode()
    settings.DEMO = True
    page = client.get("/").content.decode()
    assert 'href="/dev/"' in page
    assert 'href="/dev/whatsapp/"' in page
