"""Officers answer by WhatsApp, by SMS and by mail, on the telephones and in the mailbox of a demo: in a real browser,
by keys alone, at both widths. What was sent goes through the providers' stand-ins and our own doors."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.channels.standins.tests.hands import demo, opens, work
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock
from rumahrakyat.organisations import rostering
from rumahrakyat.reports.models import Entry, Report
from tests.cast import World
from tests.hands import Hand, keep, people_have_names

__all__ = ["demo"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.urls_of_a_demo"),
]
TELEPHONE, MAIL = "+6281322904471", "bambang@jalan.example"


def reachable(world: World, who: str, scheme: str, value: str) -> None:
    at = clock.now()
    account = world.accounts[who]
    rostering.add_contact(account=account, scheme=scheme, value=value, at=at)
    rostering.confirm_contact(account=account, value=value, at=at)


def writes(hand: Hand, words: str) -> str:
    """In the conversation that is open; returns what is said back."""
    before = hand.page.locator(".bubble--ours").count()
    hand.to(".composer textarea")
    hand.type(words)
    if hand.page.get_attribute(".composer textarea", "rows") == "1":
        hand.press("Enter")
    else:
        hand.to(".composer__send")
        hand.press("Enter")
    hand.page.wait_for_selector(f".bubble--mine >> text={words}")
    work()
    work()
    hand.page.wait_for_selector(f".bubble--ours >> nth={before}")
    return hand.page.locator(".bubble--ours").last.inner_text()


def on_telephone(hand: Hand, address: str, name: str, words: str) -> str:
    hand.page.goto(address)
    said = writes(hand, words)
    hand.look(name)
    return said


def by_mail(hand: Hand, address: str) -> str:
    """To the letter that told of the case, which the officer answers; a new mail would prove nothing."""
    hand.page.goto(address)
    hand.to(".bubble--ours .answer")
    hand.press("Enter")
    hand.page.wait_for_selector(".answering")
    said = writes(hand, "CEK Besok pagi saya ke sana bersama tim ukur.")
    hand.look("answer-by-mail")
    return said


def stages(case: Report) -> list[str]:
    return [one.data["stage"] for one in Entry.objects.filter(report=case, type="answered").order_by("seq")]


@pytest.mark.parametrize("width", [360, 1280])
def test_an_officer_answers_by_whatsapp_by_sms_and_by_mail(
    width: int, world: World, demo: LiveServer, browser: Browser
) -> None:
    people_have_names(world)
    case, late = world.assigned(at=clock.now()), world.assigned(at=clock.now() - timedelta(hours=23))
    reachable(world, "officer", "tel", TELEPHONE)
    reachable(world, "head", "email", MAIL)
    site = demo.url
    endah = {"name": "Endah Lestari", "typed": TELEPHONE}
    whatsapp, sms = (site + opens(code, **endah).address for code in ("whatsapp", "smshttp"))
    mailbox = site + opens("email", name="Bambang Wicaksono", typed=MAIL).address
    sweep(at=clock.now())
    work()
    hand = Hand(browser.new_page(viewport={"width": width, "height": 800}))
    check = f"JAWAB {case.number} CEK Tim kami mengukur lubangnya besok pagi."
    assert case.number in on_telephone(hand, whatsapp, "answer-by-whatsapp", check)
    on_telephone(hand, sms, "answer-by-sms", f"JAWAB {case.number} KERJA Hari ini kami tambal.")
    assert late.number in by_mail(hand, mailbox)
    hand.enter(site, "officer", f"/kerja/{case.number}/")
    hand.look("answer-on-the-case")
    assert stages(case) == ["field_check", "in_progress"]
    assert stages(late) == ["field_check"]
    keep(f"answers-{width}", {"keys": hand.keys, "letters": hand.letters})
