"""Finding roads of the register: by the names in a text, and by the nearest line to a point. Plain PostgreSQL."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from rumahrakyat.regions.models_roads import Road
from rumahrakyat.regions.roadnames import keys_in

WITHIN_METRES: Final = 30.0
_METRES_OF_A_DEGREE: Final = 111_320.0
_MOST: Final = 50


@dataclass(frozen=True)
class Found:
    """A road that a matter may be about. `metres`: how far its line lies from the pin; None when the text names it."""

    code: str
    name: str
    road_class: str
    owner: str
    source: str
    metres: float | None = None


def find(text: str, *, lat: float | None = None, lon: float | None = None, regency: str | None = None) -> list[Found]:
    """Roads at the pin, the nearest first, then those that the text names in the regency (or anywhere, when that is not
    known). One query, two with a pin."""
    at_pin = near(lat, lon) if lat is not None and lon is not None else []
    return [*at_pin, *named(text, regency=regency)]


def named(text: str, *, regency: str | None = None) -> list[Found]:
    """Roads in force whose name, alias or pair of ends stands in the text, in an order that does not change."""
    keys = keys_in(text)
    if not keys:
        return []
    rows = Road.objects.filter(keys__key__in=keys, valid_to=None).distinct().order_by("source", "code")[:_MOST]
    here = [row for row in rows if regency is None or not row.regencies or regency in row.regencies]
    return [_found(row) for row in here]


def near(lat: float, lon: float, *, within: float = WITHIN_METRES) -> list[Found]:
    """Roads in force whose line passes the point within so many metres, the nearest first; degrees (WGS 84)."""
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) < 85 and abs(lon) <= 180):
        return []
    shrink = math.cos(math.radians(lat))
    high = within / _METRES_OF_A_DEGREE
    wide = high / shrink
    touches = RawSQL(
        "box(point(west, south), point(east, north)) && box(point(%s, %s), point(%s, %s))",
        [lon - wide, lat - high, lon + wide, lat + high],
        output_field=BooleanField(),
    )
    found = []
    for row in Road.objects.filter(touches, valid_to=None, west__isnull=False):
        metres = _distance(row.line or [], lat, lon, shrink)
        if metres <= within:
            found.append(_found(row, metres))
    return sorted(found, key=lambda one: (one.metres, one.source, one.code))


def _found(row: Road, metres: float | None = None) -> Found:
    exact = None if metres is None else round(metres, 1)
    return Found(row.code, row.name, row.road_class, row.owner, row.source, exact)


def _distance(parts: Sequence[Sequence[Sequence[float]]], lat: float, lon: float, shrink: float) -> float:
    """Metres from a point to a line of [lon, lat] parts, on a plane that touches the earth at the point."""
    scale = _METRES_OF_A_DEGREE
    plane = [[((x - lon) * shrink * scale, (y - lat) * scale) for x, y in part] for part in parts]
    return float(shapely.MultiLineString(plane).distance(shapely.Point(0.0, 0.0)))
