"""The main job, in a real browser on a small phone without a script: from a citizen's words to the governor's page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from rumahrakyat.people.queries import DEMO_PASSWORD
from tests import homes
from tests.journeys.site import Site, running, until

pytestmark = [pytest.mark.browser, pytest.mark.journey]

STORY = (
    "Jalan provinsi ruas Purwodadi - Semarang di depan Pasar Godong berlubang dalam, "
    "sudah tiga motor jatuh minggu ini. Mohon segera ditambal."
)
ANSWER = "Tim kami sudah di lokasi dan mengukur lubangnya, penambalan dimulai besok pagi."
PHONE = "6281322904471"


@pytest.fixture(scope="module")
def demo() -> Iterator[Site]:
    """A demo with its people and a single played case, so that nothing else moves while we look."""
    with running(("demo", "--reports", "1", "--days", "1"), demo=True, like=homes.loaded()) as one:
        yield one


def phone(browser: Browser) -> Page:
    """A small phone without a script."""
    context: BrowserContext = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    return context.new_page()


def signed_in(browser: Browser, site: Site, name: str) -> Page:
    page = phone(browser)
    page.goto(f"{site.url}/masuk/login/")
    page.fill("#login", name)
    page.fill("#password", DEMO_PASSWORD)
    page.click("form:has(#password) button[type=submit], form:has(#password) button:not([name])")
    return page


def shows(page: Page, address: str, words: str) -> bool:
    page.goto(address)
    return words in page.inner_text("body")


def open_chat(browser: Browser, site: Site) -> None:
    """The citizen has the phone with WhatsApp at hand."""
    page = phone(browser)
    page.goto(f"{site.url}/dev/whatsapp/")
    page.fill("form.new [name=name]", "Warga Godong")
    page.fill("form.new [name=typed]", f"+{PHONE}")
    page.click("form.new button")
    page.wait_for_url(f"**/dev/whatsapp/{PHONE}/")


def report(browser: Browser, site: Site) -> str:
    """Three steps, check, send; the number on the receipt."""
    page = phone(browser)
    page.goto(f"{site.url}/lapor/")
    page.fill("#cerita", STORY)
    page.click(".actions .button")
    page.check("#tempat-lain")
    page.fill("#nama-tempat", "Godong, Grobogan")
    page.click(".actions .button")
    if "/lapor/tempat/" in page.url:  # the name can be several places: the first one
        page.check("#tempat-1")
        page.click(".actions .button")
    page.check("#kabar-phone")
    page.fill("#hp", "0813 2290 4471")
    page.check("#nama-named")
    page.click(".actions .button")
    page.click("form[data-sent] .button")
    page.wait_for_selector("#nomor-laporan")
    return page.inner_text("#nomor-laporan").strip()


def officer_of(browser: Browser, site: Site, number: str) -> str:
    """Who may answer: the account of the holder, after the verifier confirmed when the router was not sure."""
    page = signed_in(browser, site, "verifikator")

    def routed() -> bool:
        page.goto(f"{site.url}/kerja/{number}/")
        return "DPUBMCK" in page.inner_text("body") or "Bina Marga" in page.inner_text("body")

    until(routed)
    return "petugas.dpubmck"


def taken_in(page: Page, site: Site) -> int:
    """How many reports the governor's page counts for today."""
    page.goto(f"{site.url}/pantau/")
    figure = page.inner_text("a.figure >> nth=0")
    found = re.search(r"\d[\d.]*", figure)
    assert found, figure
    return int(found[0].replace(".", ""))


def test_a_complaint_travels_the_whole_way(demo: Site, browser: Browser) -> None:
    governor = signed_in(browser, demo, "gubernur")
    before = taken_in(governor, demo)
    open_chat(browser, demo)
    number = report(browser, demo)

    officer = signed_in(browser, demo, officer_of(browser, demo, number))
    officer.goto(f"{demo.url}/kerja/{number}/jawab/")
    officer.check("input[name=stage][value=field_check]")
    officer.fill("#jawab-text", ANSWER)
    officer.click("#jawab button.button:not([name])")

    anybody = phone(browser)
    assert shows(anybody, f"{demo.url}/lacak/{number}/", ANSWER)
    assert "Cek lapangan" in anybody.inner_text("body")

    until(lambda: shows(anybody, f"{demo.url}/dev/whatsapp/{PHONE}/", ANSWER))
    assert number in anybody.inner_text("body")

    until(lambda: taken_in(governor, demo) == before + 1)  # the worker folds it in
    status, checked = demo.ask("check", "--wait", "300")
    assert status == 0, checked
