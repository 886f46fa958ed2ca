"""Every page of the product in a real browser, at the width of a small telephone and of a desk: nothing for a reviewer
of accessibility, and nothing wider than the screen. The pages are those of `operate.access_table`, so a new one is
looked at as soon as it stands there.

Looking at all of them takes minutes: RUMAHRAKYAT_EVERY_PAGE=1 does. Else a few are drawn by lot, and the seed that the
run names draws them again.

The pages are fetched first, in one world, and shown to the browser afterwards: it needs no server and no second
database, and the clock of the world stands still for all of them.
"""

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

from rumahrakyat.lib import clock
from rumahrakyat.operate import access_sweep
from rumahrakyat.operate.access_sweep import LATER, Prepared
from rumahrakyat.operate.access_table import ROWS
from rumahrakyat.operate.access_table.rows import AGENCY, ANONYMOUS, EVERYBODY, OTHER_AGENCY, Row, Thing
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account

pytestmark = pytest.mark.browser
SITE = "http://rumah.test"
WIDTHS = (1280, 360)
ALL = os.environ.get("RUMAHRAKYAT_EVERY_PAGE") == "1"
DRAWN = 20
SHOWN = frozenset({"200", "422"})  # what is drawn as a page: also a form that was wrong
FIRST = ("officer", "head", "verifier")  # they see most of a page; then whoever may open it
EACH = frozenset({"workbench:case"})  # looks different for each case: one's own, hidden, new
LONG = (
    "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana",
    "Dinas Perumahan Rakyat, Kawasan Permukiman, Pertanahan dan Penataan Ruang Wilayah Pesisir",
)
REVIEW: Final = (
    "axe.run({resultTypes: ['violations']}).then((found) => found.violations.map((one) => [one.id, one.nodes[0].html]))"
)
PERSON = "Raden Ayu Siti Kusumaningtyas Prawirodirdjo-Hadiningrat"


@dataclass(frozen=True)
class Sheet:
    """A page as it was answered: `name` says which row of the table it is, and for whom."""

    name: str
    html: str


@pytest.mark.django_db
def test_no_page_shuts_anybody_out(request: pytest.FixtureRequest, settings: LazySettings) -> None:
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    rows = ROWS if ALL else random.sample(ROWS, len(ROWS))
    sheets = list(islice(_sheets(_world(), rows), None if ALL else DRAWN))
    assert len(sheets) >= DRAWN
    page = request.getfixturevalue("browser").new_page()  # only now: beside its loop Django has another connection
    assert [fault for sheet in sheets for fault in _faults(page, sheet)] == []


def _world() -> Prepared:
    """That of the sweep of roles, in which bodies and people have the longest names that there are."""
    prepared = access_sweep.prepare()
    for code, name in zip((AGENCY, OTHER_AGENCY), LONG, strict=True):
        Organisation.objects.filter(code=code).update(name=name, short_name=name[:60])
    Account.objects.update(name=PERSON)
    return prepared


def _sheets(prepared: Prepared, rows: Sequence[Row]) -> Iterator[Sheet]:
    """One page for each row: of the first thing that somebody may open, for the first who may."""
    with clock.frozen(prepared.setting.at + LATER):
        for row in rows:
            for name, thing in prepared.of(row).items():
                found = _first(prepared, row, thing)
                if found is not None:
                    yield Sheet(f"{row.url} {row.method} {name}", found)
                    if row.url not in EACH:
                        break


def _first(prepared: Prepared, row: Row, thing: Thing) -> str | None:
    for role in (*FIRST, *EVERYBODY):
        if row.expected(role, thing) & SHOWN:
            browser = Client()
            if role != ANONYMOUS:
                browser.force_login(prepared.setting.accounts[role])
            return _page(browser, row, thing)
    return None


def _page(browser: Client, row: Row, thing: Thing) -> str | None:
    """None for what is no page: a file, data, a part of one, a way to another."""
    response = access_sweep.answer_to(browser, row, thing)
    if str(response.status_code) not in SHOWN or response.streaming:
        return None
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return None
    html = response.content.decode()
    return html if "<html" in html else None


def _faults(page: Page, sheet: Sheet) -> Iterator[str]:
    page.unroute_all()
    page.route(f"{SITE}/**", lambda route: _serve(route, sheet))
    page.goto(f"{SITE}/")
    page.evaluate(Axe().axe_script)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield from (f"{sheet.name} at {width}: {name}: {html}" for name, html in page.evaluate(REVIEW))
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{sheet.name} at {width}: {wide} wide"


def _serve(route: Route, sheet: Sheet) -> None:
    """The page itself, and the files that it names; nothing else is there."""
    path = urlsplit(route.request.url).path
    if route.request.resource_type == "document":
        route.fulfill(body=sheet.html, content_type="text/html; charset=utf-8")
        return
    file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if file is None:
        route.fulfill(status=404)
    else:
        route.fulfill(path=str(file))
