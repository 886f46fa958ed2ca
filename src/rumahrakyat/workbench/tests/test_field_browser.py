"""A field officer's telephone in a real browser: the result of a visit without a signal, then with one."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.reports.models_tasks import Task
from rumahrakyat.reports.tasks_of_cases import NewTask, give_task
from rumahrakyat.workbench.tests.test_village_browser import enter
from tests.cast import World
from tests.hands import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _one_o_clock(world: World) -> None:
    """The telephone goes by the clock on the wall, and so does the task that it shows."""
    world.at = clock.now() - timedelta(hours=1)


def test_a_visit_is_written_down_offline_and_arrives(world: World, browser: Browser, live_server: LiveServer) -> None:
    person, roads = world.accounts["outsider"], world.organisations["ROADS"]
    Membership.objects.create(account=person, role="field_officer", organisation=roads)
    case = world.assigned(lat=-7.1, lon=110.9)
    new = NewTask("Lihat lubangnya", (clock.now() + timedelta(days=1)).date(), "visit", person.pk)
    give_task(report_id=case.pk, task=new, actor=world.actor("officer", case), at=clock.now())
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    enter(page, live_server, "/kerja/lapangan/")
    page.wait_for_selector("#daftar .place")
    picture(page, "field-places")
    context.set_offline(True)
    page.click("#daftar a.button >> nth=0")
    page.wait_for_selector("#tentang b")
    page.check("#hasil-more")
    page.fill("#teks", "Lubang dua meter, perlu aspal.")
    page.fill("#nama", "Bu Sri")
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    assert (found, page.evaluate("document.documentElement.scrollWidth > innerWidth")) == ([], False)
    picture(page, "field-visit")
    page.press("#simpan", "Enter")
    page.wait_for_selector("#kosong:visible")
    context.set_offline(False)
    page.evaluate("location.hash = 'hasil-ku'; dispatchEvent(new Event('online'))")
    page.wait_for_selector("#keluar .row--sent")
    assert Task.objects.get().state == "done"
    context.close()
