"""One visit in a real browser, by keys alone: kiosk, call, display, intake, printed receipt.

With RUMAHRAKYAT_SCREENSHOTS naming a folder, what is seen on the way is kept there, and how many keys it took.
"""

import time

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.desk import setup
from rumahrakyat.desk.models_intake import Receipt
from rumahrakyat.lib import clock
from rumahrakyat.reports.models import Report
from tests.cast import PASSWORD, World
from tests.desk_kit import always_open, open_desk
from tests.hands import Hand, keep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY = "Pupuk urea kosong di kios sejak sepuluh hari, kartu tani saya ditolak."


def take_a_number(kiosk: Hand, address: str) -> None:
    kiosk.page.goto(address)
    kiosk.look("desk-kiosk")
    kiosk.press("Enter")  # the first button has the focus
    kiosk.page.wait_for_selector("#nomor:has-text('A001')")
    kiosk.look("desk-number")


def sit_and_call(hand: Hand, site: str) -> None:
    page = hand.page
    page.goto(f"{site}/masuk/")
    page.fill("#login", "loket")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/kerja/**")
    page.goto(f"{site}/kerja/loket/")
    hand.press("1")
    page.wait_for_selector("[data-desk-key=n]")
    hand.press("n")
    page.wait_for_selector("#nomor:has-text('A001')")
    both_widths(hand, "desk-counter")


def both_widths(hand: Hand, name: str) -> None:
    for width in (360, 1280):
        hand.page.set_viewport_size({"width": width, "height": 800})
        hand.look(name)


def take_in(hand: Hand) -> None:
    page = hand.page
    hand.press("t")
    page.wait_for_selector("#text:focus")
    hand.type(STORY)
    hand.press("Tab")
    hand.type("Depok, Toroh")
    page.wait_for_selector("#simpan:has-text('draf tersimpan')")
    page.focus("#read_back")
    hand.press("Space")
    both_widths(hand, "desk-intake")
    hand.press("Control+Enter")
    page.wait_for_url("**/kerja/loket/bukti/**")
    both_widths(hand, "desk-receipt")


def test_a_visit_from_the_kiosk_to_the_receipt_by_keys_alone(
    world: World, live_server: LiveServer, browser: Browser
) -> None:
    desk = open_desk(world)
    always_open(desk)
    key = setup.add_kiosk(point=desk.point, name="Pintu", account=desk.officers[0], at=clock.now())
    began = time.monotonic()
    place = f"{live_server.url}/antrean/kantor-gubernur"
    kiosk = Hand(browser.new_page(viewport={"width": 360, "height": 760}))
    wall = Hand(browser.new_page(viewport={"width": 1280, "height": 720}))
    hand = Hand(browser.new_page(viewport={"width": 1280, "height": 900}))
    page, display = hand.page, wall.page

    take_a_number(kiosk, f"{place}/ambil/?kunci={key}")
    display.goto(f"{place}/layar/")
    sit_and_call(hand, live_server.url)
    display.wait_for_selector(".wall__code:has-text('A001')")
    assert display.evaluate("document.documentElement.dataset.said") == "Nomor antrean A, satu, silakan ke loket satu."
    wall.look("desk-display")
    take_in(hand)
    report = Report.objects.get()
    assert report.text == STORY
    paper = page.request.get(f"{live_server.url}/kerja/loket/bukti/{report.number}/80mm.pdf")
    assert paper.body().startswith(b"%PDF-")
    assert Receipt.objects.get().printed_at is not None
    hand.press("n")  # finish and call the next: nobody waits
    page.wait_for_selector("[data-desk-key=n]")
    told = {"keys": kiosk.keys + hand.keys, "letters": hand.letters, "seconds": round(time.monotonic() - began, 1)}
    keep("desk", told, {"desk-receipt.pdf": paper.body()})
    page.goto(f"{live_server.url}/kerja/loket/hari/")
    both_widths(hand, "desk-day")
