"""Who may open the pages of `workbench.reference`: reference data, help, the tour."""

from typing import Final

from rumahrakyat.operate.access_table.rows import AGENCY, Maker, Row
from rumahrakyat.people.roles import ADMINISTER

_TABLE: Final = {"name": "badan"}
_ADDRESSES: Final = {"name": "alamat"}
_ROW: Final = _TABLE | {"code": AGENCY}

ROWS: Final = (
    Row("workbench:reference", (ADMINISTER,)),
    Row("workbench:reference-table", (ADMINISTER,), parts=_TABLE),
    Row("workbench:reference-table", (ADMINISTER,), good=404, parts={"name": "tidak-ada"}),
    Row("workbench:reference-table", (ADMINISTER,), parts=_ADDRESSES),
    Row("workbench:reference-row", (ADMINISTER,), parts=_ADDRESSES | {"code": "POWER"}),
    Row("workbench:reference-new", (ADMINISTER,), good=404, parts=_ADDRESSES),
    Row("workbench:reference-new", (ADMINISTER,), parts=_TABLE),
    Row("workbench:reference-import", (ADMINISTER,), parts=_TABLE),
    Row("workbench:reference-import", (ADMINISTER,), "POST", 422, parts=_TABLE),
    Row("workbench:reference-export", (ADMINISTER,), parts=_TABLE),
    Row("workbench:reference-row", (ADMINISTER,), parts=_ROW),
    Row("workbench:reference-row", (ADMINISTER,), "POST", 422, parts=_ROW),
    Row("workbench:reference-end", (ADMINISTER,), parts={"code": AGENCY}),
    Row("workbench:reference-end", (ADMINISTER,), "POST", 422, parts={"code": AGENCY}),
    Row("workbench:help"),
    Row("workbench:help-page", parts={"page": "antrean"}),
    Row("workbench:tour"),
    Row("workbench:tour", method="POST", good=302),
)
THINGS: Final[dict[str, Maker]] = {}
