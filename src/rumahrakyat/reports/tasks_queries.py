"""Reads of tasks on cases."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from rumahrakyat.reports.models import Report
from rumahrakyat.reports.models_tasks import Task, TaskState

_WITH = ("report", "report__regency", "report__district", "report__village", "body", "assignee", "given_by")
MOST_SHOWN = 100


def tasks_of(report: Report) -> list[Task]:
    """All tasks on a case: the open ones first, by their day, then the newest that ended."""
    found = Task.objects.filter(report=report).select_related("assignee", "body", "given_by", "ended_by")
    rows = list(found.order_by("due_on", "pk"))
    ended = [one for one in rows if one.ended_at is not None]
    newest = sorted(ended, key=lambda one: (one.ended_at, one.pk), reverse=True)
    return [one for one in rows if one.state == TaskState.OPEN.value] + newest


def open_for_person(account_id: int, *, kind: str = "") -> list[Task]:
    """What this person has to do, the latest first: by day, then as it was given."""
    return _open(Q(assignee=account_id), kind)


def open_for_bodies(bodies: Collection[int], *, desk: bool = False) -> list[Task]:
    """What nobody of these bodies has taken yet; with `desk` also what verifiers have to do."""
    where = Q(body__in=list(bodies))
    if desk:
        where |= Q(body=None)
    return _open(where & Q(assignee=None))


def open_of_colleagues(bodies: Collection[int], *, account_id: int, desk: bool) -> list[Task]:
    """What others of these bodies have to do."""
    where = Q(body__in=list(bodies))
    if desk:
        where |= Q(body=None)
    return _open(where & Q(assignee__isnull=False) & ~Q(assignee=account_id))


def ended_lately(account_id: int, *, at: datetime) -> list[Task]:
    """What this person had and was done or taken back within seven days, the newest first."""
    found = Task.objects.filter(assignee=account_id, ended_at__gte=at - timedelta(days=7)).select_related(*_WITH)
    return list(found.order_by("-ended_at", "-pk")[:MOST_SHOWN])


def due_unreminded(day: date) -> list[int]:
    """The ids of open tasks whose day has come (local) and of which nobody was reminded."""
    found = Task.objects.filter(state=TaskState.OPEN, reminded_on=None, due_on__lte=day)
    return list(found.order_by("due_on", "pk").values_list("pk", flat=True)[:100])


def task(task_id: int) -> Task | None:
    return Task.objects.filter(pk=task_id).select_related(*_WITH).first()


def _open(where: Q, kind: str = "") -> list[Task]:
    found: QuerySet[Task] = Task.objects.filter(where, state=TaskState.OPEN).select_related(*_WITH)
    if kind:
        found = found.filter(kind=kind)
    return list(found.order_by("due_on", "pk")[:MOST_SHOWN])
