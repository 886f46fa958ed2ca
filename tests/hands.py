"""Somebody at a real browser who has a keyboard and no mouse: every key is counted, what is seen is judged, and kept
as a picture where RUMAHRAKYAT_SCREENSHOTS names a folder."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from rumahrakyat.people.models import Account
from tests.cast import PASSWORD, World

FOLDER = os.environ.get("RUMAHRAKYAT_SCREENSHOTS", "")
MOST_STEPS = 80
# Whom one meets in the pictures; nobody of that name is meant.
_NAMES = {
    "verifier": "Sari Widyastuti",
    "officer": "Endah Lestari",
    "head": "Bambang Wicaksono",
    "other_officer": "Tono Saputra",
    "regency_officer": "Wulan Kartikasari",
    "secretary": "Hendra Gunawan",
    "outsider": "Mulyono",
}


@dataclass
class Hand:
    """`keys` counts presses, `letters` what is typed besides, `clicks` what a mouse or a finger would do."""

    page: Page
    keys: int = 0
    letters: int = 0
    clicks: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.wait_for_load_state()  # a page whose scripts are still to come hears no key
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.letters += len(text)
        self.page.keyboard.insert_text(text)

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.click(selector)

    def to(self, selector: str) -> None:
        """Tab until the focus is there."""
        for _step in range(MOST_STEPS):
            if self.page.evaluate("(s) => Boolean(document.activeElement?.matches(s))", selector):
                return
            self.press("Tab")
        pytest.fail(f"no way to {selector} by keyboard")

    def skip(self) -> None:
        """By the first link of a page, past its bar and its navigation."""
        self.press("Tab", "Enter")

    def enter(self, site: str, name: str, path: str = "/kerja/") -> None:
        """Sign in as the account of that name, whoever was signed in before, and arrive at `path`."""
        self.page.context.clear_cookies()
        self.page.goto(f"{site}/masuk/?next={path}")
        self.to("#login")
        self.type(name)
        self.to("#password")
        self.type(PASSWORD)
        self.press("Enter")
        self.page.wait_for_url(lambda url: urlsplit(url).path.startswith(path))

    def look(self, name: str) -> None:
        """Nothing for a reviewer of accessibility, nothing wider than the screen; a picture where one is wanted."""
        picture(self.page, name)
        self.fits(name)

    def fits(self, name: str) -> None:
        """As `look`, without a picture."""
        found = [one["id"] for one in Axe().run(self.page).response["violations"]]
        wider = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert (name, found, wider) == (name, [], False)


def picture(page: Page, name: str) -> None:
    if FOLDER:
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=Path(FOLDER) / f"{name}-{width}.png", animations="disabled")


def people_have_names(world: World) -> None:
    """The accounts of the tests are named after what they may do; on a picture they are people."""
    for code, name in _NAMES.items():
        world.accounts[code].name = name
    Account.objects.bulk_update([world.accounts[code] for code in _NAMES], ["name"])


def keep(name: str, told: object, files: Mapping[str, bytes] | None = None) -> None:
    """The counts of a journey, and what it was handed, beside its pictures."""
    if FOLDER:
        for file, content in (files or {}).items():
            (Path(FOLDER) / file).write_bytes(content)
        (Path(FOLDER) / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
