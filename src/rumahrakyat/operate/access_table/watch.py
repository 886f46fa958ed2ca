"""Who may open the pages for those who watch. Each page shows the figures of one's own sight."""

from typing import Final

from rumahrakyat.operate.access_table.rows import AGENCY, Maker, Row, Thing, Things
from rumahrakyat.operate.access_table.workbench_things import letters_for, missed
from rumahrakyat.operate.access_table.world import Setting
from rumahrakyat.people.roles import (
    ADMINISTER,
    EXPORT_FACTS,
    OVERSEE,
    OVERSEE_ALL,
    PUBLISH_REGISTER,
    READ_BRIEF,
    REPRIMAND,
    RULE_ON_BREACH,
)

_FIGURES: Final = (OVERSEE, OVERSEE_ALL)
_PAGES: Final = (
    "now", "cases", "cases-csv", "agencies", "agencies-csv", "regencies", "regencies-csv", "formulas", "negligence",
    "negligence-csv", "problems", "registers", "cases-xlsx", "agencies-xlsx", "regencies-xlsx", "topics", "map",
    "scores", "kept", "negligence-xlsx",
)  # fmt: skip
# The letters of the province: who signs them and who watches over the whole province with the right to read cases.
_LETTERS: Final = frozenset(
    {"governor", "deputy_governor", "secretary", "ombudsman", "inspectorate", "province_coordinator"}
)
_A_MONDAY: Final = {"day": "2026-07-20"}
_BRIEFS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("briefs", {}),
    ("brief", _A_MONDAY),
    ("brief-pdf", _A_MONDAY),
)
_THIS: Final = {"code": "2026Q3"}


def _rows(world: Setting) -> Things:
    return {
        name: Thing({"row": thing.parts["pk"]}, holder=thing.holder, region=thing.region)
        for name, thing in missed(world).items()
    }


def _letters(world: Setting) -> Things:
    return {name: Thing({"pk": one.pk}) for name, one in letters_for(world).items()}


ROWS: Final = (
    # Briefs are read by those they are sent to; hour and rules are set by whoever runs the system.
    *(Row(f"watch:{name}", (READ_BRIEF,), parts=parts) for name, parts in _BRIEFS),
    Row("watch:brief-cases", (READ_BRIEF,), parts=_A_MONDAY, query="angka=late"),
    Row("watch:brief-again", (READ_BRIEF,), "POST", 302, parts=_A_MONDAY),
    Row("watch:brief-rules", (READ_BRIEF, ADMINISTER)),
    Row("watch:brief-rules", (ADMINISTER,), "POST", 302, sent={"code": "hour", "minutes": "06:00"}),
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
    Row("watch:kept-keep", _FIGURES, query="halaman=now"),
    Row("watch:kept-delete", _FIGURES, "POST", 302, parts={"pk": 1}),
    Row("watch:kept-shared", parts={"code": "tidak-ada"}, good=404),
    Row("watch:register", (OVERSEE_ALL,), parts=_THIS),
    Row("watch:seals", (OVERSEE_ALL,)),
    Row("watch:data", (EXPORT_FACTS,)),
    Row("watch:data-file", (EXPORT_FACTS,), query="tabel=cases&jenis=csv"),
    Row("watch:register-freeze", (PUBLISH_REGISTER,), parts={"code": "2026Q2"}),
    Row("watch:register-correct", (PUBLISH_REGISTER,), parts=_THIS, good=404),
    Row("watch:register-file", (OVERSEE_ALL,), parts={**_THIS, "kind": "json"}),
)


THINGS: Final[dict[str, Maker]] = {"row of the register": _rows, "letter": _letters}
