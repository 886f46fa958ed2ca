"""Parts of the answer's form that a script asks for while somebody writes: templates, hints, what would be sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.lib import clock, ids
from rumahrakyat.people.roles import ANSWER
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.writing import composing


def _found(reach: Reach, number: str) -> Report:
    """The case, for whoever answers it."""
    try:
        report = access.get_for_staff(reach, ids.parse_tracking_number(number))
    except (access.NotFound, ids.WrongNumber) as error:
        raise Http404 from error
    actor = reach.actor_on(report)
    if not actor.may(ANSWER) or actor.organisation_id != report.holder_id:
        raise Http404
    return report


@require_GET
@staff(ANSWER)
def pick(request: HttpRequest, reach: Reach, number: str) -> HttpResponse:
    report = _found(reach, number)
    context = {"report": report, "picking": composing.offered(report, reach, request.GET.get("cari", "")[:80])}
    return render(request, "workbench/writing/picker.html", context)


@require_POST
@staff(ANSWER)
def check(request: HttpRequest, reach: Reach, number: str) -> HttpResponse:
    report = _found(reach, number)
    context = {"report": report, "checked": composing.checked(request, report, reach), "now": clock.now()}
    return render(request, "workbench/writing/checked.html", context)
