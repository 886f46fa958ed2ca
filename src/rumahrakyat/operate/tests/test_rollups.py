"""`rumahrakyat recount`, and what `rumahrakyat check` says of the rollups."""

import argparse
import json

import pytest
from django.db import connection
from pytest_django import Settings

from rumahrakyat.lib import clock
from rumahrakyat.operate import recount
from rumahrakyat.operate.invariants.base import Scope
from rumahrakyat.operate.invariants.rollups import rollups_equal_a_recount
from rumahrakyat.oversight.rollups import reading, rebuilding, recount_pages, recounting
from rumahrakyat.oversight.tests import kit
from rumahrakyat.oversight.tests.kit import NOW, World, days, hours
from rumahrakyat.reports import effects
from rumahrakyat.reports.models import PendingEffect


@pytest.fixture
def world(db: None) -> World:
    return kit.build()


@pytest.fixture(autouse=True)
def _folded_by_hand(monkeypatch: pytest.MonkeyPatch, _fresh_rollups: None) -> None:
    monkeypatch.setattr(reading, "before_reading", [])


def _plant() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE oversight_daysum SET came_in = came_in + 1 WHERE came_in > 0")


def test_check_names_what_differs_and_another_zone(world: World, settings: Settings) -> None:
    world.report(days(3), holder=world.roads, answered=hours(2))
    scope = Scope(at=NOW)
    assert rollups_equal_a_recount(scope).ok
    _plant()
    assert "came in" in rollups_equal_a_recount(scope).examples[0]
    rebuilding.rebuild(at=NOW)
    assert rollups_equal_a_recount(scope).ok
    settings.TIME_ZONE = "Asia/Jayapura"
    assert any("zone Asia/Jakarta kept" in one for one in rollups_equal_a_recount(scope).examples)
    rebuilding.rebuild(at=NOW)
    assert rollups_equal_a_recount(scope).ok


def command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    recount.add_arguments(parser)
    return recount.run(parser.parse_args(words))


def test_the_command_prints_how_much_was_compared_and_what_differs(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount_pages, "compare", lambda _at: [("now", 200, [])])  # has tests of its own
    world.report(days(3), holder=world.roads, answered=hours(2))
    effects.run_batches()
    with clock.frozen(NOW):
        assert command("--json") == 0
        said = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert said["differences"] == 0
        assert said["figures"] > 100
        _plant()
        assert command("--json") == 1
        assert "days" in json.loads(capsys.readouterr().out.splitlines()[-1])["differing"]
        assert command("--rebuild") == 0


def test_cases_that_are_older_than_the_rollups_are_taken_in_once(world: World) -> None:
    world.report(days(3), holder=world.roads)
    PendingEffect.objects.all().delete()
    assert not rollups_equal_a_recount(Scope(at=NOW)).ok
    assert rebuilding.build_if_never(at=NOW)
    assert rollups_equal_a_recount(Scope(at=NOW)).ok
    assert not rebuilding.build_if_never(at=NOW)


def test_a_recount_begins_when_nothing_waits_to_be_folded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recount, "_PAUSE", 0)
    monkeypatch.setattr(recount, "_TRIES", 2)
    monkeypatch.setattr(recount_pages, "compare", lambda _at: [])
    world.report(hours(3), holder=world.roads)
    with pytest.raises(recounting.NotFolded):
        recounting.recount(at=NOW, settled=True)
    assert recount._counted().differences == 0
    monkeypatch.setattr(effects, "run_batches", lambda: None)
    world.report(hours(2), holder=world.roads)
    found = recount._counted()
    assert found.waiting
    assert "cases" in found.differing
