"""The stand-ins' pages in a real browser, in each of their shapes, on a small phone and on a desk."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from rumahrakyat.channels.standins.base import Look
from rumahrakyat.channels.standins.tests.playground import Playground
from rumahrakyat.lib import clock

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("rumahrakyat.channels.standins.tests.urls"),
]
WIDTHS = (360, 1280)
LOOKS = {
    "chat": Look(about="Tempat bermain.", ours="@rumahrakyat", marks=True),
    "sms": Look(about="Tempat bermain.", style="sms", phones=True, quotes=False),
    "mail": Look(about="Tempat bermain.", style="mail"),
}
LONG = "Jalan provinsi di depan Pasar Godong berlubang dalam, sudah tiga motor jatuh minggu ini. Mohon ditambal."


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


def page_of(browser: Browser, width: int, *, script: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
    return context.new_page()


def faults_of(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    found = [f"{page.url}: {one['id']} {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url}: wider than the screen")
    return found


def everything_said(playground: Playground, style: str) -> None:
    """A conversation with one of each kind of message."""
    playground.look = LOOKS[style]
    playground.has_subject = style == "mail"
    subject = "Lubang di Pasar Godong" if style == "mail" else ""
    photo = playground.store.keep_file(b"x", "application/pdf", "surat.pdf", at=clock.now())
    options = [{"id": "ya", "title": "Ya, benar"}, {"id": "bukan", "title": "Bukan", "description": "Saya salah tulis"}]
    said: list[dict[str, Any]] = [
        {"direction": "in", "text": LONG, "subject": subject},
        {"direction": "out", "text": "Kami *terima*.", "status": "read", "subject": subject and f"Re: {subject}"},
        {"direction": "in", "text": LONG, "file": photo.key, "under": "m1"},
        {"direction": "in", "place": "Alun-alun Demak"},
        {"direction": "in", "text": "Lampu mati juga", "public": "comment"},
        {"direction": "out", "text": "Kami periksa.", "public": "comment", "under": "m4", "status": "failed"},
        {
            "direction": "out",
            "text": "Apakah ini benar?",
            "options": options,
            "status": "delivered",
            "asks_place": True,
        },
    ]
    for number, one in enumerate(said):
        playground.store.add("bu_siti", key=f"m{number}", at=clock.now(), **one)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("style", LOOKS)
def test_axe_finds_nothing(playground: Playground, browser: Browser, live_server: Any, width: int, style: str) -> None:
    everything_said(playground, style)
    page = page_of(browser, width)
    faults: list[str] = []
    for address in ("", "twiliovoice/", "playground/", "playground/bu_siti/", "playground/bu_siti/?under=m5"):
        page.goto(f"{live_server.url}/dev/{address}")
        faults += faults_of(page)
    page.click("details summary") if width == 1280 else None
    faults += faults_of(page)
    assert not faults, "\n".join(faults)


def test_an_answer_appears_by_itself(playground: Playground, browser: Browser, live_server: Any) -> None:
    page = page_of(browser, 360)
    page.goto(f"{live_server.url}/dev/playground/bu_siti/")
    page.fill(".composer textarea", "Halo")
    page.press(".composer textarea", "Enter")
    page.wait_for_selector(".bubble--mine >> text=Halo")
    page.fill(".composer textarea", "belum selesai")
    playground.store.add("bu_siti", key="a1", direction="out", text="Selamat datang", at=clock.now())
    page.wait_for_selector(".bubble--ours >> text=Selamat datang")
    assert page.input_value(".composer textarea") == "belum selesai"


def test_a_conversation_is_held_without_a_script(playground: Playground, browser: Browser, live_server: Any) -> None:
    page = page_of(browser, 360, script=False)
    page.goto(f"{live_server.url}/dev/")
    page.click("#kanal-playground button")
    page.fill(".composer textarea", "Lampu mati di sini")
    page.check(".way >> nth=1 >> input")
    page.click(".composer__send")
    page.wait_for_selector(".bubble--public >> text=Lampu mati di sini")
    page.select_option(".place select", "demak")
    page.click(".place button")
    page.wait_for_selector(".bubble >> text=Alun-alun Demak")
    assert [one.public for one in playground.said] == ["comment", ""]
