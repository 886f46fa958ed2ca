"""The workbench in a real browser: keys, drafts, and what a reviewer of accessibility would find."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.workbench.models import Draft
from tests.cast import PASSWORD, World
from tests.hands import Hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1280, "height": 900})


def enter(page: Page, live_server: LiveServer, name: str) -> None:
    page.goto(f"{live_server.url}/masuk/")
    page.fill("#login", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/kerja/**")


def test_an_answer_by_keys_alone(world: World, live_server: LiveServer, page: Page) -> None:
    case = world.assigned()
    enter(page, live_server, "officer")
    hand = Hand(page)
    hand.press("j")
    page.wait_for_selector(f"#kasus[data-number='{case.number}']")
    hand.press("2", "r")
    page.keyboard.type("Tim kami ke lokasi sore ini.")
    page.wait_for_selector("#jawab [data-saved]:has-text('draf tersimpan')")
    assert Draft.objects.get().words["answer.text"] == "Tim kami ke lokasi sore ini."
    hand.press("Control+Enter")
    page.wait_for_selector("#kasus .flash")
    case.refresh_from_db()
    assert case.stage == "field_check"


def test_the_inbox_is_emptied_with_one_key(world: World, live_server: LiveServer, page: Page) -> None:
    from rumahrakyat.routing.models import Decision  # noqa: PLC0415 -- only here

    case = world.report()
    entry = case.entries.get(type="received")
    Decision.objects.create(
        report=case, entry=entry, at=world.at, version="1", action="verify", kind="complaint", confidence=0.6,
        organisation=world.organisations["ROADS"],
    )  # fmt: skip
    enter(page, live_server, "verifier")
    Hand(page).press("Enter")
    page.wait_for_selector("#kasus .flash")
    case.refresh_from_db()
    assert case.holder == world.organisations["ROADS"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_for_a_reviewer_of_accessibility(
    width: int, theme: str, world: World, live_server: LiveServer, page: Page
) -> None:
    case = world.assigned()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    enter(page, live_server, "officer")
    for path in ("/kerja/", f"/kerja/{case.number}/", f"/kerja/{case.number}/jawab/", "/kerja/tombol/"):
        page.goto(f"{live_server.url}{path}")
        found = [one["id"] for one in Axe().run(page).response["violations"]]
        wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert (path, found, wider) == (path, [], False)
