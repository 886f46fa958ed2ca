"""The sheet of a day: page, PDF, CSV."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rumahrakyat.desk import figures, queries
from rumahrakyat.desk.figures import DaySheet
from rumahrakyat.desk.receipts import day as papers
from rumahrakyat.desk.receipts.sheet import day_words
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.organisations.models import ServicePoint
from rumahrakyat.reports.access import Reach
from rumahrakyat.web import formats
from rumahrakyat.web.requests import day_of
from rumahrakyat.workbench.desk.counter import KEEPERS
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell


def _asked(request: HttpRequest, reach: Reach) -> tuple[list[ServicePoint], ServicePoint | None, date]:
    points = queries.points_of(reach.scope, *KEEPERS)
    code = request.GET.get("titik", "").upper()
    point = next((one for one in points if one.code.upper() == code), points[0] if points and not code else None)
    if code and point is None:
        raise Http404
    return points, point, day_of(request.GET.get("hari", "")) or wallclock.day_of(clock.now())


@require_GET
@staff(*KEEPERS)
def day_page(request: HttpRequest, reach: Reach) -> HttpResponse:
    """One day of one point, with the formulas."""
    points, point, day = _asked(request, reach)
    found = figures.sheet(point, day) if point else None
    context: dict[str, Any] = {"points": points, "point": point, "day": day.isoformat(), "found": found}
    if found:
        context |= _shown(found)
    return render(request, "workbench/desk/day.html", shell(reach, "desk-day") | context)


def _shown(found: DaySheet) -> dict[str, Any]:
    most = max((count for _hour, count in found.by_hour), default=1)
    return {
        "day_words": day_words(found.day),
        "hours": [(f"{hour:02d}.00", count, round(100 * count / most)) for hour, count in found.by_hour],
        "wait": (papers.minutes(found.wait.median), papers.minutes(found.wait.p90)),
        "service": (papers.minutes(found.service.median), papers.minutes(found.service.p90)),
        "counters": [
            (one, papers.minutes(one.service.median), papers.minutes(one.service.p90)) for one in found.counters
        ],
        "letters": ", ".join(f"{letter} {formats.number(count)}" for letter, count in found.by_letter),
    }


@require_GET
@staff(*KEEPERS)
def file(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The same as a file: `bentuk` is pdf or csv."""
    _points, point, day = _asked(request, reach)
    kind = request.GET.get("bentuk", "pdf")
    if point is None or kind not in {"pdf", "csv"}:
        raise Http404
    name = f"loket-{point.code.lower()}-{day.isoformat()}.{kind}"
    if kind == "csv":
        answer = HttpResponse(figures.as_csv(point, day), content_type="text/csv; charset=utf-8")
    else:
        made = papers.pdf(figures.sheet(point, day), at=clock.now())
        answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
