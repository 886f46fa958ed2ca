"""Who may open the pages of `workbench.relay`: village heads and field officers."""

from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row
from rumahrakyat.people.roles import FILE_FOR_VILLAGERS, WORK_IN_FIELD

_VILLAGE: Final = (FILE_FOR_VILLAGERS,)
_FIELD: Final = (WORK_IN_FIELD,)

ROWS: Final[tuple[Row, ...]] = (
    Row("workbench:village", _VILLAGE),
    Row("workbench:village-worker", None),
    Row("workbench:village-data", _VILLAGE),
    Row("workbench:village-send", _VILLAGE, "POST", 422),
    Row("workbench:village-photo", _VILLAGE, "POST", 422),
    Row("workbench:village-told", _VILLAGE, "POST", 422),
    Row("workbench:village-say", _VILLAGE, "POST", 422),
    Row("workbench:field", _FIELD),
    Row("workbench:field-worker", None),
    Row("workbench:field-data", _FIELD),
    Row("workbench:field-send", _FIELD, "POST", 422),
    Row("workbench:field-photo", _FIELD, "POST", 422),
)
THINGS: Final[dict[str, Maker]] = {}
