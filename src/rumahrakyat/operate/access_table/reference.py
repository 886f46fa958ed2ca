"""Who may open the pages of `workbench.reference`: reference data, the tour."""

from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row

ROWS: Final[tuple[Row, ...]] = ()
THINGS: Final[dict[str, Maker]] = {}
