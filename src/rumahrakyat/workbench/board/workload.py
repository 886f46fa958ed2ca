"""Who of the body has how much, and giving out what nobody has taken."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rumahrakyat.duty import queue
from rumahrakyat.duty.colleagues import Colleague, colleagues
from rumahrakyat.duty.filters import of_person
from rumahrakyat.duty.queue import Tab
from rumahrakyat.lib import clock
from rumahrakyat.people.roles import SEE_CASE
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench import rows
from rumahrakyat.workbench.board import filters, persons
from rumahrakyat.workbench.board.pane import dispatches
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

_SHOWN = 50


@require_GET
@staff(SEE_CASE)
def workload(request: HttpRequest, reach: Reach) -> HttpResponse:
    """For everybody of a body that holds cases; whoever gives cases out finds them here to be ticked."""
    bodies = filters.bodies(reach)
    if not bodies:
        raise Http404
    now = clock.now()
    people = colleagues(bodies, at=now)
    free = queue.page(reach=reach.cases() & of_person(0), tab=Tab.ALL, at=now, limit=_SHOWN)
    listed = rows.listed(free.rows, current="")
    context = shell(reach, "workload") | {
        "now": now,
        "people": [_row(one) for one in people],
        "groups": rows.by_due_day(listed, now),
        "more": bool(free.next),
        "gives": dispatches(reach),
        "pane": "queue",
        "bulk": [("petugas", _("Give to a person"))],
        "free_at": f"{reverse('workbench:queue')}?orang={filters.FREE}",
    }
    return render(request, "workbench/board/workload.html", context)


def _row(one: Colleague) -> dict[str, object]:
    here = reverse("workbench:queue")
    person = str(one.account.pk) if one.account else filters.FREE
    return {
        "name": one.account.name if one.account else _("Not taken"),
        "title": one.account.title if one.account else "",
        "load": one.load,
        "away": persons.away_words(one.away) if one.away else "",
        "href": f"{here}?orang={person}",
        "late_href": f"{here}?tab=lewat&orang={person}",
        "today_href": f"{here}?orang={person}&hari=ini",
        "nobody": one.account is None,
    }
