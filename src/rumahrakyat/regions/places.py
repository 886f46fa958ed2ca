"""From a point on the map to the district and village it lies in, in memory.

The outlines of all districts and the points of all villages are read from the province's files once per process,
on first use (about a quarter of a second); after that a look-up takes microseconds and no query.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely.geometry import shape

from rumahrakyat.regions.codes import district_of, parent_of
from rumahrakyat.regions.province import Province, active

# The outlines are simplified by about 100 m, so a pin on a quay may fall just off the coast.
TOLERANCE_DEGREES = 0.0015


@dataclass(frozen=True)
class Place:
    """Where a point lies. ``village`` is the nearest representative point in the district: likely, not certain."""

    district: str
    regency: str
    village: str | None = None


class Map:
    """The districts and villages of one province, prepared for look-ups. Coordinates are degrees, WGS 84."""

    def __init__(self, province: Province) -> None:
        features = province.document("districts.geojson.gz")["features"]
        self.codes: list[str] = [feature["properties"]["code"] for feature in features]
        self.shapes = [shape(feature["geometry"]) for feature in features]
        shapely.prepare(self.shapes)
        self._tree = shapely.STRtree(self.shapes)
        self._villages: dict[str, list[tuple[float, float, str]]] = {}
        for row in province.table("villages.csv"):
            district = district_of(row["code"]) or ""
            self._villages.setdefault(district, []).append((float(row["lat"]), float(row["lon"]), row["code"]))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the province."""
        west, south, east, north = shapely.total_bounds(self.shapes)
        return float(west), float(south), float(east), float(north)

    def locate(self, lat: float, lon: float) -> Place | None:
        """The place of a point; None at sea, outside the province, or when the point is no point at all."""
        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
            return None
        point = shapely.Point(lon, lat)
        hits = self._tree.query(point, predicate="intersects")
        if not len(hits):
            hits = self._tree.query_nearest(point, max_distance=TOLERANCE_DEGREES, all_matches=False)
        if not len(hits):
            return None
        district = min(self.codes[int(hit)] for hit in hits)
        return Place(district, parent_of(district), self.nearest_village(lat, lon, district))

    def nearest_village(self, lat: float, lon: float, district: str) -> str | None:
        """The village of the district whose representative point is nearest; None for an unknown district."""
        shrink = math.cos(math.radians(lat))
        return min(
            self._villages.get(district, []),
            key=lambda point: (point[0] - lat) ** 2 + ((point[1] - lon) * shrink) ** 2,
            default=(0.0, 0.0, None),
        )[2]


@lru_cache(maxsize=2)
def _map(province: Province) -> Map:
    return Map(province)


def prepared() -> Map:
    """The map of this installation's province, read on first use."""
    return _map(active())


def locate(lat: float, lon: float) -> Place | None:
    """District, regency and likely village of a point; None at sea or outside the province."""
    return prepared().locate(lat, lon)
