"""Who may open dossiers, findings, the register of readers, and the way to the Ombudsman."""

from dataclasses import replace
from typing import Final

from rumahrakyat.operate.access_table.rows import Maker, Row, Things
from rumahrakyat.operate.access_table.world import Setting
from rumahrakyat.people.roles import (
    ANSWER,
    FIND,
    OVERSEE,
    OVERSEE_ALL,
    READ_READERS,
    RECEIVE_COMPLAINTS,
    REGISTER,
    TAKE_DOSSIER,
    VERIFY,
)

_FIGURES: Final = (OVERSEE, OVERSEE_ALL)
_HELPS: Final = (VERIFY, REGISTER, ANSWER)
# Who watches over everything and may read cases; the heads read what is addressed to them.
_OUTSIDE: Final = frozenset(
    {"governor", "deputy_governor", "secretary", "ombudsman", "inspectorate", "province_coordinator"}
)
# Registers for villagers, but sees no case.
_REGISTERS_BLIND: Final = frozenset({"village_head"})


def _cases(world: Setting) -> Things:
    return world.things_of("own", "foreign", "confidential")


def _helped(world: Setting) -> Things:
    found = world.things_of("own", "foreign", "confidential")
    return {name: replace(thing, never=thing.never | _REGISTERS_BLIND) for name, thing in found.items()}


ROWS: Final = (
    Row("watch:dossier", (TAKE_DOSSIER,), things="case for outside"),
    Row("watch:dossier", (TAKE_DOSSIER,), "POST", 422, things="case for outside"),
    Row("watch:readers", (READ_READERS,)),
    Row("watch:ombudsman", _FIGURES, only=_OUTSIDE),
    Row("watch:ombudsman-say", (RECEIVE_COMPLAINTS,), "POST", 404, things="case for outside"),
    Row("watch:findings", _FIGURES, only=_OUTSIDE | {"head"}),
    Row("watch:finding-new", (FIND,)),
    Row("watch:finding-new", (FIND,), "POST", 422),
    Row("watch:finding", _FIGURES, good=404, parts={"pk": 999_999}),
    Row("workbench:ombudsman", _HELPS, things="case for the Ombudsman"),
)
THINGS: Final[dict[str, Maker]] = {"case for outside": _cases, "case for the Ombudsman": _helped}
