"""Where an agency, a regency or a city stands among those like it: for readers who see their own figures only.

Like is compared with like: agencies with those of the same volume, regencies and cities with those of a similar number
of people. Of the others only what the group has in common is shown: its median, and how far its members lie apart. No
name beside a figure, and never one of their cases.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any, Final

from django.utils.translation import gettext as _

from rumahrakyat.duty.colleagues import Colleague, colleagues
from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.figures import Running
from rumahrakyat.oversight.periods import Window
from rumahrakyat.oversight.promise import NOTHING, Kept, Promise, promise
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.regions.models import Region
from rumahrakyat.watch import league, links
from rumahrakyat.watch.access import Watcher
from rumahrakyat.watch.names import Names
from rumahrakyat.web import formats

_WIDTH: Final = 1000  # of the drawing in which each member of the group is a dot
_THIRDS: Final = 3


@dataclass(frozen=True)
class Position:
    """`rank` 0: nothing fell due, so there is no place. `dots`: where the others lie, from 0 to `_WIDTH`; `mine`: the
    own one. Shares are words; times None when nothing fell due."""

    name: str
    group: str
    rank: int
    of: int
    kept: Kept
    href: str
    share: str
    group_share: str
    median: timedelta | None
    group_median: timedelta | None
    moved: str
    group_moved: str
    dots: tuple[int, ...]
    mine: int


@dataclass(frozen=True)
class Member:
    """One of a group: `key` is a body's id or a regency's code."""

    key: int | str
    kept: Kept
    before: Kept


def context(watcher: Watcher, window: Window, known: Names) -> dict[str, Any]:
    """What the page "now" shows besides, to whoever does not see everybody's figures; nothing for who does."""
    sight = watcher.sight
    if sight.everything:
        return {}
    everybody = promise(window, Sight(everything=True))
    positions = [_of_body(pk, everybody, known, window) for pk in sorted(sight.organisations) if pk in known.bodies]
    positions += [_of_regency(code, everybody, known, window) for code in sorted(sight.regencies)]
    people = colleagues(sight.organisations, at=watcher.at) if sight.organisations else []
    return {"own": positions, "load": [_load(one) for one in people]}


def _load(one: Colleague) -> dict[str, Any]:
    return {"name": one.account.name if one.account else _("Not taken"), "load": one.load, "away": one.away is not None}


def _of_body(pk: int, everybody: Promise, known: Names, window: Window) -> Position:
    """Among bodies of the same sort, in the volume group of the league."""
    alike: Callable[[int | None], bool] = league.local(known)
    belongs = alike if alike(pk) else league.provincial(known)
    found = league.groups(league.standings(everybody, Running(), known, belongs), known, window.promise_code)
    group = next((one for one in found if any(row.body == pk for row in one.standings)), None)
    members = [Member(row.body or 0, row.kept, row.before) for row in group.standings] if group else []
    words = _("Agencies of the same volume: %(group)s") % {"group": group.title.lower()} if group else ""
    href = links.cases(Filter(d.DUE, body=known.body_code(pk)), window.promise_code)
    return _position(pk, known.body(pk), words, members, href)


def _of_regency(code: str, everybody: Promise, known: Names, window: Window) -> Position:
    """Among the third of the regencies and cities with a similar number of people; among all where that is not known
    of every one."""
    alike, words = similar(code, known.regencies.values())
    members = [
        Member(one.code, everybody.regencies[one.code], everybody.regencies_before.get(one.code, NOTHING))
        for one in alike
        if everybody.regencies.get(one.code, NOTHING).due
    ]
    members.sort(key=lambda one: (-(one.kept.share or 0), -one.kept.due, str(one.key)))
    href = links.cases(Filter(d.DUE, regency=code), window.promise_code)
    return _position(code, known.regency(code), words, members, href)


def similar(code: str, regencies: Iterable[Region]) -> tuple[list[Region], str]:
    """The regencies and cities of the same third by population, with the group in words."""
    every = list(regencies)
    ordered = sorted((one for one in every if one.population), key=lambda one: (one.population or 0, one.code))
    place = next((nth for nth, one in enumerate(ordered) if one.code == code), None)
    if place is None or len(ordered) < len(every) or len(ordered) < 2 * _THIRDS:
        return every, _("All regencies and cities, because the number of people is not known of each")
    third = _THIRDS * place // len(ordered)
    found = [one for nth, one in enumerate(ordered) if _THIRDS * nth // len(ordered) == third]
    least, most = found[0].population or 0, found[-1].population or 0
    given = {"n": len(found), "least": formats.number(least), "most": formats.number(most)}
    return found, _("%(n)s regencies and cities with %(least)s to %(most)s people") % given


def _position(key: int | str, name: str, words: str, members: Sequence[Member], href: str) -> Position:
    mine = next((one for one in members if one.key == key), Member(key, NOTHING, NOTHING))
    rank = next((nth for nth, one in enumerate(members, 1) if one.key == key), 0)
    now, before = _middle(one.kept for one in members), _middle(one.before for one in members)
    times = [one.kept.median.total_seconds() for one in members if one.kept.median is not None]
    return Position(
        name=name,
        group=words,
        rank=rank,
        of=len(members),
        kept=mine.kept,
        href=href,
        share=formats.percent(mine.kept.on_time, mine.kept.due),
        group_share="–" if now is None else formats.percent(now, 1),
        median=mine.kept.median,
        group_median=timedelta(seconds=median(times)) if times else None,
        moved=league.change_words(mine.kept, mine.before),
        group_moved=_moved(now, before),
        dots=tuple(_place(one.kept) for one in members if one.key != key),
        mine=_place(mine.kept),
    )


def _middle(kept: Iterable[Kept]) -> float | None:
    """The median of the members' shares; None when nothing fell due anywhere."""
    shares = [one.share for one in kept if one.share is not None]
    return median(shares) if shares else None


def _moved(now: float | None, before: float | None) -> str:
    if now is None or before is None or abs(now - before) < league.NOTABLE:
        return ""
    points = {"points": formats.decimal(100 * abs(now - before))}
    return _("up %(points)s") % points if now > before else _("down %(points)s") % points


def _place(kept: Kept) -> int:
    return round(_WIDTH * (kept.share or 0))
