"""Who may direct, who may read what was directed, and the page of equity."""

from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from rumahrakyat.operate.access_table.rows import (
    AGENCY,
    OTHER_AGENCY,
    OTHER_REGENCY,
    REGENCY,
    Maker,
    Row,
    Thing,
    Things,
)
from rumahrakyat.operate.access_table.world import Setting
from rumahrakyat.oversight.directions import delivering
from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.models_directions import Direction
from rumahrakyat.people.roles import DIRECT, OVERSEE, OVERSEE_ALL, SEE_CASE

_FIGURES: Final = (OVERSEE, OVERSEE_ALL)
# Who directs everywhere, and the regent, who directs in the own territory.
_DIRECT: Final = frozenset({"governor", "deputy_governor", "secretary"})
_READ: Final = _DIRECT | {"ombudsman", "inspectorate", "province_coordinator"}
_SIDES: Final = {"own": (AGENCY, REGENCY), "foreign": (OTHER_AGENCY, OTHER_REGENCY)}
_HEADED: Final = frozenset({"officer", "head", "deputy"})


def _given(world: Setting) -> dict[str, Direction]:
    """An explanation asked of each body, about a case in each regency."""
    at = world.at + timedelta(hours=3)
    found = {}
    for name, (holder, regency) in _SIDES.items():
        token = uuid5(NAMESPACE_URL, f"sweep:{name}")
        known = Direction.objects.filter(token=token).first()
        if known is None:
            wish = acts.Wish(
                token, "Mohon dijelaskan mengapa belum dijawab.", world.case(holder=holder, regency=regency)
            )
            known = acts.ask(wish, account=world.accounts["governor"], at=at)
            delivering.deliver_due(at=at + acts.RECALL)
        found[name] = known
    return found


def _watched(world: Setting) -> Things:
    """Read by who watches everything, and by the regent of the place."""
    return {
        name: Thing({"pk": one.pk}, seen_by=_READ | ({"regent"} if name == "own" else frozenset()))
        for name, one in _given(world).items()
    }


def _answered(world: Setting) -> Things:
    """Read by anybody of the body."""
    return {
        name: Thing({"pk": one.pk}, seen_by=_HEADED if name == "own" else frozenset())
        for name, one in _given(world).items()
    }


ROWS: Final = (
    *(Row(f"watch:{name}", _FIGURES) for name in ("equity", "equity-csv", "equity-xlsx")),
    *(Row(f"watch:{name}", _FIGURES, only=_READ | {"regent"}) for name in ("directions", "watched")),
    Row("watch:direction-new", (DIRECT,), query=f"badan={AGENCY}", only=_DIRECT),
    Row("watch:direction-tap", (DIRECT,), "POST", 302, sent={"badan": AGENCY}, only=_DIRECT),
    Row("watch:watch-mark", (DIRECT,), "POST", 404),
    Row("watch:direction", _FIGURES, things="direction"),
    # Only the giver takes back, and only who directs withdraws; of a number that nobody gave there is nothing to find.
    Row("watch:direction-recall", (DIRECT,), "POST", 404, parts={"pk": 0}),
    Row("watch:direction-withdraw", (DIRECT,), "POST", 404, parts={"pk": 0}),
    Row("workbench:directed", (SEE_CASE,), also_good=frozenset({404})),
    Row("workbench:directed-one", (SEE_CASE,), things="direction to a body"),
)
THINGS: Final[dict[str, Maker]] = {"direction": _watched, "direction to a body": _answered}
