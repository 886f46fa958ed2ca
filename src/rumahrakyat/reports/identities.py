"""Who may know the name of the person that reported."""

from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import ANSWER, SEE_IDENTITY
from rumahrakyat.reports.models import Identity, Report


def knows_identity(report: Report, actor: Actor) -> bool:
    """Whether the reporter's name may be shown to this person for this case."""
    if report.identity == Identity.ANONYMOUS:
        return False
    return actor.may(SEE_IDENTITY) or (report.identity == Identity.NAMED and actor.may(ANSWER))


def is_secret(report: Report, actor: Actor) -> bool:
    """Whether it is a confidential name that this person may know: that it was read is noted."""
    return report.identity == Identity.CONFIDENTIAL and knows_identity(report, actor)
