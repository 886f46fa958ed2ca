"""Who may open the pages of `workbench.calls`: the call centre."""

from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row

ROWS: Final[tuple[Row, ...]] = ()
THINGS: Final[dict[str, Maker]] = {}
