"""A verifier empties the inbox with the keyboard alone, in a real browser, wide and on a telephone.

Twelve cases at 1280 and four at 360, since every test costs; `RUMAHRAKYAT_JOURNEY_CASES=100` for the whole journey.
`RUMAHRAKYAT_PICTURES=FOLDER` writes screenshots and the counts (`verifier-empties-inbox-WIDTH.json`) there.
"""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.reports.models import Report
from rumahrakyat.routing.models import Decision
from tests.cast import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("RUMAHRAKYAT_PICTURES", "")
CASES = int(os.environ.get("RUMAHRAKYAT_JOURNEY_CASES", "12"))


def proposed(world: World, nth: int) -> Report:
    at = world.at + timedelta(minutes=nth)
    case = world.report(f"Lubang nomor {nth} di jalan depan pasar, sudah dua minggu.", at=at)
    Decision.objects.create(
        report=case, entry=case.entries.get(type="received"), at=at, version="1", action="verify", kind="complaint",
        confidence=0.6, organisation=world.organisations["ROADS"],
    )  # fmt: skip
    return case


class Keyboard:
    """The page's keyboard, counting."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


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
    picture(page, f"inbox-full-{width}")
    keys = Keyboard(page)
    if width < 900:
        keys.press("j")  # the list alone: its first case is opened
        page.wait_for_url("**/kerja/masuk/RR-*/")
    for _ in range(count - 1):
        shown = page.get_attribute("#kasus", "data-number")
        keys.press("Enter")
        page.wait_for_selector(f"#kasus[data-number]:not([data-number='{shown}'])")
    picture(page, f"inbox-last-{width}")
    keys.press("Enter")
    page.wait_for_selector(".empty >> visible=true")
    picture(page, f"inbox-empty-{width}")
    assert not Report.objects.filter(stage="received").exists()
    assert Report.objects.filter(holder=world.organisations["ROADS"]).count() == count
    assert keys.pressed <= count + 1
    if PICTURES:
        counted = {"width": width, "cases": count, "keys": keys.pressed, "clicks": 0, "per_case": keys.pressed / count}
        place = Path(PICTURES) / f"verifier-empties-inbox-{width}.json"
        place.write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8")
