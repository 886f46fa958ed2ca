"""The rows of the register of negligence that a case has, for its page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.duty.negligence import queries as register
from rumahrakyat.duty.negligence import words
from rumahrakyat.duty.negligence.queries import Row
from rumahrakyat.people.roles import OVERSEE_ALL, SEE_CASE
from rumahrakyat.reports.access import Reach

Context = dict[str, Any]


def of_case(report_id: int, reach: Reach) -> list[Context]:
    """The rows of a case for its page, each with the way to it that this reader has; for the part
    `workbench/parts/breaches.html`, which takes them as `breaches`."""
    bodies = reach.scope.organisations(SEE_CASE)
    return [
        {
            "obligation": words.obligation(one.breach.clock.obligation, one.breach.clock.cycle),
            "agency": one.breach.holder.short_name if one.breach.holder else _("Verification desk"),
            "state": words.STATES[one.breach.state],
            "look": words.LOOKS[one.breach.state],
            "href": _way(one, bodies, reach),
        }
        for one in register.of_case(report_id)
    ]


def _way(one: Row, bodies: frozenset[int], reach: Reach) -> str:
    if one.breach.holder_id in bodies:
        return reverse("workbench:negligence-row", args=[one.breach.pk])
    everywhere = reach.scope.everywhere(OVERSEE_ALL)
    return reverse("watch:negligence-row", args=[one.breach.pk]) if everywhere else ""
