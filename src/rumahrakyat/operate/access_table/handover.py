"""Who may open the pages of `workbench.handover`: letters to outside bodies, disputes, appeals."""

from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row

ROWS: Final[tuple[Row, ...]] = ()
THINGS: Final[dict[str, Maker]] = {}
