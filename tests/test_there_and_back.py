"""One case goes from an agency of the province to a regency, comes back, and is decided by the secretary: in a real
browser, by keys alone, at both widths; and what the citizen reads of it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.handover.models import Dispute
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.operations import Classification
from tests.cast import ROUTER, World
from tests.hands import Hand, keep, people_have_names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"


def in_grobogan(world: World) -> Report:
    """A case of this hour, on a road of the regency, at the roads agency of the province."""
    at = clock.now() - timedelta(minutes=40)
    report = world.report(at=at)
    where = Classification(regency="33.15", district="33.15.01", category=world.categories["roads"])
    cases.classify(report_id=report.pk, classification=where, actor=ROUTER, at=at)
    return cases.assign(report_id=report.pk, holder=world.organisations["ROADS"], actor=ROUTER, at=at)


def opened(hand: Hand, number: str) -> None:
    """From the queue to the case, as its first row."""
    hand.press("j")
    hand.page.wait_for_selector(f"#kasus[data-number='{number}']")


def hand_over(hand: Hand, number: str) -> None:
    opened(hand, number)
    hand.press("s")
    hand.page.wait_for_selector("#usulan-GROBOGAN:focus")
    hand.press("Space")
    hand.look("handover-to-the-regency")
    hand.to("#serahkan-reason")
    hand.press("ArrowDown", "Control+Enter")
    hand.page.wait_for_selector(".flash >> visible=true")


def give_back(hand: Hand, number: str) -> None:
    opened(hand, number)
    hand.look("handover-arrived")
    hand.press("y")
    hand.page.wait_for_selector("#balikkan-reason:focus")
    hand.press("ArrowDown", "ArrowDown")
    hand.look("handover-back")
    hand.press("Control+Enter")
    hand.page.wait_for_selector(".flash >> visible=true")


def decide(hand: Hand, dispute: Dispute) -> None:
    hand.skip()
    hand.to(f"a[href$='/selisih/{dispute.pk}/']")
    hand.press("Enter")
    hand.page.wait_for_url(f"**/selisih/{dispute.pk}/")
    hand.skip()
    hand.look("handover-dispute")
    hand.to("[name=holder]")
    hand.press("Space")
    if not hand.page.is_checked("#holder-ROADS"):
        hand.press("ArrowDown")
    hand.to("#text")
    hand.type("Menurut peta status jalan, ruas ini jalan provinsi.")
    hand.press("Control+Enter")
    hand.page.wait_for_selector(".said--decided")
    hand.look("handover-decided")


@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_province_to_a_regency_and_back_by_keys_alone(
    width: int, world: World, live_server: LiveServer, browser: Browser
) -> None:
    people_have_names(world)
    roads, regency = world.organisations["ROADS"], world.organisations["GROBOGAN"]
    case, site = in_grobogan(world), live_server.url
    hand = Hand(browser.new_page(viewport={"width": width, "height": 800}))
    steps = {}
    for who, do, holder in (("officer", hand_over, regency), ("regency_officer", give_back, roads)):
        hand.enter(site, who)
        before = hand.keys
        do(hand, case.number)
        steps[do.__name__] = hand.keys - before
        case.refresh_from_db()
        assert case.holder == holder
    hand.enter(site, "secretary", "/kerja/selisih/")
    before = hand.keys
    decide(hand, Dispute.objects.get())
    steps["decide"] = hand.keys - before
    assert Dispute.objects.get().decided_for == roads
    hand.page.context.clear_cookies()
    hand.page.goto(f"{site}/lacak/{case.number}/")
    hand.look("handover-told")
    keep(f"handover-{width}", steps)
    assert max(steps.values()) <= 20, steps

    Organisation.objects.filter(pk=roads.pk).update(name=LONG)
    hand.page.reload()
    hand.fits("a long name, told")
    hand.enter(site, "officer", f"/kerja/{case.number}/serahkan/")
    hand.fits("a long name, at work")
