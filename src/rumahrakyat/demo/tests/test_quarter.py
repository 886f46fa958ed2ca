from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from rumahrakyat.demo import cast, quarter
from rumahrakyat.demo.matters import Matters
from rumahrakyat.lib.quarters import Quarter
from rumahrakyat.oversight.registers.freezing import published, reckon_again
from rumahrakyat.regions.province import active
from rumahrakyat.routing.loading import load_province
from tests.cast import load_duties

UNTIL = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)


@pytest.fixture
def province(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    load_province(province=active().name, at=UNTIL)
    load_duties()
    cast.create()
    stock = Matters.draw(1, UNTIL, ZoneInfo("Asia/Jakarta"), stock=200)
    monkeypatch.setattr(Matters, "draw", lambda *_given, **_named: stock)


def test_the_last_full_quarter_of_the_demo_is_frozen(province: None) -> None:
    register = quarter.publish(seed=1, until=UNTIL, days=3, count=60)
    known = published(Quarter(2026, 2))
    assert register is not None
    assert known is not None
    assert known.number == "RR/REG/2026-II/001"
    assert known.content["total"]["due"] > 40
    assert known.content["total"]["unanswered"] == 0
    assert reckon_again(register) == []


def test_a_month_that_reaches_into_the_quarter_is_left_as_it_is(province: None) -> None:
    register = quarter.publish(seed=1, until=UNTIL, days=30)
    assert register is not None
    known = published(Quarter(2026, 2))
    assert known is not None
    assert known.content["total"]["due"] == 0
