"""Following another's case instead of reporting anew. What was told is kept all the same, as a report of its own with
its own number and receipt, and goes on in the case that is followed: nobody's words are lost to a suggestion.
"""

from datetime import datetime

from rumahrakyat.duplicates import operations, queries
from rumahrakyat.duplicates.queries import Told
from rumahrakyat.reports.models import Report, Visibility
from rumahrakyat.reports.states import Stage


def follow(*, report: Report, number: str, told: Told, at: datetime) -> bool:
    """Join a report that has just been taken in to the case `number`, at its reporter's wish.

    Only a case that `queries.offers` names for these words can be followed, so that nobody can attach a report to a
    case by guessing numbers. False when it is not among them or has ended meanwhile: the report stands by itself then.
    """
    if report.visibility != Visibility.PUBLIC or Stage(report.stage) is Stage.MERGED:
        return False
    offered = {one.report.number: one.report.pk for one in queries.offers(told, at=at)}
    into = offered.get(number)
    if into is None or into == report.pk:
        return False
    return operations.join(report=report, into_id=into, reason=operations.FOLLOWED, at=at)
