"""Points on the earth, in degrees (WGS 84), and the cells that make nearness a plain index look-up."""

import math

import h3

RESOLUTION = 9  # hexagons of about 0.1 km2: one street corner
_EARTH_M = 6_371_008.8


def cell_of(lat: float | None, lon: float | None) -> str:
    """The H3 cell of a point at resolution 9, empty without a point."""
    return str(h3.latlng_to_cell(lat, lon, RESOLUTION)) if lat is not None and lon is not None else ""


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (lat, lon) points in metres."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(half))
