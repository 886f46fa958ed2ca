"""Whoever is given a case by somebody else finds it behind the bell."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahrakyat.people import notices
from rumahrakyat.reports import timeline
from rumahrakyat.reports.models import Entry

GIVEN: Final = "case_given"


def _given(entry: Entry) -> None:
    person = entry.data.get("person")
    if not person:
        return
    notices.tell(
        accounts=[int(person)],
        code=GIVEN,
        key=f"given:{entry.pk}",
        path=reverse("workbench:case", args=[entry.report.number]),
        at=entry.at,
        number=entry.report.number,
        by=entry.account_id,
    )


def register() -> None:
    """Called once at start."""
    notices.declare(GIVEN, _("%(by)s gave you %(number)s"))
    timeline.on(["given"], "workbench.given", _given)
