"""A sweep goes on whatever one case does, and counts only what it kept."""

from datetime import timedelta

import pytest

from rumahrakyat.duty.models import Breach, Clock
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Entry
from tests.cast import World


def test_a_broken_case_steps_back_with_all_its_clocks_and_nothing_of_it_is_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = world.report(), world.report(at=world.at + timedelta(minutes=1))
    record = operations.record

    def fail(*, report_id: int, **given: object) -> Entry:
        if report_id == broken.pk:
            raise RuntimeError("boom")
        return record(report_id=report_id, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(operations, "record", fail)
    late = world.at + timedelta(hours=25)
    done = sweep(at=late)
    assert (done.looked_at, done.failed) == (2, 1)
    assert not Breach.objects.filter(clock__report=broken).exists()
    assert done.missed == Breach.objects.filter(clock__report=sound).count() == 2
    assert not Clock.objects.filter(report=broken, next_action_at__lt=late + timedelta(minutes=5)).exists()
