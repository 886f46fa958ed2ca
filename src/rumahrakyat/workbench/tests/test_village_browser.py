"""A village head's telephone in a real browser: written without a signal, sent over a link that fails half the time.

Two of the twenty reports are written by keys, since every key costs; with `RUMAHRAKYAT_JOURNEY_CASES` all of them are.
"""

import os
import random
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.organisations.models import Membership
from rumahrakyat.reports.models import Attachment, Report
from tests.cast import PASSWORD, World
from tests.hands import keep, picture
from tests.pictures import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VILLAGE = "33.15.01.2001"
REPORTS = 20
BY_KEYS = range(1, REPORTS + 1) if os.environ.get("RUMAHRAKYAT_JOURNEY_CASES") else (1, REPORTS)


@pytest.fixture
def context(browser: Browser, world: World) -> Iterator[BrowserContext]:
    Membership.objects.create(account=world.accounts["outsider"], role="village_head", region_id=VILLAGE)
    made = browser.new_context(viewport={"width": 360, "height": 740})
    yield made
    made.close()


def enter(page: Page, live_server: LiveServer, path: str) -> None:
    page.goto(f"{live_server.url}/masuk/?next={path}")
    page.fill("#login", "outsider")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"**{path}")
    page.wait_for_selector("body[data-ready]")


def until(page: Page, expression: str) -> None:
    """The page's policy forbids what `wait_for_function` does."""
    for _ in range(2400):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {expression}")


def by_tab(page: Page, wanted: str) -> int:
    """To the field with this id as somebody goes who has a keyboard alone; returns how many presses it took."""
    for presses in range(40):
        if page.evaluate("document.activeElement.id") == wanted:
            return presses
        page.keyboard.press("Tab")
    pytest.fail(f"no way to {wanted} by keys")


def write(page: Page, nth: int) -> int:
    """One report, by keys alone where `BY_KEYS` says so, from the heading of the form to the button; returns the
    presses."""
    page.evaluate("location.hash = 'tulis'")
    until(page, "document.activeElement.id === 'tulis-judul'")
    story = f"Saluran air RT {nth} tersumbat sejak Senin, air masuk ke rumah."
    if nth not in BY_KEYS:
        page.fill("#nama", f"Warga {nth}")
        page.fill("#teks", story)
        page.check("#dibacakan")
        page.click("#simpan")
        page.wait_for_selector(f"#daftar .row:has-text('Warga {nth}') >> nth=0")
        return 0
    presses = by_tab(page, "nama")
    page.keyboard.insert_text(f"Warga {nth}")
    presses += by_tab(page, "teks")
    page.keyboard.insert_text(story)
    if nth == 1:
        page.set_input_files("#foto", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(2400, 1600)})
        page.wait_for_selector("#foto-daftar img")
    presses += by_tab(page, "dibacakan")
    page.keyboard.press("Space")
    presses += by_tab(page, "simpan")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#daftar .row:has-text('Warga {nth}') >> nth=0")
    return presses + 2


class ThinLink:
    """Half of all that is handed over fails: lost on its way there, or, worse, the answer is lost on its way back."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 -- the same faults in every run
        self.lost_answers = 0

    def __call__(self, route: Route) -> None:
        fate = self.chance.random()
        if fate < 0.25:
            route.abort("connectionreset")
        elif fate < 0.5:
            try:
                route.fetch()
                self.lost_answers += 1
            except Error:
                pass
            route.abort("connectionreset")
        else:
            route.continue_()


def test_twenty_reports_without_a_signal_become_twenty_cases(context: BrowserContext, live_server: LiveServer) -> None:
    page = context.new_page()
    enter(page, live_server, "/kerja/desa/")
    until(page, "navigator.serviceWorker.controller !== null")
    assert Axe().run(page).response["violations"] == []
    context.set_offline(True)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    presses = 0
    for nth in range(1, REPORTS + 1):
        if nth == REPORTS:
            page.set_viewport_size({"width": 1280, "height": 740})
        presses += write(page, nth)
        if nth == REPORTS // 2:
            page.reload()
            page.wait_for_selector("body[data-ready]")
    assert page.locator("#daftar .row--waiting").count() == REPORTS
    picture(page, "village-offline")
    page.set_viewport_size({"width": 360, "height": 740})
    picture(page, "village-offline")
    assert Report.objects.count() == 0
    link = ThinLink(seed=7)
    for path in ("data", "kirim", "foto"):
        context.route(f"**/kerja/desa/{path}/", link)
    context.set_offline(False)
    for _ in range(1500):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(200)
        if page.locator("#daftar .row--sent").count() == REPORTS:
            break
    assert page.locator("#daftar .row--sent").count() == REPORTS
    assert link.lost_answers > 0
    assert (Report.objects.count(), Attachment.objects.count()) == (REPORTS, 1)
    assert Attachment.objects.get().media_type == "image/jpeg"
    picture(page, "village-sent")
    told = {"reports": REPORTS, "cases": Report.objects.count(), "lost_answers": link.lost_answers, "keys": presses}
    keep("village", told)
    context.unroute_all()
    look(page)


def look(page: Page) -> None:
    """Nothing for a reviewer of accessibility to find, and nothing wider than the screen, at both widths."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        for view in ("beranda", "tulis", "kabar"):
            page.evaluate(f"location.hash = '{view}'")
            page.wait_for_selector(f"[data-view={view}]:visible")
            found = [one["id"] for one in Axe().run(page).response["violations"]]
            wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            picture(page, f"village-{view}")
            assert (view, width, found, wider) == (view, width, [], False)


def test_a_page_that_asks_for_news_does_not_say_that_it_sends_nothing(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = context.new_page()
    page.route("**/kerja/desa/data/", lambda _route: None)  # a link that takes its time
    enter(page, live_server, "/kerja/desa/")
    assert page.inner_text("#sinyal").strip() == "Menanyakan kabar terbaru."
