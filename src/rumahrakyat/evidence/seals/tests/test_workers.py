"""Sealing by workers: once a day however many try, with one copy for each witness."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from rumahrakyat.channels.models import Outbox
from rumahrakyat.evidence.models import Seal, Verification
from rumahrakyat.evidence.seals import witnesses
from rumahrakyat.evidence.seals.checking import begin, verify_some
from rumahrakyat.evidence.seals.sealing import LOCK, seal_next
from rumahrakyat.evidence.seals.tasks import run_sealing
from rumahrakyat.lib import clock, locks
from tests.cast import World

NOON = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
MORNING = datetime(2026, 7, 21, 17, 5, tzinfo=UTC)
OMBUDSMAN, PRESS = "salinan@ombudsman.example", "redaksi@koran.example"


@pytest.fixture
def after_midnight(world: World) -> Iterator[World]:
    with clock.frozen(NOON):
        world.assigned()
    with clock.frozen(MORNING):
        yield world


@pytest.fixture
def witnessed(after_midnight: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    settings.WITNESSES = (("email", OMBUDSMAN), ("email", PRESS))
    monkeypatch.setattr(witnesses, "of_all", lambda **_given: [SimpleNamespace(code="email", configured=True)])
    return after_midnight


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_seal_of_the_day(after_midnight: World) -> None:
    def work() -> Seal | None:
        try:
            return seal_next(at=MORNING)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = [one.result() for one in [pool.submit(work) for _ in range(2)]]
    assert sorted(one is None for one in made) == [False, True]
    assert Seal.objects.count() == 1


def test_while_the_past_is_being_filled_in_no_worker_seals_and_none_waits(after_midnight: World) -> None:
    with locks.apart(LOCK):
        run_sealing()
        assert not Seal.objects.exists()
    run_sealing()
    assert Seal.objects.count() == 1


def test_every_witness_gets_each_seal_once_with_all_that_identifies_it(witnessed: World) -> None:
    for _twice in range(2):
        run_sealing()
    seal = Seal.objects.get()
    sent = [row.message for row in Outbox.objects.filter(key__startswith="seal:").order_by("pk")]
    assert [one.contact_point.value for one in sent if one.contact_point] == [OMBUDSMAN, PRESS]
    for said in (one.text for one in sent):
        for part in (
            "Hari: 2026-07-21 (Asia/Jakarta)",
            seal.root,
            seal.sha256,
            seal.previous,
            "/segel/2026-07-21.json",
        ):
            assert part in said
        assert "RR-" not in said


def test_a_witness_that_no_channel_reaches_is_in_the_log_and_stops_no_seal(
    witnessed: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(witnesses, "of_all", lambda **_given: [])
    run_sealing()
    assert Seal.objects.count() == 1
    assert "a witness has no copy of the seal of 2026-07-21" in caplog.text
    assert OMBUDSMAN not in caplog.text


def test_nothing_is_verified_before_there_is_a_case_and_then_once_a_day_or_when_asked(world: World) -> None:
    assert not verify_some(at=NOON)
    with clock.frozen(NOON):
        world.assigned()
    for _twice in range(2):
        while verify_some(at=NOON):
            pass
    assert [run.cases for run in Verification.objects.order_by("pk")] == [1]
    begin(at=NOON)
    while verify_some(at=NOON):
        pass
    assert [run.cases for run in Verification.objects.order_by("pk")] == [1, 1]
