"""What the watching pages show, against the same counted from the recount's own tables and the rows of the registers.

For the whole province every group of figures; the boards of heads, regents and mayors each as its readers see it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from rumahrakyat.oversight.periods import MONTH, PERIODS, Window, window
from rumahrakyat.oversight.rollups import (
    recount_board,
    recount_briefs,
    recount_picked,
    recount_places,
    recount_registers,
    recount_told,
)
from rumahrakyat.oversight.rollups.recount_kit import ALL, LARGE, Compared, one, rows
from rumahrakyat.oversight.sight import Sight

TURNS: Final = 7
SEVERAL: Final = "several"  # a reader of two bodies and a regency at once


def compare(at: datetime) -> Iterator[Compared]:
    """For each page and period: its name, how many figures were compared, and the names of those that differ."""
    zone = ZoneInfo(settings.TIME_ZONE)
    windows = [window(code, at, zone) for code in PERIODS]
    yield from recount_board.board(windows, ALL)
    yield from recount_board.divisions(windows)
    yield from recount_board.behind(windows)
    large = _large()
    yield from recount_board.exported(windows[0 if large else -1], large=large)
    yield from recount_places.compare(windows)
    for part in recount_told.PARTS:
        yield from part(at, zone, ALL)
    yield from recount_registers.compare(windows)
    yield from recount_picked.compare(at, zone, large=large)
    yield from recount_briefs.written_now(recount_briefs.EVERYBODY, at, zone)
    yield from own(windows, zone)


def own(windows: Sequence[Window], zone: ZoneInfo) -> Iterator[Compared]:
    """The pages of every reader who does not see everything. In a large archive today's page of each, and all of them
    of every seventh, by the day another, so that in a week everything was compared."""
    at = windows[0].at
    large = _large()
    for nth, (name, sight) in enumerate(sights(), at.toordinal()):
        whole = nth % TURNS == 0 or not large
        yield from _named(name, recount_board.board(windows if whole else windows[:1], sight))
        if whole:
            yield from _named(name, recount_places.seen_by(windows[PERIODS.index(MONTH)], sight))
            yield from _named(name, recount_registers.neglected_of(at, sight))
            if name != SEVERAL:
                level = "body" if sight.organisations else "regency"
                yield from _named(name, recount_briefs.written_now(f"{level}:{name}", at, zone))
            yield from _named(name, recount_picked.own(nth, at, zone, sight))
            for part in (*recount_told.PARTS, recount_told.load):
                yield from _named(name, part(at, zone, sight))


def _large() -> bool:
    return bool(one("SELECT count(*) FROM rc_case") > LARGE)


def _named(name: str, found: Iterable[Compared]) -> Iterator[Compared]:
    for where, count, wrong in found:
        yield f"own {where}", count, [f"{name} {each}" for each in wrong]


def sights() -> list[tuple[str, Sight]]:
    """Every body that has had a case, every regency in which one lies, and a reader of several of them at once."""
    bodies = rows("""SELECT o.id, o.code FROM organisations_organisation o WHERE o.id IN (SELECT body FROM rc_case)
        OR o.id IN (SELECT body FROM rc_answer) ORDER BY o.id""")
    regencies = [code for (code,) in rows("SELECT DISTINCT regency FROM rc_case WHERE regency <> '' ORDER BY 1")]
    found = [(code, Sight(organisations=frozenset({pk}))) for pk, code in bodies]
    found += [(code, Sight(regencies=frozenset({code}))) for code in regencies]
    several = Sight(organisations=frozenset(pk for pk, _code in bodies[:2]), regencies=frozenset(regencies[:1]))
    return [*found, (SEVERAL, several)] if bodies else found
