"""The list of appeals that wait for a decision."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from rumahrakyat.duty import queue
from rumahrakyat.lib import clock
from rumahrakyat.people.roles import DECIDE_APPEAL
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench import rows
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell


@require_GET
@staff(DECIDE_APPEAL)
def appeals_page(request: HttpRequest, reach: Reach) -> HttpResponse:
    """By the day on which the decision is due."""
    now, after = clock.now(), request.GET.get("setelah", "")
    page = queue.appeals(reach=reach.cases(DECIDE_APPEAL), after=after)
    listed = rows.listed(page.rows, current="")
    here = reverse("workbench:appeals")
    context: dict[str, Any] = {
        "now": now,
        "groups": rows.by_due_day(listed, now),
        "next_page": f"{here}?{urlencode({'setelah': page.next})}" if page.next else "",
        "first_page": here if after else "",
    }
    return render(request, "workbench/appeals.html", shell(reach, "appeals") | context)
