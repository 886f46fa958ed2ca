"""The timeline in the database: append-only by the database's own word, effects exactly once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError

from rumahrakyat.reports import effects, queries, timeline
from rumahrakyat.reports.models import Entry, PendingEffect, Report
from rumahrakyat.reports.operations import erase_personal, note
from tests.cast import World

Refused = (IntegrityError, InternalError)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_entry SET type = 'noted'",
        'UPDATE reports_entry SET personal = \'{"text": "x"}\'',
        "UPDATE reports_entry SET personal = NULL, type = 'noted'",
        "DELETE FROM reports_entry",
        "UPDATE reports_report SET text = 'other words'",
        "UPDATE reports_report SET received_at = now()",
        "DELETE FROM reports_report",
    ],
)
def test_the_database_refuses_to_alter_the_record(world: World, statement: str) -> None:
    world.report()
    with pytest.raises(Refused), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_erasing_the_personal_part_leaves_the_chain_valid(world: World) -> None:
    report = world.report()
    assert erase_personal(report_id=report.pk) == 1
    report.refresh_from_db()
    assert report.text == ""
    assert Entry.objects.get(report=report, seq=1).personal is None
    assert queries.verify(report) == []


def test_a_handler_is_registered_once_and_for_known_types() -> None:
    with pytest.raises(ValueError, match="twice"):
        timeline.on(["received"], "correspondence.receipt", lambda _entry: None)
    with pytest.raises(ValueError, match="unknown"):
        timeline.on(["exploded"], "test.exploded", lambda _entry: None)


def test_an_effect_runs_once_and_leaves_no_row(world: World) -> None:
    report = world.report()
    assert PendingEffect.objects.filter(entry__report=report).exists()
    assert effects.run_due(report_id=report.pk) >= 1
    assert not PendingEffect.objects.filter(entry__report=report).exists()


def test_a_failing_effect_steps_back_and_the_others_go_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_entry: Entry) -> None:
        raise RuntimeError("boom")

    monkeypatch.setitem(timeline._by_name, "correspondence.receipt", fail)
    first, second = world.report(), world.report()
    effects.run_due()
    stuck = PendingEffect.objects.filter(handler="correspondence.receipt")
    assert {effect.entry.report_id for effect in stuck} == {first.pk, second.pk}
    assert {effect.error for effect in stuck} == {"RuntimeError"}
    assert all(effect.next_at > effect.entry.recorded_at for effect in stuck)


@pytest.mark.django_db(transaction=True)
def test_many_workers_carry_out_each_effect_once(
    transactional_db: None, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[int] = []
    monkeypatch.setitem(timeline._by_name, "correspondence.receipt", lambda entry: ran.append(entry.pk))
    reports = [world.report() for _ in range(6)]
    barrier = threading.Barrier(4)

    def work() -> None:
        barrier.wait()
        effects.run_due()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    effects.run_due()
    assert sorted(ran) == sorted(Entry.objects.filter(report__in=reports, seq=1).values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_make_one_unbroken_chain(transactional_db: None, world: World) -> None:
    report = world.assigned()
    actor = world.actor("officer", report)
    barrier = threading.Barrier(4)

    def write() -> None:
        barrier.wait()
        for number in range(5):
            note(report_id=report.pk, text=f"catatan {number}", actor=actor, at=world.at + timedelta(hours=1))
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = Report.objects.get(pk=report.pk)
    assert report.last_seq == 2 + 20
    assert queries.verify(report) == []
