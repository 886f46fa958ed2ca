"""The pages that watch in a real browser: what renews itself, and what a reviewer of accessibility would find."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.organisations.models import Membership
from rumahrakyat.oversight.tests.kit import World, days, hours
from rumahrakyat.watch.tests.conftest import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "", "?periode=30-hari&peta=lewat", "kasus/", "kasus/?angka=jatuh-tempo&periode=triwulan", "perangkat-daerah/",
    "kabupaten-kota/", "rumus/", "janji/", "register/2026Q3/", "topik/", "peta/?kab=33.21", "tampilan/",
    "?layar=dinding",
)  # fmt: skip


@pytest.fixture
def context(browser: Browser, client: Client, world: World, live_server: LiveServer) -> BrowserContext:
    """A browser in which the governor has signed in, and some cases to look at."""
    world.report(days(3), holder=world.roads, answered=hours(3))
    world.report(days(3), holder=world.schools, regency=world.pati)
    signed_in(client, "governor")
    found = browser.new_context(base_url=live_server.url, bypass_csp=False)
    session = client.cookies["sessionid"].value
    found.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return found


def test_the_board_renews_itself_in_place(world: World, context: BrowserContext) -> None:
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.clock.install()
    page.goto("/pantau/")
    page.locator("summary", has_text="Hal yang sama").click()
    page.locator(".section__head a").first.focus()
    world.report(hours(30), holder=world.roads)
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
        page.clock.run_for(22_000)
    page.wait_for_function("document.querySelector('#papan .silences').children.length === 2")
    assert page.evaluate("document.activeElement.href").endswith("/pantau/kasus/?angka=lewat")
    assert page.locator(".figures-table").evaluate("one => one.open")
    assert not problems


def test_who_may_no_longer_watch_loses_the_figures(world: World, context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto("/pantau/")
    Membership.objects.update(role="head", organisation=world.schools)
    page.clock.fast_forward(21_000)
    page.get_by_text(f"Yang boleh Anda lihat berubah. Angka ini sekarang milik: {world.schools.name}").wait_for()
    Membership.objects.update(active=False)
    page.clock.fast_forward(21_000)
    page.get_by_text("Angkanya sudah diambil").wait_for()
    assert page.locator(".figures").count() == 0


def test_everything_works_without_a_script(context: BrowserContext, live_server: LiveServer) -> None:
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(f"{live_server.url}/pantau/")
    page.get_by_role("link", name="30 hari", exact=True).click()
    page.get_by_role("link", name="Tepat waktu", exact=True).click()
    page.locator("a.figure--late").click()
    assert page.locator("h1").inner_text() == "Lewat batas"
    assert page.locator(".case-row").count() == 1


def test_paper_has_every_column_and_every_group(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 718, "height": 1000})  # what a sheet of A4 leaves between its margins
    page.emulate_media(media="print")
    for address in ("kabupaten-kota/", "janji/", "topik/", "pemerataan/", "register/2026Q3/"):
        page.goto(f"/pantau/{address}")
        for table in page.locator("table").all():
            assert table.evaluate("one => one.getBoundingClientRect().right") <= 718, address
    page.goto("/pantau/?periode=2026-07")
    assert page.locator(".league-group:visible").count() == page.locator(".league-group").count() > 0
    assert page.locator(".segments:visible").count() == 0


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1280, "dark"), (1920, "light")])
def test_nothing_for_a_reviewer_of_accessibility(width: int, theme: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    for address in PAGES:
        page.goto(f"/pantau/{address}")
        found = Axe().run(page).response["violations"]
        assert [(address, one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/pantau/")
    page.locator(".choose > summary").click()
    box = page.locator(".choose__form").bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True)
    assert page.locator(".choose__form").evaluate("form => form.scrollWidth <= form.clientWidth")
