"""Tasks on a case: given until a day, taken, done, opened again or taken back, each with an entry that staff read.

A task is for the body of whoever gives it, or for one person of it. No clock and no stage knows of it. Those it is for
are told behind their bell when it is given, and on the morning of its day (`teamwork.mornings`).
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib import wallclock
from rumahrakyat.people import notices
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.reports import colleagues, timeline
from rumahrakyat.reports.errors import NotYourTask, PastDay, TaskEnded
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_tasks import Task, TaskKind, TaskState
from rumahrakyat.reports.moves import moving, required
from rumahrakyat.reports.submission import clean

GIVEN, DUE = "task_given", "task_due"
notices.declare(GIVEN, _("%(by)s gave you a task on %(number)s, until %(due)s"))
notices.declare(DUE, _("A task on %(number)s is due today"))
LONGEST = 500


@dataclass(frozen=True)
class NewTask:
    """What is to be done until which local day. `person`: an account of the giver's body; None: for the whole body."""

    what: str
    due_on: date
    kind: str = TaskKind.TODO.value
    person: int | None = None


def path_of(task: Task) -> str:
    """Where the task stands on its people's page."""
    return f"/kerja/tugas/#tugas-{task.pk}"


def give_task(*, report_id: int, task: NewTask, actor: Actor, at: datetime) -> Task:
    """Write down what is to be done. A visit takes the place of the case along. Raises `PastDay`, and `NotYourTask`
    for a person of another body."""
    with moving(report_id, "give_task", actor) as (report, _transition):
        what = required(task.what)[:LONGEST]
        if task.due_on < _today(at):
            raise PastDay
        people = {one.account_id for one in colleagues.of_body(actor.organisation_id)} | {actor.account_id}
        if task.person is not None and task.person not in people:
            raise NotYourTask
        made = Task.objects.create(
            report=report,
            kind=TaskKind(task.kind),
            body_id=actor.organisation_id,
            assignee_id=task.person,
            what=what,
            due_on=task.due_on,
            **_place(report, task.kind),
            given_by_id=actor.account_id,
            given_at=at,
        )
        _say(report, made, "task_given", actor, at, text=what)
        _tell(report, made, [task.person] if task.person else [one for one in people if one], at)
    return made


def _place(report: Report, kind: str) -> dict[str, object]:
    if kind != TaskKind.VISIT.value:
        return {}
    return {"lat": report.lat, "lon": report.lon, "place": report.place_words[:300]}


def take_task(*, task_id: int, actor: Actor, at: datetime) -> Task:
    """Somebody of the body takes it. Twice by the same person is once. Raises `NotYourTask`, `TaskEnded`."""
    with _working(task_id, actor) as (report, task):
        _still_open(task)
        if task.assignee_id != actor.account_id:
            task.assignee_id = actor.account_id
            task.save(update_fields=["assignee"])
            _say(report, task, "task_taken", actor, at)
    return task


def finish_task(*, task_id: int, result: str, actor: Actor, at: datetime) -> Task:
    """Done, with a sentence about what came of it, which a visit needs. Raises `NoteRequired` for a visit without one,
    `NotYourTask`, `TaskEnded`."""
    with _working(task_id, actor) as (report, task):
        _still_open(task)
        words = required(result) if task.kind == TaskKind.VISIT.value else clean(result) if result.strip() else ""
        _end(task, TaskState.DONE, actor, at, words)
        _say(report, task, "task_done", actor, at, text=words or task.what)
    return task


def withdraw_task(*, task_id: int, actor: Actor, at: datetime, reason: str = "") -> Task:
    """It is not wanted any more. Raises `NotYourTask`, `TaskEnded`."""
    with _working(task_id, actor) as (report, task):
        _still_open(task)
        _end(task, TaskState.WITHDRAWN, actor, at, reason.strip())
        _say(report, task, "task_withdrawn", actor, at, text=reason.strip() or task.what)
    return task


def reopen_task(*, task_id: int, actor: Actor, at: datetime) -> Task:
    """Not done after all: due on the old day, or today where that is over. Raises `TaskEnded` for one that is open,
    `NotYourTask`."""
    with _working(task_id, actor) as (report, task):
        if task.state == TaskState.OPEN.value:
            raise TaskEnded
        task.state, task.ended_at, task.ended_by_id, task.result = TaskState.OPEN.value, None, None, ""
        task.due_on, task.reminded_on = max(task.due_on, _today(at)), None
        task.save(update_fields=["state", "ended_at", "ended_by", "result", "due_on", "reminded_on"])
        _say(report, task, "task_reopened", actor, at, text=task.what)
    return task


@contextmanager
def _working(task_id: int, actor: Actor) -> Iterator[tuple[Report, Task]]:
    """The locked case and its task, for somebody whom the task concerns: who has it, who gave it, who is of its body.
    Raises `NotYourTask`, `NotPermitted`."""
    report_id = Task.objects.values_list("report_id", flat=True).get(pk=task_id)
    with moving(report_id, "work_on_task", actor) as (report, _transition):
        task = Task.objects.get(pk=task_id)
        own = actor.account_id is not None and actor.account_id in {task.assignee_id, task.given_by_id}
        of_desk = task.body_id is None and actor.may(VERIFY)
        if not (own or of_desk or (task.body_id is not None and task.body_id == actor.organisation_id)):
            raise NotYourTask
        yield report, task


def _still_open(task: Task) -> None:
    if task.state != TaskState.OPEN.value:
        raise TaskEnded


def _end(task: Task, state: TaskState, actor: Actor, at: datetime, words: str) -> None:
    task.state, task.result, task.ended_by_id, task.ended_at = state.value, words, actor.account_id, at
    task.save(update_fields=["state", "result", "ended_by", "ended_at"])


def _today(at: datetime) -> date:
    return wallclock.day_of(at)


def _say(
    report: Report,
    task: Task,
    entry_type: str,
    actor: Actor,
    at: datetime,
    *,
    text: str = "",
) -> None:
    data: dict[str, object] = {"task": task.pk, "kind": task.kind, "due_on": task.due_on.isoformat()}
    if task.assignee_id is not None:
        data["person"] = task.assignee_id
    timeline.append(report, entry_type, actor=actor, at=at, data=data, personal={"text": text} if text else None)


def _tell(report: Report, task: Task, people: Iterable[int], at: datetime) -> None:
    notices.tell(
        accounts=people,
        code=GIVEN,
        key=f"task:{task.pk}:given",
        path=path_of(task),
        at=at,
        number=report.number,
        by=task.given_by_id,
        data={"due": task.due_on.isoformat()},
    )


def leave_bodies(*, report: Report, staying: Collection[int], actor: Actor, at: datetime) -> int:
    """The case has left a body: what that body still had to do for it is not wanted any more. `staying`: the bodies
    that see the case now. Called under no lock; twice is once. Returns how many tasks were taken back."""
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        gone = Task.objects.filter(report=locked, state=TaskState.OPEN, body__isnull=False).exclude(body__in=staying)
        ended = list(gone.order_by("pk"))
        for task in ended:
            _end(task, TaskState.WITHDRAWN, actor, at, "")
            _say(locked, task, "task_withdrawn", actor, at, text=task.what)
    return len(ended)


def erase(report: Report) -> None:
    """Empty the words of every task. Part of erasing a case's personal words."""
    Task.objects.filter(report=report).update(what="", result="", place="")


def remind(*, task_id: int, at: datetime) -> bool:
    """Tell those whom an open task is for that its day has come, once. False when nothing was left to tell."""
    with transaction.atomic():
        task = (
            Task.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("report")
            .filter(pk=task_id, state=TaskState.OPEN, reminded_on=None)
            .first()
        )
        if task is None:
            return False
        people = (
            [task.assignee_id] if task.assignee_id else [one.account_id for one in colleagues.of_body(task.body_id)]
        )
        key, number = f"task:{task.pk}:due:{task.due_on.isoformat()}", task.report.number
        notices.tell(accounts=people, code=DUE, key=key, path=path_of(task), at=at, number=number)
        task.reminded_on = _today(at)
        task.save(update_fields=["reminded_on"])
    return True
