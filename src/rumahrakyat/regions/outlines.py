"""Outlines of regions as small SVG paths: the governor's map, and a district among its neighbours.

Points are projected with one scale for both axes (true shape at the province's middle), rounded to whole units and
written as relative moves, so the map of a whole province costs a page less than 25 kB before compression.
Paths are whole rings: draw them with ``fill-rule="evenodd"``.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely.geometry import MultiPolygon, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from rumahrakyat.regions.places import prepared
from rumahrakyat.regions.province import Province, active

WIDTH = 1000
SIMPLIFY_DEGREES = 0.004
SMALLEST_UNITS = 6.0
NEIGHBOURHOOD_WIDTH = 320
NEIGHBOURHOOD_MARGIN = 0.35


@dataclass(frozen=True)
class Outline:
    """One region: its code, SVG path data, and a point inside it for a label."""

    code: str
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Inset:
    """A frame drawn over empty sea that shows islands too far away to fit; same scale as the map."""

    name: str
    x: int
    y: int
    width: int
    height: int
    outlines: tuple[Outline, ...]


@dataclass(frozen=True)
class Frame:
    """Turns degrees into units of a drawing; ``west`` and ``north`` become 0, 0."""

    west: float
    north: float
    scale: float
    shrink: float

    def xy(self, lon: float, lat: float) -> tuple[int, int]:
        return round((lon - self.west) * self.shrink * self.scale), round((self.north - lat) * self.scale)

    def units(self, degrees: float) -> int:
        return math.ceil(degrees * self.scale)


@dataclass(frozen=True)
class Drawing:
    """Outlines in a common frame ``viewBox="0 0 width height"``."""

    width: int
    height: int
    outlines: tuple[Outline, ...]
    insets: tuple[Inset, ...] = ()
    frame: Frame | None = None

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    def spot(self, lat: float, lon: float) -> tuple[int, int] | None:
        """Where a point lies on this drawing; None outside it."""
        if self.frame is None:
            return None
        x, y = self.frame.xy(lon, lat)
        return (x, y) if 0 <= x <= self.width and 0 <= y <= self.height else None


def province_map() -> Drawing:
    """The regencies and cities of this installation's province, far islands in an inset."""
    return _province_map(active())


@lru_cache(maxsize=2)
def _province_map(province: Province) -> Drawing:
    features = province.document("regencies.geojson.gz")["features"]
    codes = [feature["properties"]["code"] for feature in features]
    exact = [shape(feature["geometry"]) for feature in features]
    coarse = list(shapely.coverage_simplify(exact, SIMPLIFY_DEGREES))
    windows = [(inset, box(*inset["bounds"])) for inset in province.facts.get("map_insets", [])]
    far = shapely.union_all([window for _, window in windows])
    mainland = [geometry.difference(far) for geometry in coarse]
    west, south, east, north = shapely.total_bounds(mainland)
    middle = math.cos(math.radians((south + north) / 2))
    frame = Frame(west, north, WIDTH / ((east - west) * middle), middle)
    insets = tuple(
        _inset(inset["name"], inset["place"], window, frame, zip(codes, coarse, strict=True))
        for inset, window in windows
    )
    outlines = _outlines(zip(codes, mainland, strict=True), frame, SMALLEST_UNITS)
    return Drawing(WIDTH, frame.units(north - south), outlines, insets, frame)


def _inset(
    name: str, place: list[float], window: Polygon, frame: Frame, regions: Iterable[tuple[str, BaseGeometry]]
) -> Inset:
    west, south, east, north = window.bounds
    x, y = frame.xy(*place)
    own = Frame(west, north, frame.scale, frame.shrink)
    shown = [(code, geometry.intersection(window)) for code, geometry in regions]
    width, height = own.units((east - west) * frame.shrink), own.units(north - south)
    return Inset(name, max(x, 0), max(y, 0), width, height, _outlines(shown, own, 1.0))


@lru_cache(maxsize=1024)
def neighbourhood(district: str) -> Drawing | None:
    """A district and whatever lies around it, the district first; None for a code that is not on the map."""
    known = prepared()
    if district not in known.codes:
        return None
    centre = known.shapes[known.codes.index(district)]
    west, south, east, north = centre.bounds
    margin = max(east - west, north - south) * NEIGHBOURHOOD_MARGIN
    window = box(west - margin, south - margin, east + margin, north + margin)
    near = [(code, found) for code, found in zip(known.codes, known.shapes, strict=True) if found.intersects(window)]
    near.sort(key=lambda pair: (pair[0] != district, pair[0]))
    return _drawing(near, window, NEIGHBOURHOOD_WIDTH)


@lru_cache(maxsize=64)
def regency_map(regency: str) -> Drawing | None:
    """The districts of one regency or city; None for a code that is not on the map."""
    known = prepared()
    own = [pair for pair in zip(known.codes, known.shapes, strict=True) if pair[0].startswith(f"{regency}.")]
    if not own:
        return None
    return _drawing(own, box(*shapely.total_bounds([geometry for _, geometry in own])), NEIGHBOURHOOD_WIDTH * 2)


def _drawing(regions: list[tuple[str, BaseGeometry]], window: Polygon, width: int) -> Drawing:
    west, south, east, north = window.bounds
    middle = math.cos(math.radians((south + north) / 2))
    frame = Frame(west, north, width / ((east - west) * middle), middle)
    simple = shapely.coverage_simplify([geometry for _, geometry in regions], 1.5 / frame.scale)
    clipped = [(code, geometry.intersection(window)) for (code, _), geometry in zip(regions, simple, strict=True)]
    return Drawing(width, frame.units(north - south), _outlines(clipped, frame, 2.0), frame=frame)


def _outlines(regions: Iterable[tuple[str, BaseGeometry]], frame: Frame, smallest: float) -> tuple[Outline, ...]:
    """Regions as paths; specks smaller than `smallest` square units go, but never a region's largest part."""
    outlines = []
    for code, geometry in regions:
        parts = sorted(_polygons(geometry), key=lambda part: -part.area)
        if not parts:
            continue
        unit = frame.scale * frame.scale * frame.shrink
        kept = [part for nth, part in enumerate(parts) if nth == 0 or part.area * unit >= smallest]
        label = parts[0].representative_point()
        outlines.append(Outline(code, "".join(_path(part, frame) for part in kept), *frame.xy(label.x, label.y)))
    return tuple(outlines)


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    if isinstance(geometry, MultiPolygon):
        return list(geometry.geoms)
    return [part for part in getattr(geometry, "geoms", []) if isinstance(part, Polygon)]


def _path(part: Polygon, frame: Frame) -> str:
    return "".join(_ring([frame.xy(x, y) for x, y in ring.coords], ring is part.exterior) for ring in _rings(part))


def _rings(part: Polygon) -> list[shapely.LinearRing]:
    return [part.exterior, *part.interiors]


def _ring(points: list[tuple[int, int]], outer: bool) -> str:
    """A closed ring as one absolute and many relative moves; a hole that shrank to nothing is left out."""
    distinct = [point for nth, point in enumerate(points[:-1]) if nth == 0 or point != points[nth - 1]]
    if len(distinct) < 3 and not outer:
        return ""
    x, y = distinct[0]
    text = f"M{x} {y}l"
    moves = []
    for to_x, to_y in distinct[1:]:
        moves.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    return text + " ".join(moves).replace(" -", "-") + "z"
