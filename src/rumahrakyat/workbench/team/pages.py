"""The bell, and what one has to do: two pages of one's own."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import dateformat
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rumahrakyat.lib import clock
from rumahrakyat.people import notices
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models_records import Notice
from rumahrakyat.people.roles import ANSWER, VERIFY, WORK_IN_FIELD
from rumahrakyat.reports import errors, tasks_of_cases
from rumahrakyat.reports import tasks_queries as queries
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models_tasks import Task
from rumahrakyat.web import formats
from rumahrakyat.workbench import rows
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.team.panels import shown
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
_FOR_TASKS: Final = (ANSWER, VERIFY, WORK_IN_FIELD)


@require_http_methods(["GET", "POST"])
@staff()
def bell(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The newest notices, by day. Read are they when their case is opened, or all at once by the button."""
    now = clock.now()
    if request.method == "POST":
        upto = request.POST.get("upto", "")
        if upto.isdecimal():
            notices.mark_read(account_id=reach.account.pk, at=now, upto=int(upto))
        return redirect("workbench:bell")
    found = list(notices.newest(reach.account.pk))
    context = shell(reach, "bell") | {"days": _by_day(found, now), "upto": found[0].pk if found else 0}
    return render(request, "workbench/team/bell.html", context | {"any_new": any(not one.read_at for one in found)})


def _by_day(found: list[Notice], now: datetime) -> list[Context]:
    days: list[Context] = []
    for one in found:
        title = formats.near_day(one.made_at, now)
        if not days or days[-1]["title"] != title:
            days.append({"title": title, "lines": []})
        days[-1]["lines"].append({"notice": one, "words": _sentence(one), "when": formats.clock_time(one.made_at)})
    return days


def _sentence(notice: Notice) -> str:
    """Days stand in a notice as they are stored; here they are said."""
    data = {key: _said(value) for key, value in notice.data.items()}
    return notices.sentence_of(notice, data)


def _said(value: object) -> object:
    if isinstance(value, str) and len(value) == len("2026-07-21"):
        try:
            return dateformat.format(date.fromisoformat(value), "l, j F")
        except ValueError:
            return value
    return value


@require_GET
@staff(*_FOR_TASKS)
def tasks(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What I have to do, what nobody of my body has taken, what my colleagues have; the latest first."""
    now, account = clock.now(), reach.account.pk
    bodies = sorted(_bodies(reach))
    desk = _of_desk(reach)
    groups = [
        (_("Mine"), queries.open_for_person(account), _("Nothing is waiting for you.")),
        (_("For whoever takes it"), queries.open_for_bodies(bodies, desk=desk), ""),
        (_("With colleagues"), queries.open_of_colleagues(bodies, account_id=account, desk=desk), ""),
        (_("Ended within seven days"), queries.ended_lately(account, at=now), ""),
    ]
    seen = reach.scope.may("case.see")
    context = shell(reach, "tasks") | {
        "groups": [
            {"title": title, "empty": empty, "rows": [_row(one, account, now) for one in found]}
            for title, found, empty in groups
            if found or empty
        ],
        "sees_cases": seen,
        "here": reverse("workbench:tasks"),
    }
    return render(request, "workbench/team/tasks.html", context)


def _row(task: Task, account: int, now: datetime) -> Context:
    return shown(task, account, now) | {"place": task.place or rows.place_of(task.report)}


def _bodies(reach: Reach) -> frozenset[int]:
    return reach.scope.organisations(ANSWER) | reach.scope.organisations(WORK_IN_FIELD)


def _of_desk(reach: Reach) -> bool:
    return reach.scope.everywhere(VERIFY)


def _actor(reach: Reach, task: Task) -> Actor:
    """Somebody of the body that the task is for, or of the desk; nobody else finds the task. Raises Http404."""
    of_body = task.body_id is not None and task.body_id in _bodies(reach)
    if of_body:
        held = frozenset(one for one in _FOR_TASKS if task.body_id in reach.scope.organisations(one))
        return Actor("staff", held, reach.account.pk, task.body_id)
    actor = reach.actor_on(task.report)
    own = reach.account.pk in {task.assignee_id, task.given_by_id}
    if (task.body_id is None and actor.may(VERIFY)) or (own and actor.may(*_FOR_TASKS)):
        return actor
    raise Http404


def _finish(task: Task, actor: Actor, request: HttpRequest, at: datetime) -> str:
    tasks_of_cases.finish_task(task_id=task.pk, result=request.POST.get("text", ""), actor=actor, at=at)
    return _("The task is done.")


def _take(task: Task, actor: Actor, _request: HttpRequest, at: datetime) -> str:
    tasks_of_cases.take_task(task_id=task.pk, actor=actor, at=at)
    return _("The task is yours now.")


def _withdraw(task: Task, actor: Actor, request: HttpRequest, at: datetime) -> str:
    tasks_of_cases.withdraw_task(task_id=task.pk, actor=actor, at=at, reason=request.POST.get("text", ""))
    return _("The task is taken back.")


def _reopen(task: Task, actor: Actor, _request: HttpRequest, at: datetime) -> str:
    tasks_of_cases.reopen_task(task_id=task.pk, actor=actor, at=at)
    return _("The task is open again.")


_ACTS: Final[dict[str, Callable[[Task, Actor, HttpRequest, datetime], str]]] = {
    "selesai": _finish,
    "ambil": _take,
    "tarik": _withdraw,
    "buka": _reopen,
}


@require_POST
@staff(*_FOR_TASKS)
def task(request: HttpRequest, reach: Reach, pk: int, slug: str) -> HttpResponse:
    """Do something with a task. Pressed twice, the second press finds it done and says so."""
    found = queries.task(pk)
    if found is None or slug not in _ACTS:
        raise Http404
    actor = _actor(reach, found)
    try:
        messages.success(request, _ACTS[slug](found, actor, request, clock.now()))
    except errors.TaskEnded:
        messages.info(request, _("Somebody did this before. Nothing was changed"))
    except errors.NoteRequired:
        messages.error(request, _("Write what came of the visit, then press done once more"))
    except errors.TextTooLong as error:
        words = _("The text has %(length)s characters; at most %(limit)s fit. Shorten it")
        messages.error(request, words % {"length": error.length, "limit": error.limit})
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/kerja/")
    return redirect(back if safe else reverse("workbench:tasks"))
