"""From ring to registered case in a real browser, by keys alone, at both widths: real events through the real door."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser
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
from tests.hands import Hand, keep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHAT = "Lampu jalan di depan pasar mati sejak tiga malam, gelap sekali."
MOST_KEYS = 40  # besides the letters that are typed


@dataclass
class Agent(Hand):
    """At a telephone that is an exchange of our own."""

    base: str = ""

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
def hand(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, agent: Account) -> Iterator[Agent]:
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    page.goto(f"{live_server.url}/masuk/?next=/kerja/telepon/")
    page.fill("#login", agent.username)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/kerja/**")
    page.goto(f"{live_server.url}/kerja/telepon/")
    yield Agent(page, base=live_server.url)
    page.close()


def test_from_ring_to_registered_case_by_keys_alone(hand: Agent) -> None:
    page = hand.page
    hand.to("#pesawat")
    hand.type("201")
    hand.press("Enter")
    page.wait_for_selector(".flash")
    hand.to("#pesawat")
    hand.ring("0813 2290 4471")
    page.wait_for_selector("#bunyi [data-open]")
    assert page.evaluate("document.activeElement.id") == "pesawat"  # nobody is disturbed while typing
    hand.look("call-ring")

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
    hand.look("call-sheet")
    hand.press("Control+Enter")
    page.wait_for_selector(".call__filed")
    hand.look("call-registered")

    report = Report.objects.get()
    assert (report.channel, report.text, report.place_words) == ("phone", WHAT, "Desa Depok, Kecamatan Toroh")
    assert CallWork.objects.get().outcome == "registered"
    assert hand.keys <= MOST_KEYS
    width = (page.viewport_size or {"width": 0})["width"]
    keep(f"call-{width}", {"keys": hand.keys, "letters": hand.letters})

    hand.ring("081322900002", "--missed")
    page.goto(f"{hand.base}/kerja/telepon/balik/")
    hand.look("call-back")
    hand.to("button[value=no_answer]")
    hand.press("Enter")
    page.wait_for_selector(".flash")
    assert CallBack.objects.get().attempts == 1


def test_nine_questions_on_a_small_screen_and_by_telephone(hand: Agent, world: World) -> None:
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
    hand.look("call-survey")
    for nth in range(1, 10):
        hand.to(f"[name=u{nth}]")
        hand.press("Space")
        hand.press("ArrowRight")
    hand.press("Enter")
    page.wait_for_selector("h1 + p:has-text('Terima kasih')")
    assert Survey.objects.get(report=case).marks == [2] * 9

    sampling.draw(day=now.date(), at=now)
    page.goto(f"{hand.base}/kerja/telepon/umpan-balik/")
    hand.look("call-feedback")
    hand.to(".calls .button")
    hand.press("Enter")
    page.wait_for_selector(".marks")
    hand.look("call-feedback-call")
    hand.to("button[value=refused]")
    hand.press("Enter")
    page.wait_for_selector(".flash")
    assert FeedbackCall.objects.get().state == "refused"
    page.goto(f"{hand.base}/kerja/telepon/")
    hand.look("call-line")
