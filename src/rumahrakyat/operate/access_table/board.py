"""Who may open the pages of `workbench.board`: queue, inbox, search, assignment."""

from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row
from rumahrakyat.people.roles import SEE_ALL, SEE_CASE

# Those whose body holds cases: among its people they see and give out work.
_OF_A_BODY: Final = frozenset({"officer", "deputy", "head"})

ROWS: Final[tuple[Row, ...]] = (
    Row("workbench:search", (SEE_CASE,), "POST", 302, sent={"q": "jalan"}),
    Row("workbench:narrow", (SEE_CASE,)),
    Row("workbench:narrow", (SEE_CASE,), "POST", 302, sent={"kanal": "web"}),
    Row("workbench:bulk", (SEE_CASE,), "POST", 302),
    Row("workbench:workload", (SEE_CASE,), only=_OF_A_BODY),
    Row("workbench:take-back", (SEE_CASE,), "POST", 302),
    Row("workbench:presence", (SEE_CASE, SEE_ALL), "POST", things="seen case"),
)
THINGS: Final[dict[str, Maker]] = {
    "seen case": lambda world: world.things_of("own", "foreign", "confidential", "waiting"),
}
