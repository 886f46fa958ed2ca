"""Where a case is: an outline of its district with the point and what was reported around it. No tiles, no script."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rumahrakyat.lib import clock, ids
from rumahrakyat.people.roles import SEE_CASE
from rumahrakyat.regions.outlines import Drawing, neighbourhood, regency_map
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.vicinity import Near, near_to
from rumahrakyat.web import formats
from rumahrakyat.workbench import rows
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

_DIGITS: Final = 6
_PIN: Final = 320  # units of a drawing at which a pin has its own size


@dataclass(frozen=True)
class Spot:
    x: int
    y: int
    nth: int = 0


@dataclass(frozen=True)
class Sketch:
    """The outline with the case's own pin (None without a point) and numbered dots of the others."""

    drawing: Drawing
    here: str
    pin: Spot | None
    dots: list[Spot]

    @property
    def scale(self) -> float:
        """How much larger a pin is drawn than on a narrow map."""
        return round(self.drawing.width / _PIN, 2)


@require_GET
@staff(SEE_CASE)
def near(request: HttpRequest, reach: Reach, number: str) -> HttpResponse:
    """A page of its own; for a script the part alone, which the case's page shows beneath the story."""
    try:
        report = access.get_for_staff(reach, ids.parse_tracking_number(number))
    except (access.NotFound, ids.WrongNumber) as error:
        raise Http404 from error
    context = _context(report, reach, clock.now())
    if request.headers.get("HX-Request"):
        return render(request, "workbench/team/near_part.html", context)
    return render(request, "workbench/team/near.html", shell(reach, "queue") | context)


def _context(report: Report, reach: Reach, now: datetime) -> dict[str, Any]:
    found = near_to(report, reach=reach, at=now)
    return {
        "report": report,
        "place": rows.place_of(report),
        "sketch": _sketch(report, found),
        "found": [
            {
                "near": one,
                "nth": nth,
                "metres": formats.number(one.metres),
                "day": formats.near_day(one.report.received_at, now),
                "stage": rows.stage_label(one.report),
            }
            for nth, one in enumerate(found, start=1)
        ],
        "point": _point(report),
    }


def _point(report: Report) -> dict[str, str] | None:
    if report.lat is None or report.lon is None:
        return None
    lat, lon = f"{report.lat:.{_DIGITS}f}", f"{report.lon:.{_DIGITS}f}"
    query = urlencode({"mlat": lat, "mlon": lon})
    return {
        "words": f"{lat}, {lon}",
        "geo": f"geo:{lat},{lon}?q={lat},{lon}",
        "osm": f"https://www.openstreetmap.org/?{query}#map=18/{lat}/{lon}",
        "said": _("Point given by the citizen"),
    }


def _sketch(report: Report, found: list[Near]) -> Sketch | None:
    here = report.district_id or ""
    drawing = neighbourhood(here) if here else regency_map(report.regency_id) if report.regency_id else None
    if drawing is None:
        return None
    pin = _spot(drawing, report, 0)
    dots = [spot for nth, one in enumerate(found, start=1) if (spot := _spot(drawing, one.report, nth))]
    return Sketch(drawing, here, pin, dots)


def _spot(drawing: Drawing, report: Report, nth: int) -> Spot | None:
    if report.lat is None or report.lon is None:
        return None
    at = drawing.spot(report.lat, report.lon)
    return Spot(at[0], at[1], nth) if at else None
