"""Tasks on a case: who may give one to whom, what happens to it, and who is told."""

from datetime import date, timedelta

import pytest

from rumahrakyat.people.models import Account
from rumahrakyat.people.models_records import Notice
from rumahrakyat.reports import tasks_of_cases as tasks
from rumahrakyat.reports import tasks_queries as queries
from rumahrakyat.reports.errors import NoteRequired, NotYourTask, PastDay, TaskEnded
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.models_tasks import Task
from rumahrakyat.reports.tasks_of_cases import NewTask
from tests.cast import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 21)


def given(world: World, case: Report, *, to: str = "", kind: str = "todo", by: str = "officer") -> Task:
    person = world.accounts[to].pk if to else None
    new = NewTask("Ukur lubang dan pasang pembatas", TODAY + timedelta(days=1), kind, person)
    return tasks.give_task(report_id=case.pk, task=new, actor=world.actor(by, case), at=world.at)


def told(account: Account) -> list[str]:
    return list(Notice.objects.filter(account=account).order_by("pk").values_list("code", flat=True))


def test_a_task_for_a_colleague_is_told_to_that_colleague_alone(world: World) -> None:
    case = world.assigned()
    given(world, case, to="head")
    assert told(world.accounts["head"]) == ["task_given"]
    assert told(world.accounts["officer"]) == told(world.accounts["other_officer"]) == []
    assert [one.what for one in queries.open_for_person(world.accounts["head"].pk)] == [
        "Ukur lubang dan pasang pembatas"
    ]


def test_a_task_for_the_body_is_told_to_all_of_it_but_who_gave_it(world: World) -> None:
    case = world.assigned()
    task = given(world, case)
    assert (told(world.accounts["head"]), told(world.accounts["officer"])) == (["task_given"], [])
    tasks.take_task(task_id=task.pk, actor=world.actor("head", case), at=world.at)
    assert queries.open_for_bodies([world.organisations["ROADS"].pk]) == []
    assert [one.pk for one in queries.open_for_person(world.accounts["head"].pk)] == [task.pk]


def test_nobody_of_another_body_can_be_given_a_task(world: World) -> None:
    with pytest.raises(NotYourTask):
        given(world, world.assigned(), to="other_officer")


def test_a_day_that_is_over_is_refused(world: World) -> None:
    case, late = world.assigned(), NewTask("Cek", TODAY - timedelta(days=1))
    with pytest.raises(PastDay):
        tasks.give_task(report_id=case.pk, task=late, actor=world.actor("officer", case), at=world.at)


def test_a_visit_takes_the_place_along_and_is_done_with_a_result(world: World) -> None:
    case = world.assigned(lat=-7.1, lon=110.9, place_words="Depan pasar")
    task, actor = given(world, case, kind="visit"), world.actor("officer", case)
    assert (task.lat, task.lon, task.place) == (-7.1, 110.9, "Depan pasar")
    with pytest.raises(NoteRequired):
        tasks.finish_task(task_id=task.pk, result=" ", actor=actor, at=world.at)
    tasks.finish_task(task_id=task.pk, result="Lubang 40 cm, sudah dipagari.", actor=actor, at=world.at)
    with pytest.raises(TaskEnded):
        tasks.finish_task(task_id=task.pk, result="Lagi", actor=actor, at=world.at)
    last = Entry.objects.filter(report=case).order_by("-seq")[0]
    assert (last.type, last.text) == ("task_done", "Lubang 40 cm, sudah dipagari.")


def test_a_task_is_taken_back_and_opened_again_with_a_day_that_is_not_over(world: World) -> None:
    case = world.assigned()
    task, actor = given(world, case), world.actor("officer", case)
    tasks.withdraw_task(task_id=task.pk, actor=actor, at=world.at, reason="Keliru")
    again = tasks.reopen_task(task_id=task.pk, actor=actor, at=world.at + timedelta(days=3))
    assert (again.state, again.due_on) == ("open", TODAY + timedelta(days=3))
    with pytest.raises(TaskEnded):
        tasks.reopen_task(task_id=task.pk, actor=actor, at=world.at)


def test_who_has_nothing_to_do_with_a_task_cannot_end_it(world: World) -> None:
    case = world.assigned()
    task = given(world, case)
    with pytest.raises(NotYourTask):
        tasks.finish_task(task_id=task.pk, result="Beres", actor=world.actor("verifier", case), at=world.at)


def test_verifiers_have_tasks_of_the_desk(world: World) -> None:
    case = world.report()
    given(world, case, by="verifier")
    assert [one.body for one in queries.open_for_bodies([], desk=True)] == [None]


def test_its_people_are_reminded_of_a_task_once(world: World) -> None:
    task = given(world, world.assigned(), to="head")
    assert queries.due_unreminded(TODAY) == []
    assert queries.due_unreminded(task.due_on) == [task.pk]
    assert tasks.remind(task_id=task.pk, at=world.at)
    assert not tasks.remind(task_id=task.pk, at=world.at)
    assert told(world.accounts["head"]) == ["task_given", "task_due"]
    assert queries.due_unreminded(task.due_on) == []


def test_a_body_that_the_case_left_has_nothing_more_to_do_for_it(world: World) -> None:
    case = world.assigned()
    task, actor = given(world, case), world.actor("officer", case)
    staying = [world.organisations["TRANSPORT"].pk]
    assert tasks.leave_bodies(report=case, staying=staying, actor=actor, at=world.at) == 1
    assert tasks.leave_bodies(report=case, staying=staying, actor=actor, at=world.at) == 0
    task.refresh_from_db()
    assert task.state == "withdrawn"
