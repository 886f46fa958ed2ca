"""The social inbox in a real browser: one key decides, and nothing stands in a reviewer's way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.correspondence.models import HeldMessage, Mention
from rumahrakyat.people.operations import contact_point
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.tests.test_browser import enter
from rumahrakyat.workbench.tests.test_social import LINK, mention
from tests.cast import World
from tests.hands import Hand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (
    "Pak ini jalan depan balai desa kami sudah lama begini, kalau hujan seperti sungai, kalau kemarau berdebu, "
    "https://contoh.example/sebuah-tautan-yang-sangat-panjang-sekali-tanpa-spasi-untuk-melihat-apakah-halaman-melebar"
)


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1280, "height": 900})


def test_three_keys_decide_two_mentions_and_take_one_back(world: World, live_server: LiveServer, page: Page) -> None:
    older, newer = mention(world, "jalan rusak pak", 1), mention(world, "ganti gubernur aja", 2)
    enter(page, live_server, "verifier")
    page.goto(f"{live_server.url}/kerja/sosial/")
    hand = Hand(page)
    hand.press("x")
    page.wait_for_selector(f".social__undo ~ * [data-mention='{older.pk}'][aria-current]")
    hand.press("t")
    page.wait_for_selector(".empty")
    assert Report.objects.get().text == "jalan rusak pak"
    hand.press("z")
    page.wait_for_selector(f"[data-mention='{older.pk}']")
    newer.refresh_from_db()
    assert (newer.state, Mention.objects.get(pk=older.pk).state) == ("chatter", "waiting")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_for_a_reviewer_of_accessibility(
    width: int, theme: str, world: World, live_server: LiveServer, page: Page
) -> None:
    for nth, text in enumerate(("jalan rusak pak", LONG, "banjir like dong"), start=1):
        one = mention(world, text, nth)
        contact = one.message.contact_point
        if nth == 1 and contact:
            world.report(contact=None, contact_point=contact, reply_channel="whatsapp")
    held = mention(world, "tolong tolong tolong", 9)
    HeldMessage.objects.create(
        message=held.message, contact_point=contact_point(scheme="tel", value="+6281322904471", at=world.at)
    )
    held.delete()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    enter(page, live_server, "verifier")
    for path in ("/kerja/sosial/", "/kerja/sosial/baru/"):
        page.goto(f"{live_server.url}{path}")
        found = [one["id"] for one in Axe().run(page).response["violations"]]
        wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert (path, found, wider) == (path, [], False)
    page.fill("#link", "bukan tautan")
    page.fill("#text", "Lampu taman mati")
    page.click("form.social__form button.button")
    page.wait_for_selector(".errors")
    page.fill("#link", LINK)
    page.click("form.social__form button.button")
    page.wait_for_selector(".social__made")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
