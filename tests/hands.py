"""Somebody at a real browser who has a keyboard and no mouse: every key is counted, what is seen is judged, and kept
as a picture where RUMAHRAKYAT_SCREENSHOTS names a folder."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FOLDER = os.environ.get("RUMAHRAKYAT_SCREENSHOTS", "")
MOST_STEPS = 80


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

    def look(self, name: str) -> None:
        """Nothing for a reviewer of accessibility, nothing wider than the screen; a picture where one is wanted."""
        found = [one["id"] for one in Axe().run(self.page).response["violations"]]
        wider = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        picture(self.page, name)
        assert (name, found, wider) == (name, [], False)


def picture(page: Page, name: str) -> None:
    if FOLDER:
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=Path(FOLDER) / f"{name}-{width}.png", full_page=True)


def keep(name: str, told: object, files: Mapping[str, bytes] | None = None) -> None:
    """The counts of a journey, and what it was handed, beside its pictures."""
    if FOLDER:
        for file, content in (files or {}).items():
            (Path(FOLDER) / file).write_bytes(content)
        (Path(FOLDER) / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
