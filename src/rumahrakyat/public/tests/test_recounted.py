"""What the first page says of the promise equals a recount over the timelines, and what differs is named."""

from datetime import timedelta
from typing import Any

import pytest

from rumahrakyat.duty import queries as duty
from rumahrakyat.duty.queries import Kept, Late
from rumahrakyat.oversight.rollups import recount_pages, recounting
from rumahrakyat.oversight.tests import kit
from rumahrakyat.oversight.tests.kit import NOW, World, days, hours
from rumahrakyat.public import promise, recounted
from rumahrakyat.reports import effects
from rumahrakyat.reports import queries as reports


@pytest.fixture
def lives(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    world = kit.build()
    monkeypatch.setattr(recount_pages, "compare", lambda _at: ())
    monkeypatch.setattr(promise, "_last", {})
    world.report(days(3), holder=world.roads, answered=hours(2))
    world.report(days(40), holder=world.roads, answered=hours(30))
    world.report(hours(30), holder=world.schools)
    world.report(days(2))
    world.report(hours(2), holder=world.roads, answered=hours(1))
    world.report(days(7) + hours(1), holder=world.roads)
    waiting = world.report(hours(20), holder=world.roads)
    world.ask(waiting, hours(18))
    return world


def _differs() -> list[str]:
    effects.run_batches()
    found = recounting.recount(at=NOW, beside=(recounted.compare,))
    return [each.partition(": ")[0] for each in found.examples]


@pytest.mark.usefixtures("lives")
def test_no_figure_of_the_first_page_differs() -> None:
    assert _differs() == []
    assert promise.at(NOW).late == Late(3, 2)


@pytest.mark.usefixtures("lives")
@pytest.mark.parametrize(
    ("module", "name", "wrong", "named"),
    [
        (duty, "kept_between", Kept(9, 10), {"first page kept", "first page before"}),
        (duty, "kept_by_day", [], {"first page ('day', datetime.date(2026, 7, 19))"}),
        (duty, "answer_times", [timedelta(hours=9)] * 3, {"first page median", "first page today"}),
        (duty, "late_at", Late(1, 1), {"first page late"}),
        (reports, "received_in", 77, {"first page today"}),
    ],
)
def test_a_figure_that_is_wrong_on_the_first_page_is_named(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, wrong: Any, named: set[str]
) -> None:
    monkeypatch.setattr(module, name, lambda *_args, **_named: wrong)
    assert set(_differs()) >= named
