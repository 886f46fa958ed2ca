"""Home, the lists anybody may read, service points, help."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rumahrakyat.desk import queries as desk
from rumahrakyat.duty import queries as duty
from rumahrakyat.lib import clock
from rumahrakyat.public import promise, story
from rumahrakyat.public.draft import Draft
from rumahrakyat.public.drawer import drawer_of
from rumahrakyat.regions import queries as regions
from rumahrakyat.reports import queries as reports
from rumahrakyat.reports.models import Report
from rumahrakyat.web.components import stage_code

PLACE_COOKIE: Final = "tempat"
_LISTED: Final = 20


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The question; then the box for those who asked before, how the promise is kept, what goes on nearby."""
    now = clock.now()
    regency = _chosen_regency(request)
    context: dict[str, Any] = {
        "draft": Draft.from_values(drawer_of(request).values.get("draft")),
        "due_at": now + timedelta(hours=24),
        "promise": promise.at(now),
        "cases": _told(reports.latest_public(regency=regency or None, limit=5), now),
        "points": desk.points_now(now)[:4],
        "regencies": regions.regencies(),
        "regency": regency,
        "now": now,
    }
    context["regency_name"] = next((one.short_name for one in context["regencies"] if one.code == regency), "")
    response = render(request, "public/home.html", context)
    if request.GET.get("di") is not None:
        response.set_cookie(PLACE_COOKIE, regency, max_age=365 * 24 * 3600, httponly=True, samesite="Lax")
    return response


def _chosen_regency(request: HttpRequest) -> str:
    """The code of the regency this reader wants to see; empty for the whole province."""
    chosen = request.GET.get("di", request.COOKIES.get(PLACE_COOKIE, ""))
    return chosen if chosen.replace(".", "").isdigit() and len(chosen) == 5 else ""


def _told(found: list[Report], now: datetime) -> list[dict[str, Any]]:
    """Cases as a list shows them: late ones say so, the others where they stand."""
    running = duty.running_first_response([report.pk for report in found])
    rows = []
    for report in found:
        due = running.get(report.pk)
        rows.append(
            {
                "report": report,
                "place": story.place_of(report),
                "holder": story.name_of(report.holder),
                "late_due_at": due.due_at if due and due.due_at <= now else None,
                "stage_code": stage_code(report),
                "stage_label": story.stage_label(report),
            }
        )
    return rows


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """The newest public cases, of one regency or of all; further back by key."""
    now = clock.now()
    regency = _chosen_regency(request)
    if request.GET.get("lewat"):
        return _late_cases(request, now)
    before = request.GET.get("sebelum", "")
    found = reports.latest_public(
        regency=regency or None, limit=_LISTED + 1, before=int(before) if before.isdecimal() else None
    )
    older = ""
    if len(found) > _LISTED:
        older = f"?di={regency}&sebelum={found[_LISTED - 1].pk}"
    regencies = list(regions.regencies())
    context = {
        "cases": _told(found[:_LISTED], now),
        "regencies": regencies,
        "regency": regency,
        "regency_name": next((one.short_name for one in regencies if one.code == regency), ""),
        "older": older,
        "newer": f"?di={regency}" if before else "",
        "now": now,
    }
    return render(request, "public/cases.html", context)


def _late_cases(request: HttpRequest, now: datetime) -> HttpResponse:
    """The cases behind the figure "past the deadline now"; confidential ones are counted there, not listed here."""
    found = duty.longest_late_public(now, limit=2 * _LISTED)
    return render(request, "public/cases.html", {"cases": _told(found, now), "late": True, "now": now})


@require_GET
def service_points(request: HttpRequest) -> HttpResponse:
    """Where to go, and whether somebody is there now."""
    now = clock.now()
    return render(request, "public/points.html", {"points": desk.offers(now), "now": now})


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "public/help.html")


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@require_GET
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages, not the way a report is written nor the staff's pages."""
    lines = ["User-agent: *", "Disallow: /lapor/", "Disallow: /kerja/", "Disallow: /pantau/", "Disallow: /masuk/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
