"""Who has a case open: pages say so every 20 seconds, and hear of the others and of what happened meanwhile."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from rumahrakyat.lib import clock
from rumahrakyat.people.roles import SEE_CASE
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench.board import meanwhile, operations, queries
from rumahrakyat.workbench.cases import found_case
from rumahrakyat.workbench.entrance import staff

LIFE: Final = timedelta(seconds=60)


@require_POST
@staff(SEE_CASE)
def here(request: HttpRequest, reach: Reach, number: str) -> HttpResponse:
    """Note that this person has the case open; answer with who else has, and what came after `seen`."""
    report = found_case(reach, number)
    now = clock.now()
    seen = request.POST.get("seen", "")
    operations.note(report=report, account=reach.account, at=now, writing=request.POST.get("menulis") == "1")
    others = queries.others(report=report, account=reach.account, since=now - LIFE)
    news = meanwhile.happened(report, seen=int(seen) if seen.isdecimal() else report.last_seq, now=now)
    return render(request, "workbench/board/presence.html", {"others": others, "news": news, "report": report})
