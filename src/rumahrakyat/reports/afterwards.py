"""Until when the reporter may open an ended case again: the same thirty days as for an appeal."""

from datetime import datetime

from rumahrakyat.reports.appeals import WITHIN
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.reports.states import ENDED, Stage


class TooLate(ReportError):
    """The case ended more than thirty days ago: a new report, linked to it, is offered instead."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def window_of(report: Report) -> datetime | None:
    """Until when an ended case can be reopened; None for one that is open or goes on as another."""
    if Stage(report.stage) not in ENDED - {Stage.MERGED} or report.closed_at is None:
        return None
    return report.closed_at + WITHIN


def is_over(report: Report, at: datetime) -> bool:
    """Whether the case ended too long ago for anything to be added to it."""
    until = window_of(report)
    return until is not None and at > until


def words_since_end(report: Report) -> Entry | None:
    """What the reporter wrote last since the case ended; None when it is open, or nothing was said."""
    if report.closed_at is None:
        return None
    said = Entry.objects.filter(report=report, type="replied", at__gte=report.closed_at, actor_kind="citizen")
    return said.order_by("-seq").first()
