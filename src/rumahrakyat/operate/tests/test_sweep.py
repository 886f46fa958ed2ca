"""The command `rumahrakyat sweep`, as somebody at a terminal uses it."""

import argparse
import json
from datetime import timedelta

import pytest

from rumahrakyat.duty import sweeper
from rumahrakyat.duty.models import Breach, EscalationStep
from rumahrakyat.duty.models_heartbeat import SweeperBeat
from rumahrakyat.lib import clock
from rumahrakyat.operate import sweep
from tests.cast import World

LATER = timedelta(hours=25)


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    sweep.add_arguments(parser)
    return sweep.run(parser.parse_args(words))


def test_what_has_fallen_due_is_done_and_counted(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    reports = [world.assigned(), world.assigned()]
    with clock.frozen(world.at + LATER):
        assert call("--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["looked_at"], told["failed"], told["ended"]) == (len(reports), 0, 0)
        assert told["missed"] == Breach.objects.count() == len(reports)
        assert told["steps"] == EscalationStep.objects.count() > 0
        assert told["oldest_due"] is not None
        assert told["lag_seconds_max"] > 0
        assert SweeperBeat.objects.get().looked_at == len(reports)


def test_a_second_sweep_finds_nothing_and_says_so(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.assigned()
    with clock.frozen(world.at + LATER):
        call("--json")
        capsys.readouterr()
        assert call("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["looked_at"], told["steps"], told["missed"]) == (0, 0, 0)
    assert (told["oldest_due"], told["lag_seconds_max"]) == (None, 0)


def test_no_more_cases_than_were_asked_for(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    for _nth in range(3):
        world.assigned()
    with clock.frozen(world.at + LATER):
        assert call("--limit", "2") == 0
    assert capsys.readouterr().out.startswith("looked_at: 2\n")


def test_a_case_that_could_not_be_handled_shows_in_the_exit_status(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.assigned()

    def broken(*_given: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(sweeper, "_act", broken)
    with clock.frozen(world.at + LATER):
        assert call("--json") == 1
    assert json.loads(capsys.readouterr().out)["failed"] == 1
