"""Who may open the pages of `workbench.relay`: village heads and field officers."""

from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row
from rumahrakyat.people.roles import FILE_FOR_VILLAGERS

_VILLAGE: Final = (FILE_FOR_VILLAGERS,)

ROWS: Final[tuple[Row, ...]] = (
    Row("workbench:village", _VILLAGE),
    Row("workbench:village-worker", _VILLAGE),
    Row("workbench:village-data", _VILLAGE),
    Row("workbench:village-send", _VILLAGE, "POST", 422),
    Row("workbench:village-photo", _VILLAGE, "POST", 422),
    Row("workbench:village-told", _VILLAGE, "POST", 422),
    Row("workbench:village-say", _VILLAGE, "POST", 422),
)
THINGS: Final[dict[str, Maker]] = {}
