"""Points on the earth, in degrees (WGS 84), and the cells that make nearness a plain index look-up."""

import h3

RESOLUTION = 9  # hexagons of about 0.1 km2: one street corner


def cell_of(lat: float | None, lon: float | None) -> str:
    """The H3 cell of a point at resolution 9, empty without a point."""
    return str(h3.latlng_to_cell(lat, lon, RESOLUTION)) if lat is not None and lon is not None else ""


def cell_number(lat: float | None, lon: float | None, resolution: int) -> int | None:
    """The H3 cell of a point as a number (it fits a bigint); None without a point."""
    if lat is None or lon is None:
        return None
    return int(h3.str_to_int(h3.latlng_to_cell(lat, lon, resolution)))


def cells_around(cell: int, rings: int) -> list[int]:
    """This cell and those within so many rings of it, as numbers."""
    return [int(h3.str_to_int(one)) for one in h3.grid_disk(h3.int_to_str(cell), rings)]
