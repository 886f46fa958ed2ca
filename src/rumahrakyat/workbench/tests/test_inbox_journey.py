"""A verifier empties the inbox with the keyboard alone, in a real browser, wide and on a telephone.

Twelve cases at 1280 and four at 360, since every test costs; `RUMAHRAKYAT_JOURNEY_CASES=100` for the whole journey.
`RUMAHRAKYAT_SCREENSHOTS=FOLDER` writes screenshots and the counts (`verifier-empties-inbox-WIDTH.json`) there.
"""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.lib import clock
from rumahrakyat.reports.models import Report
from rumahrakyat.routing.models import Decision
from tests.cast import World
from tests.hands import Hand, keep, people_have_names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CASES = int(os.environ.get("RUMAHRAKYAT_JOURNEY_CASES", "0"))
STORIES = (
    "Lubang dalam di jalan depan pasar {nth}, sudah dua minggu, banyak motor jatuh.",
    "Jembatan kayu di dusun {nth} lapuk, anak sekolah takut lewat.",
    "Aspal terkelupas sepanjang gang {nth}, becek kalau hujan.",
    "Saluran di tepi jalan RT {nth} mampet, air masuk ke halaman.",
)


@pytest.fixture(autouse=True)
def _one_o_clock(world: World) -> None:
    """The browser goes by the clock on the wall, and so do the cases that it shows."""
    world.at = clock.now() - timedelta(hours=3)
    people_have_names(world)


def proposed(world: World, nth: int) -> Report:
    at = world.at + timedelta(minutes=nth)
    case = world.report(STORIES[nth % len(STORIES)].format(nth=nth + 1), at=at)
    Decision.objects.create(
        report=case, entry=case.entries.get(type="received"), at=at, version="1", action="verify", kind="complaint",
        confidence=0.6, organisation=world.organisations["ROADS"],
    )  # fmt: skip
    return case


@pytest.mark.parametrize(("width", "few"), [(1280, 12), (360, 4)], ids=["wide", "telephone"])
def test_a_verifier_empties_the_inbox_with_the_keyboard_alone(
    width: int, few: int, world: World, live_server: LiveServer, browser: Browser
) -> None:
    count = CASES or few
    for nth in range(count):
        proposed(world, nth)
    page = browser.new_page(viewport={"width": width, "height": 900})
    hand = Hand(page)
    hand.enter(live_server.url, "verifier", "/kerja/masuk/")
    before = hand.keys
    hand.look("inbox-full")
    if width < 900:
        hand.press("j")  # the list alone: its first case is opened
        page.wait_for_url("**/kerja/masuk/RR-*/")
    for _ in range(count - 1):
        shown = page.get_attribute("#kasus", "data-number")
        hand.press("Enter")
        page.wait_for_selector(f"#kasus[data-number]:not([data-number='{shown}'])")
    hand.look("inbox-last")
    hand.press("Enter")
    page.wait_for_selector(".empty >> visible=true")
    hand.look("inbox-empty")
    assert not Report.objects.filter(stage="received").exists()
    assert Report.objects.filter(holder=world.organisations["ROADS"]).count() == count
    keys = hand.keys - before
    assert keys <= count + 1
    counted = {"width": width, "cases": count, "keys": keys, "clicks": hand.clicks, "per_case": keys / count}
    keep(f"verifier-empties-inbox-{width}", counted)
