"""Every overdue case goes up every step of its ladder once: without a head, a holder or an account, and while one of
two sweepers is killed."""

from zoneinfo import ZoneInfo

import pytest

from rumahrakyat.demo import cast
from rumahrakyat.demo.matters import Matters
from rumahrakyat.lib import clock
from rumahrakyat.regions.province import active
from rumahrakyat.routing.loading import load_province
from tests.cast import load_duties
from tests.escalation import is_well, play


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_two_sweepers_take_every_step_once_though_one_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    load_province(province=active().name, at=clock.now())
    load_duties()
    cast.create()
    stock = Matters.draw(1, clock.now(), ZoneInfo("Asia/Jakarta"), stock=600)
    monkeypatch.setattr(Matters, "draw", lambda *_given, **_named: stock)
    found = play(count=100)
    assert is_well(found), found
    assert found["killed"] == 1
