"""What working together adds to a case's page. A case without any of it costs no query."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from rumahrakyat.people.actors import Actor
from rumahrakyat.reports.access import Reach, visible
from rumahrakyat.reports.colleagues import handling, of_body
from rumahrakyat.reports.linking import linked_with
from rumahrakyat.reports.models import Attachment, Report
from rumahrakyat.reports.models_tasks import Task, TaskKind, TaskState
from rumahrakyat.reports.publishing import compare, personal_in
from rumahrakyat.reports.queries import Line
from rumahrakyat.reports.tasks_queries import tasks_of
from rumahrakyat.reports.wording import public_copy

Context = dict[str, Any]
_LINKS = frozenset({"linked", "split"})
MOST_ENDED = 5


def build(report: Report, lines: Sequence[Line], *, reach: Reach, actor: Actor, acting: str, now: datetime) -> Context:
    """Tasks, linked cases, and what the form that lies open needs."""
    types = {line.type for line in lines}
    return {
        "tasks": _tasks(report, reach, actor, now) if "task_given" in types else [],
        "linked": _linked(report, reach) if types & _LINKS else [],
        "colleagues": handling(report) if acting == "note" else [],
        "task_people": of_body(actor.organisation_id) if acting == "give_task" else [],
        "today": timezone.localdate(now).isoformat(),
        **(_public(report, lines) if acting in {"edit_public", "photo"} else {}),
    }


def fitting(actions: list[str], team: Context, *, partners: bool) -> list[str]:
    """Without what has nothing to be done with. `partners`: other agencies work on it, too."""
    without = set() if partners else {"leave_agency"}
    if not any(not one["one"].split for one in team["linked"]):
        without.add("unlink")
    return [one for one in actions if one not in without]


def _tasks(report: Report, reach: Reach, actor: Actor, now: datetime) -> list[Context]:
    found = tasks_of(report)
    ended = [one for one in found if one.state != TaskState.OPEN.value][:MOST_ENDED]
    still = [one for one in found if one.state == TaskState.OPEN.value]
    bodies = reach.scope.organisations("case.see") | ({actor.organisation_id} - {None})
    return [
        shown(one, reach.account.pk, now, mine=one.body_id is None or one.body_id in bodies) for one in still + ended
    ]


def shown(task: Task, account: int, now: datetime, *, mine: bool = True) -> Context:
    """One task as a line: whose, until when, how it stands, what can be done. `mine`: of a body of the reader."""
    today = timezone.localdate(now)
    late = task.state == TaskState.OPEN.value and task.due_on < today
    return {
        "task": task,
        "who": task.assignee.name if task.assignee else task.body.short_name if task.body else "Rumah Rakyat",
        "visit": task.kind == TaskKind.VISIT.value,
        "open": task.state == TaskState.OPEN.value,
        "done": task.state == TaskState.DONE.value,
        "late": late,
        "today": task.state == TaskState.OPEN.value and task.due_on == today,
        "day": _day(task.due_on, today),
        "acts": mine or account in {task.assignee_id, task.given_by_id},
        "takes": mine and task.assignee_id != account,
    }


def _day(day: date, today: date) -> str:
    if day == today:
        return _("today")
    return dateformat.format(day, "l, j F")


def _linked(report: Report, reach: Reach) -> list[Context]:
    """A case that this person may not see is a number without a title."""
    found = linked_with(report)
    seen = set(visible(reach).filter(pk__in=[one.report.pk for one in found]).values_list("pk", flat=True))
    return [{"one": one, "visible": one.report.pk in seen} for one in found]


def _public(report: Report, lines: Sequence[Line]) -> Context:
    """The original with what the masks take out marked, how the public copy differs from the machine's, the photos."""
    machine = public_copy(report.text)
    photos = [one for line in lines for one in line.pictures if one.kind == Attachment.Kind.IMAGE]
    return {
        "original": [piece for piece in compare(report.text, machine) if piece.what != "new"],
        "difference": compare(machine, report.public_text) if machine != report.public_text else [],
        "left": list(dict.fromkeys(personal_in(report.title) + personal_in(report.public_text))),
        "public_photos": [
            {"one": one, "url": reverse("public:file", args=[one.pk])}
            for one in photos
            if one.state == Attachment.State.READY
        ],
    }
