"""From ring to registered case in a real browser, by keys alone, at both widths: real events through the real door."""

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.callcentre.models import CallBack, CallWork
from rumahrakyat.channels import handing, unpack
from rumahrakyat.lib import clock
from rumahrakyat.operate import ring
from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.satisfaction import asking, sampling
from rumahrakyat.satisfaction.models import FeedbackCall, Survey
from tests.cast import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SCREENSHOTS", "")
WHAT = "Lampu jalan di depan pasar mati sejak tiga malam, gelap sekali."
MOST_KEYS = 40  # besides the letters that are typed


class Hand:
    """One who has a keyboard and no mouse; every key is counted."""

    def __init__(self, page: Page, base: str, width: int) -> None:
        self.page, self.base, self.width = page, base, width
        self.keys: Counter[str] = Counter()

    def press(self, key: str) -> None:
        self.keys["keys"] += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.keys["letters"] += len(text)
        self.page.keyboard.type(text)

    def to(self, selector: str) -> None:
        """Tab until the focus is there."""
        for _step in range(60):
            if self.page.evaluate("(s) => Boolean(document.activeElement?.matches(s))", selector):
                return
            self.press("Tab")
        pytest.fail(f"no way to {selector} by keyboard")

    def look(self, name: str) -> None:
        """What a reviewer of accessibility would find, that nothing is wider than the page, and a picture."""
        found = [one["id"] for one in Axe().run(self.page).response["violations"]]
        wider = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"call-{name}-{self.width}.png", full_page=True)
        assert (name, found, wider) == (name, [], False)

    def ring(self, *words: str) -> None:
        """The exchange speaks, and the worker hears it."""
        parser = argparse.ArgumentParser()
        ring.add_arguments(parser)
        assert ring.run(parser.parse_args([*words, "--base-url", self.base])) == 0
        unpack.unpack(clock.now)
        handing.hand_on(clock.now)


@pytest.fixture
def agent(world: World, settings: Settings) -> Account:
    settings.DEMO = True
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    made = Account.objects.create(
        username="agent", name="Ratna Puspitasari", password=world.accounts["officer"].password
    )
    Membership.objects.create(account=made, role="call_agent", organisation=world.organisations["DESK"])
    return made


@pytest.fixture(params=[1280, 360])
def hand(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, agent: Account) -> Iterator[Hand]:
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    page.goto(f"{live_server.url}/masuk/?next=/kerja/telepon/")
    page.fill("#login", agent.username)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/kerja/**")
    page.goto(f"{live_server.url}/kerja/telepon/")
    yield Hand(page, live_server.url, request.param)
    page.close()


def test_from_ring_to_registered_case_by_keys_alone(hand: Hand) -> None:
    page = hand.page
    hand.to("#pesawat")
    hand.type("201")
    hand.press("Enter")
    page.wait_for_selector(".flash")
    hand.to("#pesawat")
    hand.ring("0813 2290 4471")
    page.wait_for_selector("#bunyi [data-open]")
    assert page.evaluate("document.activeElement.id") == "pesawat"  # nobody is disturbed while typing
    hand.look("ring")

    hand.press("F9")
    page.wait_for_selector("#what:focus")
    hand.ring("081322904471", "--answer", "--agent", "201")
    hand.type(WHAT)
    hand.to("#place")
    hand.type("Desa Depok, Kecamatan Toroh")
    hand.to("#name")
    hand.type("Bu Sri")
    page.wait_for_selector("#terdengar:has-text('Bu Sri melaporkan')")
    page.wait_for_selector("[data-saved]:has-text('draf tersimpan')")
    hand.ring("081322904471", "--end")
    page.wait_for_selector("#keadaan:has-text('Selesai')")
    hand.to("#dibacakan")
    hand.press("Space")
    hand.look("sheet")
    hand.press("Control+Enter")
    page.wait_for_selector(".call__filed")
    hand.look("registered")

    report = Report.objects.get()
    assert (report.channel, report.text, report.place_words) == ("phone", WHAT, "Desa Depok, Kecamatan Toroh")
    assert CallWork.objects.get().outcome == "registered"
    assert hand.keys["keys"] <= MOST_KEYS, hand.keys
    if SHOTS:
        (Path(SHOTS) / f"call-keys-{hand.width}.txt").write_text(f"{dict(hand.keys)}\n", encoding="utf-8")

    hand.ring("081322900002", "--missed")
    page.goto(f"{hand.base}/kerja/telepon/balik/")
    hand.look("back")
    hand.to("button[value=no_answer]")
    hand.press("Enter")
    page.wait_for_selector(".flash")
    assert CallBack.objects.get().attempts == 1


def test_nine_questions_on_a_small_screen_and_by_telephone(hand: Hand, world: World) -> None:
    page, now = hand.page, clock.now()
    for _each in range(2):
        case = world.assigned(at=now - timedelta(hours=3))
        ended = now - timedelta(hours=1)
        verifier = world.actor("verifier", case)
        operations.refer(
            report_id=case.pk, to="Polisi", text="Silakan ke kepolisian setempat.", actor=verifier, at=ended
        )
        asking.case_ended(Entry.objects.get(report=case, type="referred"))
    page.goto(f"{hand.base}/survei/{asking.token_of(case.pk)}/")
    hand.look("survey")
    for nth in range(1, 10):
        hand.to(f"[name=u{nth}]")
        hand.press("Space")
        hand.press("ArrowRight")
    hand.press("Enter")
    page.wait_for_selector("h1 + p:has-text('Terima kasih')")
    assert Survey.objects.get(report=case).marks == [2] * 9

    sampling.draw(day=now.date(), at=now)
    page.goto(f"{hand.base}/kerja/telepon/umpan-balik/")
    hand.look("feedback")
    hand.to(".calls .button")
    hand.press("Enter")
    page.wait_for_selector(".marks")
    hand.look("feedback-call")
    hand.to("button[value=refused]")
    hand.press("Enter")
    page.wait_for_selector(".flash")
    assert FeedbackCall.objects.get().state == "refused"
    page.goto(f"{hand.base}/kerja/telepon/")
    hand.look("line")
