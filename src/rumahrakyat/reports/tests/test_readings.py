"""Who read what is noted once, and nobody takes it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rumahrakyat.lib import clock
from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import readings
from rumahrakyat.reports.models_readings import PublicViews, Reading
from rumahrakyat.reports.readings import Asked, What
from tests.cast import World


def _reader(world: World, name: str = "officer") -> Client:
    client = Client()
    client.force_login(world.accounts[name])
    return client


def test_whoever_opens_a_case_is_noted_once_an_hour_with_role_and_body(world: World) -> None:
    case, client = world.assigned(), _reader(world)
    for hours in (0, 0, 1):
        with clock.frozen(world.at + timedelta(hours=hours)):
            client.get(f"/kerja/{case.number}/")
    rows = list(Reading.objects.filter(report=case).order_by("pk"))
    assert [(one.what, one.roles, one.account, one.organisation) for one in rows] == [
        ("case", "officer", world.accounts["officer"], case.holder)
    ] * 2


def test_a_case_out_of_reach_leaves_no_trace(world: World) -> None:
    _reader(world).get(f"/kerja/{world.assigned('TRANSPORT').number}/")
    assert not Reading.objects.exists()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_the_register(act: str, world: World) -> None:
    readings.note(report_id=world.report().pk, actor=Actor("staff"), what=[What.CASE], at=world.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.update(what="file") if act == "update" else Reading.objects.all().delete()


def test_the_register_is_found_by_case_by_person_and_by_day(world: World) -> None:
    one, two = world.assigned(), world.assigned()
    officer = Actor("staff", frozenset(), world.accounts["officer"].pk)
    readings.note_many(report_ids=[one.pk, two.pk], actor=officer, what=What.EXPORT, at=world.at)
    day = world.at.date()
    for asked in (Asked(report_id=one.pk), Asked(report_id=one.pk, what="export", first=day, last=day)):
        assert [row.report for row in readings.page(asked)[0]] == [one]
    assert len(readings.page(Asked(person="officer"))[0]) == 2
    assert not readings.page(Asked(person="officer", last=day - timedelta(days=1)))[0]


def test_pages_of_the_register_follow_on_without_gap_or_repeat(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "PAGE", 2)
    case = world.report()
    for hours in range(5):
        at = world.at + timedelta(hours=hours)
        readings.note(report_id=case.pk, actor=Actor("staff"), what=[What.CASE], at=at)
    seen: list[Any] = []
    before = 0
    while True:
        rows, before = readings.page(Asked(report_id=case.pk), before=before)
        seen += [row.pk for row in rows]
        if not before:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 5


def test_looks_at_the_public_page_are_counted_without_anything_about_the_visitor(world: World, client: Client) -> None:
    case = world.assigned()
    with clock.frozen(clock.now()):  # else a day may end meanwhile
        for _time in range(3):
            client.get(f"/lacak/{case.number}/")
        _reader(world).get(f"/lacak/{case.number}/")
    (row,) = PublicViews.objects.all()
    assert readings.views_of(row.day) == {case.pk: 3}
    assert not readings.views_of(row.day, least=4)
    assert {field.name for field in PublicViews._meta.fields} == {"id", "report", "day", "views"}
