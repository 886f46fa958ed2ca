"""The public pages in a real browser: the journey without JavaScript on a small phone, and axe on every page."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Browser, Page

from rumahrakyat.public.tests.browser import STORY
from rumahrakyat.reports.models import Report
from tests.cast import World
from tests.pictures import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 1280)


@pytest.fixture(autouse=True)
def _plain_static_files(settings: LazySettings) -> None:
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


def page_of(browser: Browser, width: int, *, script: bool) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
    return context.new_page()


def told(page: Page, address: str) -> None:
    """Through the three steps to the page that asks whether everything is right."""
    page.goto(f"{address}/")
    page.fill("#cerita", STORY)
    photo: Any = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    page.set_input_files(".composer input[type=file]", photo)
    page.click(".composer .button")
    page.click("[name=tidak-tahu]")
    page.check("#kabar-phone")
    page.fill("#hp", "0813 2290 4471")
    page.check("#nama-confidential")
    page.click(".actions .button")


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_a_report_on_a_small_phone(world: World, browser: Browser, live_server: Any, script: bool) -> None:
    page = page_of(browser, 360, script=script)
    told(page, live_server.url)
    page.click("form[data-sent] .button")
    page.wait_for_selector("#kode")
    report = Report.objects.get()
    assert page.inner_text("#nomor-laporan") == report.number
    assert report.attachments.count() == 1
    page.click("text=Lihat laporan saya")
    page.wait_for_selector(".timeline")
    assert STORY in page.inner_text(".timeline")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def faults_of(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    found = [f"{page.url}: {one['id']} {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url}: wider than the screen")
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(world: World, browser: Browser, live_server: Any, width: int) -> None:
    report = world.assigned()
    Report.objects.update(regency="33.15")
    page = page_of(browser, width, script=True)
    faults: list[str] = []
    addresses = ["/", "/lapor/", "/lacak/?nomor=RR-482-138", "/laporan/", "/loket/", "/bantuan/", "/privasi/", "/x/"]
    for address in [*addresses, f"/lacak/{report.number}/", f"/lacak/{report.number}/kode/"]:
        page.goto(live_server.url + address)
        faults += faults_of(page)
    told(page, live_server.url)
    faults += faults_of(page)
    page.goto(f"{live_server.url}/lapor/kontak/")
    page.check("#kabar-phone")
    page.fill("#hp", "0813")
    page.click(".actions .button")
    faults += faults_of(page)
    assert page.evaluate("document.activeElement.className") == "errors"
    assert faults == []
