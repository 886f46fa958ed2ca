"""What was frozen, against what was known when it was: briefs that were sent, registers with what corrected them, and
the draft of the next one.

A frozen page says what was known then. So nothing that was recorded later is counted, and what was told later of the
time before is no difference: how much there is of it is said beside (`recounting.Recount.told_later`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from rumahrakyat.lib import wallclock
from rumahrakyat.lib.quarters import quarter_of
from rumahrakyat.oversight.registers import freezing
from rumahrakyat.oversight.rollups import recount_briefs, recount_quarters
from rumahrakyat.oversight.rollups.recount_kit import LARGE, Compared, Values, compared, one, rows
from rumahrakyat.oversight.rollups.recount_past import known, learned_later

# How many moments are looked at: the newest, and as many of all the others, by the day others; in a large archive one.
LOOKED_AT: Final = 3
# Under this name: how many deadlines turned out later to have passed before a page was made. They are in none of it.
LEARNED: Final = "deadlines learned later"
# A page is made in the seconds after its moment, beside everybody who works: what they record meanwhile may be in it.
_MAKING: Final = timedelta(minutes=5)
# From where a brief looks back on: five weeks and the days it is about. Cases that ended before are in none.
_BRIEF_LOOKS: Final = timedelta(days=50)
# A deadline may lie in a quarter though its case ended before: sixty working days after it began, and what it waited.
_REGISTER_LOOKS: Final = timedelta(days=130)


@dataclass(frozen=True)
class Frozen:
    """One page. `said`: its figures; `counted`: the same from the tables of a moment."""

    name: str
    said: Values
    counted: Callable[[datetime, datetime], Values]


@dataclass(frozen=True)
class Moment:
    """When pages were made, and from where on cases matter to them."""

    at: datetime
    since: datetime
    where: str


def moments(at: datetime, zone: ZoneInfo) -> list[Moment]:
    """Those that are looked at this time, the newest first."""
    briefs = [made_at for (made_at,) in rows("SELECT DISTINCT made_at FROM oversight_brief ORDER BY 1 DESC")]
    registers = rows("SELECT cut_off, year, nth FROM oversight_register ORDER BY 1 DESC")
    most = 1 if one("SELECT count(*) FROM reports_report") > LARGE else LOOKED_AT
    found = [Moment(made_at, made_at - _BRIEF_LOOKS, "briefs") for made_at in _in_turn(briefs, at, most)]
    for cut_off, year, nth in _in_turn(registers, at, most):
        since = recount_quarters.begin(year, nth, zone) - _REGISTER_LOOKS
        found.append(Moment(cut_off, since, "registers"))
    return found


def _in_turn(every: Sequence[Any], at: datetime, most: int) -> list[Any]:
    newest, older = every[:most], every[most:]
    turn = at.toordinal() * most
    chosen = sorted({(turn + nth) % len(older) for nth in range(most)}) if older else []
    return [*newest, *(older[nth] for nth in chosen)]


def compare(looked: Iterable[Moment], cap: timedelta) -> Iterator[Compared]:
    """For each page: where, how many figures, and the names of those that differ."""
    for moment in looked:
        pages = list(_pages(moment))
        first = _against(moment, pages, moment.at, cap)
        if any(wrong for _where, _count, wrong in first):
            # What was recorded while it was made may be in it: it differs where it fits neither.
            again = _against(moment, pages, moment.at + _MAKING, cap)
            first = [
                (where, count, wrong if other else [])
                for (where, count, wrong), (_where, _count, other) in zip(first, again, strict=True)
            ]
        yield from first


def draft(at: datetime, cap: timedelta) -> Iterator[Compared]:
    """The register of the present quarter as it would be now: it is cut off at the last entry, as if it were frozen."""
    if one("SELECT count(*) FROM reports_report") > LARGE:
        return
    zone = wallclock.zone()
    quarter = quarter_of(at, zone)
    content = freezing.draft(quarter, at=at)
    cut_off = datetime.fromisoformat(content["cut_off"])
    register = recount_quarters.Frozen(content, datetime.fromisoformat(content["heard_until"]))
    page = Frozen(str(quarter), recount_quarters.said(content), register.counted)
    moment = Moment(cut_off, quarter.since(zone) - _REGISTER_LOOKS, "draft registers")
    yield from _against(moment, [page], cut_off, cap)


def _against(moment: Moment, pages: Sequence[Frozen], known_at: datetime, cap: timedelta) -> list[Compared]:
    with known(known_at, since=moment.since, cap=cap):
        found = [(page.name, *compared(moment.where, page.said, page.counted(moment.at, known_at))) for page in pages]
        learned = learned_later()
    return [(LEARNED, learned, []), *_named(found)]


def _named(found: Iterable[tuple[str, str, int, list[str]]]) -> list[Compared]:
    return [(f"frozen {where}", count, [f"{name} {each}" for each in wrong]) for name, where, count, wrong in found]


def _pages(moment: Moment) -> Iterator[Frozen]:
    if moment.where == "briefs":
        statement = "SELECT kind, whose, day, content FROM oversight_brief WHERE made_at = %(at)s ORDER BY whose, kind"
        for kind, whose, day, content in rows(statement, at=moment.at):
            brief = recount_briefs.Frozen(kind, whose, day, _plain(content))
            yield Frozen(f"{kind} {day} {whose}", recount_briefs.said(brief), brief.counted)
        return
    statement = """SELECT g.number, g.content, g.cut_off FROM oversight_register g WHERE g.cut_off = %(at)s
        UNION ALL SELECT x.number, x.content, x.at FROM oversight_erratum x
        JOIN oversight_register g ON g.id = x.register_id WHERE g.cut_off = %(at)s ORDER BY 3"""
    for number, content, heard_until in rows(statement, at=moment.at):
        register = recount_quarters.Frozen(_plain(content), heard_until)
        yield Frozen(number, recount_quarters.said(register.content), register.counted)


def _plain(content: Any) -> dict[str, Any]:
    """JSON as the database gives it: text, or the very bytes that were published."""
    found: dict[str, Any] = json.loads(content if isinstance(content, str) else bytes(content))
    return found
