"""One visit in a real browser, by keys alone: kiosk, call, display, intake, printed receipt.

With RUMAHRAKYAT_SCREENSHOTS naming a folder, what is seen on the way is kept there, and how many keys it took.
"""

import json
import os
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.desk import setup
from rumahrakyat.desk.models_intake import Receipt
from rumahrakyat.lib import clock
from rumahrakyat.reports.models import Report
from tests.cast import PASSWORD, World
from tests.desk_kit import always_open, open_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = os.environ.get("RUMAHRAKYAT_SCREENSHOTS", "")
STORY = "Pupuk urea kosong di kios sejak sepuluh hari, kartu tani saya ditolak."


class Hand:
    """Keys only, counted; pictures where somebody wants them."""

    def __init__(self) -> None:
        self.keys = 0
        self.folder = FOLDER

    def press(self, page: Page, key: str) -> None:
        self.keys += 1
        page.keyboard.press(key)

    def type(self, page: Page, words: str) -> None:
        self.keys += len(words)
        page.keyboard.type(words)

    def see(self, page: Page, name: str) -> None:
        """Nothing serious for a reviewer of accessibility, nothing wider than the screen; a picture if wanted."""
        found = [one["id"] for one in Axe().run(page).response["violations"]]
        wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert (name, found, wider) == (name, [], False)
        if self.folder:
            page.screenshot(path=str(Path(self.folder) / f"desk-{name}.png"), full_page=True)

    def keep(self, paper: bytes, seconds: float) -> None:
        """The receipt and the count: keys pressed, of them letters of the story and the place."""
        if self.folder:
            (Path(self.folder) / "desk-receipt.pdf").write_bytes(paper)
            told = {"keys": self.keys, "typed": len(STORY) + 12, "seconds": round(seconds, 1)}
            (Path(self.folder) / "desk.json").write_text(json.dumps(told), encoding="utf-8")


def take_a_number(kiosk: Page, hand: Hand, address: str) -> None:
    kiosk.goto(address)
    hand.see(kiosk, "kiosk-360")
    hand.press(kiosk, "Enter")  # the first button has the focus
    kiosk.wait_for_selector("#nomor:has-text('A001')")
    hand.see(kiosk, "number-360")


def sit_and_call(page: Page, hand: Hand, site: str) -> None:
    page.goto(f"{site}/masuk/")
    page.fill("#login", "loket")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/kerja/**")
    page.goto(f"{site}/kerja/loket/")
    hand.press(page, "1")
    page.wait_for_selector("[data-desk-key=n]")
    hand.press(page, "n")
    page.wait_for_selector("#nomor:has-text('A001')")
    hand.see(page, "counter-1280")


def take_in(page: Page, hand: Hand) -> None:
    hand.press(page, "t")
    page.wait_for_selector("#text:focus")
    hand.type(page, STORY)
    hand.press(page, "Tab")
    hand.type(page, "Depok, Toroh")
    page.wait_for_selector("#simpan:has-text('draf tersimpan')")
    page.focus("#read_back")
    hand.press(page, "Space")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        hand.see(page, f"intake-{width}")
    hand.press(page, "Control+Enter")
    page.wait_for_url("**/kerja/loket/bukti/**")
    hand.see(page, "receipt-1280")


def test_a_visit_from_the_kiosk_to_the_receipt_by_keys_alone(
    world: World, live_server: LiveServer, browser: Browser
) -> None:
    desk = open_desk(world)
    always_open(desk)
    key = setup.add_kiosk(point=desk.point, name="Pintu", account=desk.officers[0], at=clock.now())
    hand, began = Hand(), time.monotonic()
    place = f"{live_server.url}/antrean/kantor-gubernur"
    kiosk = browser.new_page(viewport={"width": 360, "height": 760})
    display = browser.new_page(viewport={"width": 1280, "height": 720})
    page = browser.new_page(viewport={"width": 1280, "height": 900})

    take_a_number(kiosk, hand, f"{place}/ambil/?kunci={key}")
    display.goto(f"{place}/layar/")
    sit_and_call(page, hand, live_server.url)
    display.wait_for_selector(".wall__code:has-text('A001')")
    assert display.evaluate("document.documentElement.dataset.said") == "Nomor antrean A, satu, silakan ke loket satu."
    hand.see(display, "display-1280")
    take_in(page, hand)
    report = Report.objects.get()
    assert report.text == STORY
    paper = page.request.get(f"{live_server.url}/kerja/loket/bukti/{report.number}/80mm.pdf")
    assert paper.body().startswith(b"%PDF-")
    assert Receipt.objects.get().printed_at is not None
    hand.press(page, "n")  # finish and call the next: nobody waits
    page.wait_for_selector("[data-desk-key=n]")
    hand.keep(paper.body(), time.monotonic() - began)
    page.goto(f"{live_server.url}/kerja/loket/hari/")
    hand.see(page, "day-1280")
