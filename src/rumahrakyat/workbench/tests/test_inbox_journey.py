"""A verifier empties the inbox with the keyboard alone, in a real browser, wide and on a telephone.

Twelve cases at 1280 and four at 360, since every test costs; `RUMAHRAKYAT_JOURNEY_CASES=100` for the whole journey.
`RUMAHRAKYAT_SCREENSHOTS=FOLDER` writes screenshots and the counts (`verifier-empties-inbox-WIDTH.json`) there.
"""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.reports.models import Report
from rumahrakyat.routing.models import Decision
from tests.cast import PASSWORD, World
from tests.hands import Hand, keep, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CASES = int(os.environ.get("RUMAHRAKYAT_JOURNEY_CASES", "12"))


def proposed(world: World, nth: int) -> Report:
    at = world.at + timedelta(minutes=nth)
    case = world.report(f"Lubang nomor {nth} di jalan depan pasar, sudah dua minggu.", at=at)
    Decision.objects.create(
        report=case, entry=case.entries.get(type="received"), at=at, version="1", action="verify", kind="complaint",
        confidence=0.6, organisation=world.organisations["ROADS"],
    )  # fmt: skip
    return case


@pytest.mark.parametrize(("width", "share"), [(1280, 1), (360, 10)], ids=["wide", "telephone"])
def test_a_verifier_empties_the_inbox_with_the_keyboard_alone(
    width: int, share: int, world: World, live_server: LiveServer, browser: Browser
) -> None:
    count = max(4, CASES // share)
    for nth in range(count):
        proposed(world, nth)
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{live_server.url}/masuk/")
    page.fill("#login", "verifier")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/kerja/masuk/**")
    picture(page, "inbox-full")
    hand = Hand(page)
    if width < 900:
        hand.press("j")  # the list alone: its first case is opened
        page.wait_for_url("**/kerja/masuk/RR-*/")
    for _ in range(count - 1):
        shown = page.get_attribute("#kasus", "data-number")
        hand.press("Enter")
        page.wait_for_selector(f"#kasus[data-number]:not([data-number='{shown}'])")
    picture(page, "inbox-last")
    hand.press("Enter")
    page.wait_for_selector(".empty >> visible=true")
    picture(page, "inbox-empty")
    assert not Report.objects.filter(stage="received").exists()
    assert Report.objects.filter(holder=world.organisations["ROADS"]).count() == count
    assert hand.keys <= count + 1
    counted = {"width": width, "cases": count, "keys": hand.keys, "clicks": hand.clicks, "per_case": hand.keys / count}
    keep(f"verifier-empties-inbox-{width}", counted)
