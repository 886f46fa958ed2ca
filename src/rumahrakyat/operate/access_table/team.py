"""Who may open the pages of `workbench.team`: working on a case together."""

from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row

ROWS: Final[tuple[Row, ...]] = ()
THINGS: Final[dict[str, Maker]] = {}
