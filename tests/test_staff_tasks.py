"""The commonest tasks of staff in a real browser, each by keys and by mouse, with every press and click counted.

With RUMAHRAKYAT_SCREENSHOTS naming a folder the counts are kept there; `python -m bench.tasks` makes the table of
docs/staff-tasks.md of them.
"""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.routing.models import Decision
from tests.cast import PASSWORD, World
from tests.hands import Hand, keep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Tim kami mengukur lubangnya besok pagi."


class Desk:
    """A signed-in page and the hand at it; each task says how many presses or clicks it took."""

    def __init__(self, hand: Hand, site: str) -> None:
        self.hand, self.page, self.site = hand, hand.page, site
        self.told: dict[str, dict[str, float]] = {}

    def enter(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.site}/masuk/")
        self.page.fill("#login", name)
        self.page.fill("#password", PASSWORD)
        self.page.press("#password", "Enter")
        self.page.wait_for_url("**/kerja/**")

    def count(self, task: str, way: str, do: Callable[[], None]) -> None:
        before, began = (self.hand.keys, self.hand.letters, self.hand.clicks), time.monotonic()
        do()
        now = (self.hand.keys, self.hand.letters, self.hand.clicks)
        keys, letters, clicks = (after - first for after, first in zip(now, before, strict=True))
        seconds = round(time.monotonic() - began, 1)
        self.told.setdefault(task, {}).update({f"{way}_presses": keys + clicks, "letters": letters, way: seconds})

    def done(self) -> None:
        self.page.wait_for_selector(".flash >> visible=true >> nth=0")

    def at(self, report: Report) -> None:
        self.page.goto(f"{self.site}/kerja/{report.number}/")
        self.page.wait_for_selector(f"#kasus[data-number='{report.number}']")


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, world: World) -> Iterator[Desk]:
    colleague = Account.objects.create(
        username="colleague", name="Wahyu Nugroho", password=world.accounts["officer"].password
    )
    Membership.objects.create(account=colleague, role="officer", organisation=world.organisations["ROADS"])
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    made = Desk(Hand(page), live_server.url)
    yield made
    page.close()


def fresh(world: World) -> Report:
    return world.assigned(at=clock.now())


def waiting(world: World) -> Report:
    case = world.report(at=clock.now())
    Decision.objects.create(
        report=case, entry=case.entries.get(type="received"), at=clock.now(), version="1", action="verify",
        kind="complaint", confidence=0.6, organisation=world.organisations["ROADS"],
    )  # fmt: skip
    return case


def answer(desk: Desk, world: World) -> None:
    hand, page = desk.hand, desk.page

    def by_keys() -> None:
        hand.press("2", "r")
        hand.type(WORDS)
        hand.press("Control+Enter")
        desk.done()

    def by_mouse() -> None:
        hand.click("label[for=tahap-field_check], label:has-text('Cek lapangan')")
        hand.click("#jawab-text")
        hand.type(WORDS)
        hand.click("form[data-action=jawab] button.button:not([name])")
        desk.done()

    for way, do in (("keys", by_keys), ("mouse", by_mouse)):
        desk.at(fresh(world))
        desk.count("answer", way, do)
    assert page.locator(".flash").count()


def simple(desk: Desk, world: World, task: str, key: str, slug: str) -> None:
    """A form of one field: ask the citizen, a note."""
    hand = desk.hand

    def by_keys() -> None:
        hand.press(key)
        desk.page.wait_for_selector(f"#{slug}-text:focus")
        hand.type(WORDS + " Di mana tepatnya?")
        hand.press("Control+Enter")
        desk.done()

    def by_mouse() -> None:
        hand.click(f"a[data-key={key}], details[data-key={key}] > summary")
        hand.click(f"#{slug}-text")
        hand.type(WORDS + " Di mana tepatnya?")
        hand.click(f"form[data-action={slug}] button.button:not([name])")
        desk.done()

    for way, do in (("keys", by_keys), ("mouse", by_mouse)):
        desk.at(fresh(world))
        desk.count(task, way, do)


def take(desk: Desk, world: World) -> None:
    def by_keys() -> None:
        desk.hand.press("a")
        desk.done()

    def by_mouse() -> None:
        desk.hand.click("[data-key=a]")
        desk.done()

    for way, do in (("keys", by_keys), ("mouse", by_mouse)):
        desk.at(fresh(world))
        desk.count("take", way, do)


def find(desk: Desk, world: World) -> None:
    hand, case = desk.hand, fresh(world)

    def by_keys() -> None:
        hand.press("/")
        hand.type(case.number)
        hand.press("Enter")
        desk.page.wait_for_url(f"**/{case.number}/**")

    def by_mouse() -> None:
        hand.click("#cari")
        hand.type(case.number)
        hand.press("Enter")
        desk.page.wait_for_url(f"**/{case.number}/**")

    for way, do in (("keys", by_keys), ("mouse", by_mouse)):
        desk.at(fresh(world))
        desk.count("find", way, do)


def merge(desk: Desk, world: World) -> None:
    hand = desk.hand

    def fill(number: str) -> None:
        hand.type(number)
        hand.press("Tab")
        hand.type("Lubang yang sama.")

    def by_keys(number: str) -> None:
        hand.press("g")
        desk.page.wait_for_selector("#gabung-number:focus")
        fill(number)
        hand.press("Control+Enter")
        desk.done()

    def by_mouse(number: str) -> None:
        hand.click("details:has(form[data-action=gabung]) summary")
        hand.click("#gabung-number")
        hand.type(number)
        hand.click("#gabung-text")
        hand.type("Lubang yang sama.")
        hand.click("form[data-action=gabung] button.button:not([name])")
        desk.done()

    for way, do in (("keys", by_keys), ("mouse", by_mouse)):
        other = fresh(world).number
        desk.at(fresh(world))
        desk.count("merge", way, lambda number=other, do=do: do(number))  # type: ignore[misc]


def pass_on(desk: Desk, world: World) -> None:
    def by_keys() -> None:
        desk.hand.press("Enter")
        desk.done()

    def by_mouse() -> None:
        desk.hand.click("form[data-enter] button.button:not([name])")
        desk.done()

    for way, do in (("keys", by_keys), ("mouse", by_mouse)):
        case = waiting(world)
        desk.page.goto(f"{desk.site}/kerja/masuk/{case.number}/")
        desk.count("pass_on", way, do)


def test_the_commonest_tasks_take_few_presses(desk: Desk, world: World) -> None:
    desk.enter("officer")
    answer(desk, world)
    simple(desk, world, "ask", "m", "tanya")
    simple(desk, world, "note", "c", "catat")
    take(desk, world)
    find(desk, world)
    desk.enter("verifier")
    pass_on(desk, world)
    merge(desk, world)
    keep("tasks", desk.told)
    assert {task: (told["keys_presses"], told["mouse_presses"]) for task, told in desk.told.items()} == {
        "answer": (3, 3),
        "ask": (2, 3),
        "note": (2, 3),
        "take": (1, 1),
        "find": (2, 2),
        "pass_on": (1, 1),
        "merge": (3, 4),
    }
