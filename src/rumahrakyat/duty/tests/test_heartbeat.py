"""What stands still looks like perfect calm: the sweeper gives signs of life, and others tell when it does not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from rumahrakyat.config import context
from rumahrakyat.duty import heartbeat, tasks
from rumahrakyat.duty.models_heartbeat import SweeperBeat
from rumahrakyat.lib import clock
from tests.cast import World

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    context.forget()
    yield
    context.forget()


def swept(at: datetime) -> None:
    with clock.frozen(at):
        tasks.run_sweep()


def stood_still(world: World) -> datetime:
    """A sweep, and two minutes without any."""
    swept(world.at)
    return world.at + 120 * SECOND


@pytest.mark.django_db
def test_where_nothing_is_to_be_swept_nothing_stands_still() -> None:
    life = heartbeat.look(at=clock.now())
    assert (life.last_sign, life.oldest_due, life.silence, life.standing_still) == (None, None, None, False)


def test_a_first_case_that_nobody_ever_swept_stands_still(world: World) -> None:
    world.report()
    assert heartbeat.look(at=world.at).standing_still


def test_a_sweep_is_a_sign_of_life_for_a_minute(world: World) -> None:
    swept(world.at)
    assert not heartbeat.look(at=world.at + 60 * SECOND).standing_still
    late = heartbeat.look(at=world.at + 61 * SECOND)
    assert late.silent
    assert late.silence == 61 * SECOND


def test_what_is_due_for_two_minutes_is_standing_still_however_lively_the_sweeper(world: World) -> None:
    report = world.report()
    due = min(row.next_action_at for row in report.clocks.all() if row.next_action_at)
    heartbeat.Pulse().begin(at=due + 121 * SECOND)
    life = heartbeat.look(at=due + 121 * SECOND)
    assert (life.oldest_due, life.lag, life.silent, life.standing_still) == (due, 121 * SECOND, False, True)
    swept(due + 122 * SECOND)
    assert not heartbeat.look(at=due + 122 * SECOND).standing_still


def test_a_long_sweep_gives_signs_of_life_but_not_after_every_case(world: World) -> None:
    pulse = heartbeat.Pulse()
    pulse.begin(at=world.at)
    for nth in range(1, 13):
        pulse.beat(at=world.at + nth * SECOND)
    assert SweeperBeat.objects.get().beat_at == world.at + 10 * SECOND


def test_the_operator_is_told_once_for_each_trouble_and_of_its_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, bool]] = []

    def tell(words: str, *, key: str, at: datetime, directly: bool = False) -> int:
        told.append((words.partition(":")[0].partition(";")[0], directly))
        return 1

    monkeypatch.setattr(heartbeat, "tell_operator", tell)
    at = stood_still(world)
    assert heartbeat.alarm(heartbeat.look(at=at))
    assert not heartbeat.alarm(heartbeat.look(at=at + SECOND))
    swept(at + 10 * SECOND)
    assert told == [("Penyapu tenggat berhenti", True), ("Penyapu tenggat berjalan lagi", False)]
    assert heartbeat.alarm(heartbeat.look(at=at + 300 * SECOND))


def test_a_backlog_that_is_being_worked_off_alarms_nobody(world: World) -> None:
    report = world.report()
    due = min(row.next_action_at for row in report.clocks.all() if row.next_action_at)
    heartbeat.Pulse().begin(at=due + 300 * SECOND)
    assert not heartbeat.alarm(heartbeat.look(at=due + 300 * SECOND))


def test_those_who_answer_for_the_installation_see_it_on_every_page(world: World, client: Client) -> None:
    at = stood_still(world)
    seen = {}
    for name in ("governor", "head", "officer"):
        client.force_login(world.accounts[name])
        with clock.frozen(at):
            seen[name] = "Penyapu berhenti sejak" in client.get("/kerja/", follow=True).content.decode()
    assert seen == {"governor": True, "head": True, "officer": False}
