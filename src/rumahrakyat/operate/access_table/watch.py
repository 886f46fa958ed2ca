"""Who may open the pages for those who watch. Each page shows the figures of one's own sight."""

from typing import Final

from rumahrakyat.operate.access_table.rows import AGENCY, Maker, Row, Thing, Things
from rumahrakyat.operate.access_table.workbench_things import letters_for, missed
from rumahrakyat.operate.access_table.world import Setting
from rumahrakyat.people.roles import OVERSEE, OVERSEE_ALL, PUBLISH_REGISTER, REPRIMAND, RULE_ON_BREACH

_FIGURES: Final = (OVERSEE, OVERSEE_ALL)
_PAGES: Final = (
    "now", "cases", "cases-csv", "agencies", "agencies-csv", "regencies", "regencies-csv", "formulas", "negligence",
    "negligence-csv", "problems", "registers",
)  # fmt: skip
# The letters of the province: who signs them and who watches over the whole province with the right to read cases.
_LETTERS: Final = frozenset({"governor", "secretary", "ombudsman", "inspectorate", "province_coordinator"})
_THIS: Final = {"code": "2026Q3"}


def _rows(world: Setting) -> Things:
    return {
        name: Thing({"row": thing.parts["pk"]}, holder=thing.holder, region=thing.region)
        for name, thing in missed(world).items()
    }


def _letters(world: Setting) -> Things:
    return {name: Thing({"pk": one.pk}) for name, one in letters_for(world).items()}


ROWS: Final = (
    *(Row(f"watch:{name}", _FIGURES) for name in _PAGES),
    *(Row(f"watch:{name}", None, "POST", 405) for name in ("now", "cases-csv", "registers")),
    Row("watch:negligence-row", _FIGURES, things="row of the register"),
    Row("watch:negligence-row", (RULE_ON_BREACH,), "POST", 422, things="row of the register"),
    Row("watch:negligence-many", (RULE_ON_BREACH,)),
    Row("watch:reprimands", _FIGURES, only=_LETTERS),
    Row("watch:reprimands-csv", _FIGURES, only=_LETTERS),
    Row("watch:reprimand-tap", (REPRIMAND,), "POST", 302, sent={"badan": AGENCY}),
    Row("watch:reprimand-new", (REPRIMAND,), query=f"badan={AGENCY}", also_good=frozenset({302})),
    Row("watch:reprimand", _FIGURES, things="letter", only=_LETTERS),
    Row("watch:reprimand-pdf", _FIGURES, things="letter", only=_LETTERS),
    Row("watch:reprimand-recall", (REPRIMAND,), "POST", 302, things="letter"),
    Row("watch:register", (OVERSEE_ALL,), parts=_THIS),
    Row("watch:register-freeze", (PUBLISH_REGISTER,), parts={"code": "2026Q2"}),
    Row("watch:register-correct", (PUBLISH_REGISTER,), parts=_THIS, good=404),
    Row("watch:register-file", (OVERSEE_ALL,), parts={**_THIS, "kind": "json"}),
)
THINGS: Final[dict[str, Maker]] = {"row of the register": _rows, "letter": _letters}
