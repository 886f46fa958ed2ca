"""What else was reported close to a case: by distance, within the reader's reach."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.reports.access import Reach, visible
from rumahrakyat.reports.models import Report

METRES: Final = 1000
DAYS: Final = 180
MOST: Final = 10
_MOST_READ: Final = 200
_METRES_OF_A_DEGREE: Final = 111_320.0


@dataclass(frozen=True)
class Near:
    report: Report
    metres: int


def near_to(report: Report, *, reach: Reach, at: datetime) -> list[Near]:
    """Cases with a point within a kilometre, received within half a year and within reach, the nearest first, in one
    query; at most ten. Nothing for a case without a point or a regency."""
    if report.lat is None or report.lon is None or report.regency_id is None:
        return []
    height = METRES / _METRES_OF_A_DEGREE
    width = height / max(math.cos(math.radians(report.lat)), 0.01)
    around = visible(reach).filter(
        regency=report.regency_id,
        received_at__gte=at - timedelta(days=DAYS),
        lat__range=(report.lat - height, report.lat + height),
        lon__range=(report.lon - width, report.lon + width),
    )
    rows = around.exclude(pk=report.pk).select_related("holder", "category").order_by("-received_at")[:_MOST_READ]
    found = [Near(one, _metres(report, one)) for one in rows]
    within = [one for one in found if one.metres <= METRES]
    return sorted(within, key=lambda one: (one.metres, -one.report.pk))[:MOST]


def _metres(one: Report, other: Report) -> int:
    """Along a flat earth: exact to a metre within a kilometre."""
    assert one.lat is not None
    assert one.lon is not None
    assert other.lat is not None
    assert other.lon is not None
    north = (other.lat - one.lat) * _METRES_OF_A_DEGREE
    east = (other.lon - one.lon) * _METRES_OF_A_DEGREE * math.cos(math.radians(one.lat))
    return round(math.hypot(north, east))
