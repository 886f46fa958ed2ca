"""Templates and hints in a real browser: with keys alone, at both widths, and for a reviewer of accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.regions.province import active
from rumahrakyat.reports.states import Stage
from rumahrakyat.workbench.tests.test_browser import enter
from rumahrakyat.writing import approval, templates
from rumahrakyat.writing.answering import Answer
from rumahrakyat.writing.models import Proposal
from tests.cast import World
from tests.hands import Hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1280, "height": 900})


@pytest.mark.parametrize("width", [360, 1280])
def test_a_template_is_picked_by_keys_and_its_answer_is_sent(
    width: int, world: World, live_server: LiveServer, page: Page
) -> None:
    templates.load(active().document("templates.json"), at=world.at)
    case = world.assigned()
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, live_server, "officer")
    page.goto(f"{live_server.url}/kerja/{case.number}/jawab/")
    hand = Hand(page)
    hand.press("t", "Enter")
    page.wait_for_selector("[data-picker] input:focus")
    hand.type("cek lapangan")
    page.wait_for_selector(".picker__list > li:only-child")
    violations(page, f"{width}-picker")
    hand.press("Tab", "Tab", "Enter")
    field = page.locator("#jawab-text")
    assert "{tempat}" in field.input_value()
    page.keyboard.type("pasar Toroh")  # the gap is selected
    page.wait_for_selector("[data-checked] .way summary")
    assert "pasar Toroh" in field.input_value()
    page.locator("[data-checked] .way summary").click()
    violations(page, f"{width}-composer")
    page.locator("#jawab-text").press("Control+Enter")
    page.wait_for_selector("#kasus .flash")
    case.refresh_from_db()
    assert case.stage == "field_check"


def violations(page: Page, name: str) -> None:
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert (name, found, wider) == (name, [], False)


def test_the_pages_of_templates_and_approval_have_no_fault(world: World, live_server: LiveServer, page: Page) -> None:
    templates.load(active().document("templates.json"), at=world.at)
    roads = world.organisations["ROADS"]
    approval.set_rule(organisation=roads, wanted="all", account=world.accounts["head"], at=world.at)
    case = world.assigned()
    words = "Tim kami memeriksa lubang itu besok pagi."
    approval.give(Answer(case.pk, world.actor("officer", case), Stage.FIELD_CHECK, words), at=world.at)
    enter(page, live_server, "head")
    row = Proposal.objects.get()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("templat/", "templat/baru/", "persetujuan/", f"persetujuan/{row.pk}/", f"{case.number}/jawab/"):
            page.goto(f"{live_server.url}/kerja/{path}")
            violations(page, f"{width}-{path.replace('/', '-')}")
