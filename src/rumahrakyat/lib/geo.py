"""Points on the earth, in degrees (WGS 84), and the cells that make nearness a plain index look-up."""

import h3

RESOLUTION = 9  # hexagons of about 0.1 km2: one street corner


def cell_of(lat: float | None, lon: float | None) -> str:
    """The H3 cell of a point at resolution 9, empty without a point."""
    return str(h3.latlng_to_cell(lat, lon, RESOLUTION)) if lat is not None and lon is not None else ""
