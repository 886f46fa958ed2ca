"""Two reports of the same matter handled as one case: the child ends as merged, the parent goes on for both."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

from rumahrakyat.people.actors import Actor
from rumahrakyat.reports import timeline
from rumahrakyat.reports.errors import CannotMerge
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.moves import moving, required
from rumahrakyat.reports.states import ENDED, Stage


def merge(
    *, report_id: int, into_id: int, text: str, actor: Actor, at: datetime, seen_seq: int | None = None
) -> Report:
    """Join a case to another open one. A first answer that is still owed and not late is owed by the other from now
    on, by the earlier of the two promises. Raises `CannotMerge`.

    Since only an open case can take another in, and a merged one is not open, there can be no circle.
    """
    if report_id == into_id:
        raise CannotMerge("itself")
    with transaction.atomic():
        # Both rows in one order, so that two merges the other way round cannot wait for each other.
        both = Report.objects.select_for_update(of=("self",)).filter(pk__in=[report_id, into_id]).order_by("pk")
        parent = {one.pk: one for one in both}.get(into_id)
        with moving(report_id, "merge", actor, seen_seq) as (child, _transition):
            reason = required(text)
            if parent is None or Stage(parent.stage) in ENDED | {Stage.RESOLVED}:
                raise CannotMerge("ended")
            if parent.visibility != child.visibility:
                raise CannotMerge("visibility")
            _join(child, parent, reason, actor, at)
    return child


def _join(child: Report, parent: Report, reason: str, actor: Actor, at: datetime) -> None:
    owed = child.answer_due_at if child.answer_due_at and child.answer_due_at >= at else None
    child.stage, child.stage_before_waiting = Stage.MERGED.value, ""
    child.parent, child.closed_at = parent, at
    child.save(update_fields=["stage", "stage_before_waiting", "parent", "closed_at"])
    timeline.append(child, "merged", actor=actor, at=at, data={"to": parent.number}, personal={"text": reason})
    data: dict[str, object] = {"number": child.number}
    if owed is not None:
        data["answer_due_at"] = owed.isoformat()
    timeline.append(parent, "joined", actor=actor, at=at, data=data)


def unmerge(*, report_id: int, text: str, actor: Actor, at: datetime, seen_seq: int | None = None) -> Report:
    """It was another matter after all: the case is open again at its former holder and owes a first answer."""
    with moving(report_id, "unmerge", actor, seen_seq) as (report, _transition):
        reason = required(text)
        former = report.parent.number if report.parent else ""
        if report.holder is not None and not report.holder.can_hold:
            report.holder, report.assignee_id = None, None
        report.stage = Stage.ASSIGNED.value if report.holder else Stage.RECEIVED.value
        report.parent, report.closed_at = None, None
        report.save(update_fields=["stage", "holder", "assignee", "parent", "closed_at"])
        data: dict[str, object] = {"number": former, "holder": report.holder.code if report.holder else None}
        timeline.append(report, "unmerged", actor=actor, at=at, data=data, personal={"text": reason})
    return report


def family(report_id: int) -> list[Report]:
    """The cases merged into this one, and into those, oldest first; one query for each generation."""
    found: list[Report] = []
    generation = [report_id]
    while generation:
        children = list(Report.objects.filter(parent__in=generation, stage=Stage.MERGED.value).order_by("pk"))
        found += children
        generation = [one.pk for one in children]
    return found


def head_of(report: Report) -> Report:
    """The case that goes on for this one: itself, or what it was merged into, and that into."""
    while report.stage == Stage.MERGED.value and report.parent is not None:
        report = report.parent
    return report


_REPORTERS = """
WITH RECURSIVE family(root, id) AS (
 SELECT id, id FROM reports_report WHERE id = ANY(%s)
 UNION ALL
 SELECT family.root, child.id FROM family JOIN reports_report child ON child.parent_id = family.id
 WHERE child.stage = 'merged'
)
SELECT family.root, count(DISTINCT coalesce(person.same_as_id, person.id)) FROM family
JOIN reports_report report ON report.id = family.id JOIN people_reporter person ON person.id = report.reporter_id
GROUP BY family.root
"""


def with_reporters() -> RawSQL:
    """An annotation for a selection of cases: how many different people reported each, as `reporters_of` counts."""
    return RawSQL(
        "(WITH RECURSIVE family(id) AS (SELECT reports_report.id UNION ALL"
        " SELECT child.id FROM family JOIN reports_report child ON child.parent_id = family.id"
        " WHERE child.stage = 'merged')"
        " SELECT count(DISTINCT coalesce(person.same_as_id, person.id)) FROM family"
        " JOIN reports_report report ON report.id = family.id JOIN people_reporter person"
        " ON person.id = report.reporter_id)",
        [],
        output_field=IntegerField(),
    )


def reporters_of(report_ids: Collection[int]) -> dict[int, int]:
    """By case: how many different people reported it, those of merged reports included. One query."""
    if not report_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_REPORTERS, [list(report_ids)])
        return dict(cursor.fetchall())
