"""Who may open the pages of `workbench.board`: queue, inbox, search, assignment."""

from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row

ROWS: Final[tuple[Row, ...]] = ()
THINGS: Final[dict[str, Maker]] = {}
