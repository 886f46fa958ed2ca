"""Reads of the audit trail."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from rumahrakyat.lib import wallclock
from rumahrakyat.people.models_records import AuditLine

PAGE: Final = 100
MOST_EXPORTED: Final = 20_000


@dataclass(frozen=True)
class Asked:
    """What is looked for: the user name of who did it, an act or its part before the dot, a subject as it is written,
    local days from the first to the last. Empty: anything."""

    person: str = ""
    act: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def lines(asked: Asked) -> QuerySet[AuditLine]:
    """The newest first."""
    found = AuditLine.objects.select_related("account").order_by("-at", "-pk")
    if asked.person:
        found = found.filter(account__username=asked.person)
    if asked.act:
        found = found.filter(act__startswith=asked.act)
    if asked.subject:
        found = found.filter(subject=asked.subject)
    if asked.first:
        found = found.filter(at__gte=wallclock.midnight(asked.first))
    if asked.last:
        found = found.filter(at__lt=wallclock.end_of(asked.last))
    return found


def page(asked: Asked, *, before: int = 0) -> tuple[list[AuditLine], int]:
    """One page, and the number from which the next begins (0: there is none)."""
    found = lines(asked)
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else 0
