"""Facts and sums follow the timeline: however often, in whatever order, by however many."""

import threading
from random import Random
from typing import Any

import pytest
from django.db import connection, connections

from rumahrakyat.oversight.models_rollups import AnswerFact, CaseFact, StageSpell
from rumahrakyat.oversight.rollups import folding, rebuilding
from rumahrakyat.oversight.tests.kit import CITIZEN, NOW, STAFF, World, days, hours
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import PERMISSIONS
from rumahrakyat.reports import effects, timeline, undoing
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import PendingEffect, Report


def kept() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, without the keys of sums and without sums of nothing."""
    found = {}
    for table, (columns, _query) in rebuilding._COLUMNS.items():
        found[table] = _rows(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608
    for table, key, measures, _source in rebuilding._SUMS:
        anything = " OR ".join(f"{name} <> 0" for name in measures)
        found[table] = _rows(f"SELECT {', '.join((*key, *measures))} FROM {table} WHERE {anything}")  # noqa: S608
    return found


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sorted(cursor.fetchall(), key=repr)


def lives(world: World) -> list[Report]:
    """Cases to which everything happened that moves a figure."""
    plain = world.report(days(3), holder=world.roads, answered=hours(2))
    world.resolve(plain, days(2))
    world.confirm(plain, days(1))
    late = world.report(days(3), holder=world.roads, answered=days(2))
    objected = world.report(days(9), holder=world.schools, answered=hours(1))
    world.resolve(objected, days(8))
    world.object_to(objected, days(7))
    world.answer(objected, days(7) - hours(1))
    given = world.report(days(2), holder=world.roads, regency=world.pati)
    world.hand_over(given, world.schools, days(1))
    asked = world.report(hours(30), holder=world.roads)
    world.ask(asked, hours(28))
    cases.reply(report_id=asked.pk, text="Di depan pasar", actor=CITIZEN, at=NOW - hours(20), channel="web")
    expired = world.report(days(14), holder=world.schools, answered=hours(3))
    world.resolve(expired, days(13))
    world.expire(expired, days(2))
    return [plain, late, objected, given, asked, expired, world.report(hours(2))]


def test_what_is_folded_is_what_a_rebuild_makes(world: World) -> None:
    lives(world)
    effects.run_batches()
    folded = kept()
    rebuilding.rebuild(at=NOW)
    assert kept() == folded
    assert all(folded.values())
    assert len(folded["oversight_casefact"]) == 7


def test_folding_again_and_in_any_order_changes_nothing(world: World) -> None:
    made = lives(world)
    folding.fold([one.pk for one in made])
    once = kept()
    for one in Random(4).sample(made, len(made)):  # noqa: S311 -- an order, no secret
        folding.fold([one.pk])
    folding.fold([one.pk for one in reversed(made)])
    assert kept() == once


def test_a_case_folded_after_every_step_is_the_same_as_one_folded_at_the_end(world: World) -> None:
    report = world.report(days(3), holder=world.roads)
    folding.fold([report.pk])
    world.hand_over(report, world.schools, days(2))
    folding.fold([report.pk])
    world.answer(report, days(1))
    world.resolve(report, hours(9))
    folding.fold([report.pk])
    world.object_to(report, hours(8))
    folding.fold([report.pk])
    folded = kept()
    rebuilding.rebuild(at=NOW)
    assert kept() == folded


def test_the_rows_that_asked_are_gone_with_the_fold_and_stay_when_it_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = world.report(hours(2)), world.report(hours(1))

    def fail_of_one(report_ids: Any) -> None:
        if bad.pk in report_ids:
            raise RuntimeError("boom")
        folding.fold(report_ids)

    monkeypatch.setitem(timeline.batch_handlers(), folding.NAME, fail_of_one)
    effects.run_batches()
    stuck = PendingEffect.objects.filter(handler=folding.NAME)
    assert {one.entry.report_id for one in stuck} == {bad.pk}
    assert {one.error for one in stuck} == {"RuntimeError"}
    assert list(CaseFact.objects.values_list("report_id", flat=True)) == [good.pk]


@pytest.mark.django_db(transaction=True)
def test_two_folders_at_once_add_each_difference_once(transactional_db: None, world: World) -> None:
    made = lives(world)

    def work() -> None:
        try:
            folding.fold([one.pk for one in made])
            effects.run_batches()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _nth in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    folded = kept()
    assert not PendingEffect.objects.filter(handler=folding.NAME).exists()
    rebuilding.rebuild(at=NOW)
    assert kept() == folded


def test_the_last_spell_is_where_the_case_stands(world: World) -> None:
    made = lives(world)
    effects.run_batches()
    for report in made:
        report.refresh_from_db()
        last = StageSpell.objects.get(report_id=report.pk, ended_at=None)
        assert (last.stage, last.body) == (report.stage, report.holder_id or 0)


def test_a_handing_over_taken_back_returns_to_the_stage_it_was_left_at(world: World) -> None:
    account = Account.objects.create_user(username="officer", name="Sri")
    officer = Actor("staff", PERMISSIONS, account.pk, world.roads.pk)
    report = world.report(days(1), holder=world.roads, answered=hours(2))
    cases.hand_over(report_id=report.pk, holder=world.schools, text="Bukan kami.", actor=officer, at=NOW - hours(1))
    report.refresh_from_db()
    undoing.undo(report_id=report.pk, seq=report.last_seq, actor=officer, at=NOW - hours(1))
    effects.run_batches()
    spells = StageSpell.objects.filter(report_id=report.pk).order_by("seq").values_list("stage", "body")
    assert list(spells)[-3:] == [
        ("field_check", world.roads.pk), ("assigned", world.schools.pk), ("field_check", world.roads.pk),
    ]  # fmt: skip


def test_the_accountable_body_is_who_was_charged_and_the_place_follows_the_case(world: World) -> None:
    report = world.report(days(2), holder=world.roads)
    world.hand_over(report, world.schools, days(1) - hours(-1))
    world.answer(report, hours(3))
    place = cases.Classification(regency=world.pati)
    cases.classify(report_id=report.pk, classification=place, actor=STAFF, at=NOW - hours(2))
    effects.run_batches()
    fact = AnswerFact.objects.get(report_id=report.pk)
    assert (fact.body, fact.holder, fact.regency, fact.on_time) == (world.roads.pk, world.schools.pk, "33.18", False)
