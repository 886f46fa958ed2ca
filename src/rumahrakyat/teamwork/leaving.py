"""When a case leaves a body, what that body still had to do for it is taken back. Once for each entry, in a worker."""

from rumahrakyat.lib import clock
from rumahrakyat.people.actors import NOBODY
from rumahrakyat.reports import queries, timeline
from rumahrakyat.reports.joining import joined_now
from rumahrakyat.reports.models import Entry
from rumahrakyat.reports.tasks_of_cases import leave_bodies


def _left(entry: Entry) -> None:
    report = queries.get(entry.report_id)
    staying = {one.organisation_id for one in joined_now(report)} | ({report.holder_id} - {None})
    leave_bodies(report=report, staying=[one for one in staying if one], actor=NOBODY, at=clock.now())


def register() -> None:
    """Tie it to the timeline; called once at start."""
    timeline.on(["handed_over", "returned", "agency_left"], "teamwork.left", _left)
