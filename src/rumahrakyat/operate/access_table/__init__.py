"""Every named address of the product, who may open it, and for what: one declared table.

`rumahrakyat roles` asks every address as everybody and compares; `operate/tests/test_roles.py` does the same in the
tests. An address that is in no row is itself a fault. Each area keeps its rows in a module of its own here (`ROWS`,
and `THINGS`: how the rows' objects are made in the province of `world`). A name stands for the objects of one area
only: a second maker of the same name would silently change what the other area's rows are asked for.
"""

from collections import Counter
from typing import Final

from rumahrakyat.operate.access_table import (
    access,
    board,
    calls,
    desk,
    directions,
    handover,
    outside,
    public,
    reference,
    relay,
    signin,
    team,
    watch,
    workbench,
    writing,
)
from rumahrakyat.operate.access_table.rows import Maker, Row

_AREAS = (
    workbench,
    access,
    board,
    calls,
    desk,
    handover,
    reference,
    relay,
    team,
    writing,
    watch,
    directions,
    outside,
    public,
    signin,
)
ROWS: Final[tuple[Row, ...]] = tuple(row for area in _AREAS for row in area.ROWS)
THINGS: Final[dict[str, Maker]] = {name: make for area in _AREAS for name, make in area.THINGS.items()}
_TWICE: Final = {name for name, areas in Counter(name for area in _AREAS for name in area.THINGS).items() if areas > 1}
if _TWICE:
    raise ValueError(f"names of objects that more than one area uses: {sorted(_TWICE)}")
