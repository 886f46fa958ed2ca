"""Bodies among those of their own volume: like is compared with like, open and overdue cases count."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from rumahrakyat.organisations.models import Kind
from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.figures import Running
from rumahrakyat.oversight.promise import NOTHING, Kept, Promise
from rumahrakyat.oversight.volumes import bounds
from rumahrakyat.watch import links
from rumahrakyat.watch.names import Names
from rumahrakyat.web import formats

NOTABLE: Final = 0.02
# A long group shows its best and its worst; the page of all bodies shows every one.
_BEST, _WORST = 3, 6


@dataclass(frozen=True)
class Standing:
    """One body: `kept` over the period, `before` over the one before it, `late_now` at this instant."""

    body: int | None
    name: str
    kept: Kept
    before: Kept = NOTHING
    late_now: int = 0
    rank: int = 0

    def row(self, names: Names, period: str) -> dict[str, Any]:
        """The values of the component league-row."""
        return {
            "rank": self.rank,
            "name": self.name,
            "on_time": self.kept.on_time,
            "due": self.kept.due,
            "href": links.cases(Filter(d.DUE, body=names.body_code(self.body)), period),
            "median": self.kept.median,
            "late_now": self.late_now,
            "change": change_words(self.kept, self.before),
        }


@dataclass(frozen=True)
class Group:
    """Bodies of one volume, the best first. `hidden` is how many are left out between the best and the worst."""

    number: int
    title: str
    short: str
    standings: list[Standing]
    best: list[dict[str, Any]] = field(default_factory=list)
    worst: list[dict[str, Any]] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return len(self.standings) - len(self.best) - len(self.worst)


def change_words(kept: Kept, before: Kept) -> str:
    """Up or down by two points or more, in words; nothing for less, or when there is nothing to compare with."""
    if kept.share is None or before.share is None or abs(kept.share - before.share) < NOTABLE:
        return ""
    points = formats.decimal(100 * abs(kept.share - before.share))
    return (
        _("up %(points)s") % {"points": points}
        if kept.share > before.share
        else _("down %(points)s") % {"points": points}
    )


def standings(
    promise: Promise, running: Running, names: Names, belongs: Callable[[int | None], bool]
) -> list[Standing]:
    """Every body for which something fell due and that `belongs`, the best first; equals by how much they carry."""
    found = [
        Standing(
            body,
            names.body(body),
            kept,
            promise.bodies_before.get(body, NOTHING),
            running.bodies[body].late if body in running.bodies else 0,
        )
        for body, kept in promise.bodies.items()
        if belongs(body)
    ]
    return sorted(found, key=lambda one: (-(one.kept.share or 0), -one.kept.due, one.name))


def provincial(names: Names) -> Callable[[int | None], bool]:
    """Agencies of the province and the desk: everything that is not a regency's own government."""
    return lambda body: not local(names)(body)


def local(names: Names) -> Callable[[int | None], bool]:
    return lambda body: body in names.bodies and names.bodies[body].kind == Kind.REGENCY_GOVERNMENT


def groups(found: Iterable[Standing], names: Names, period: str, *, whole: bool = False) -> list[Group]:
    """The volume groups that have anybody, ranked within; `whole` leaves nobody out."""
    everyone = list(found)
    upper, lower = bounds([one.kept.due for one in everyone], period)
    titles = (
        (_("%(n)s reports or more") % {"n": upper}, _("%(n)s and more") % {"n": upper}),
        (_("%(a)s to %(b)s") % {"a": lower, "b": upper - 1}, f"{lower}–{upper - 1}"),
        (_("Below %(n)s") % {"n": lower}, _("Below %(n)s") % {"n": lower}),
    )
    sorted_out: list[list[Standing]] = [[], [], []]
    for one in everyone:
        sorted_out[0 if one.kept.due >= upper else 1 if one.kept.due >= lower else 2].append(one)
    made = []
    for nth, (members, (title, short)) in enumerate(zip(sorted_out, titles, strict=True), 1):
        if not members:
            continue
        ranked = [
            Standing(one.body, one.name, one.kept, one.before, one.late_now, rank)
            for rank, one in enumerate(members, 1)
        ]
        every = whole or len(ranked) <= _BEST + _WORST
        best, worst = (ranked, []) if every else (ranked[:_BEST], ranked[-_WORST:])
        shown = [[one.row(names, period) for one in some] for some in (best, worst)]
        made.append(Group(nth, title, short, ranked, *shown))
    return made
