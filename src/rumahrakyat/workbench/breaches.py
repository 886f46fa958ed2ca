"""The rows of the register of negligence that a case has, for its page."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.duty.models import Breach
from rumahrakyat.duty.negligence import words
from rumahrakyat.duty.reading import ReadClock
from rumahrakyat.people.roles import OVERSEE_ALL, SEE_CASE
from rumahrakyat.reports.access import Reach

Context = dict[str, Any]


def of_case(clocks: Sequence[ReadClock], reach: Reach) -> list[Context]:
    """The rows of a case for its page, the oldest deadline first, each with the way to it that this reader has; for the
    part `workbench/parts/breaches.html`, which takes them as `breaches`."""
    bodies = reach.scope.organisations(SEE_CASE)
    rows = sorted(((one, read.clock) for read in clocks for one in read.breaches), key=lambda row: row[0].due_at)
    return [
        {
            "obligation": words.obligation(clock.obligation, clock.cycle),
            "agency": one.holder.short_name if one.holder else _("Verification desk"),
            "state": words.STATES[one.state],
            "look": words.LOOKS[one.state],
            "href": _way(one, bodies, reach),
        }
        for one, clock in rows
    ]


def _way(one: Breach, bodies: frozenset[int], reach: Reach) -> str:
    if one.holder_id in bodies:
        return reverse("workbench:negligence-row", args=[one.pk])
    everywhere = reach.scope.everywhere(OVERSEE_ALL)
    return reverse("watch:negligence-row", args=[one.pk]) if everywhere else ""
