"""Which body is worst right now, and why: the answer to the first question of whoever looks.

Most answers past their deadline now; among equals the one whose case has been late longest. When nobody is late it is
whoever kept the promise least in the period, if anybody missed anything.

Who answers for some bodies only (a head, a regent) is told of those: a regent of the own government, never of a body of
the province that is late in the regency, which is no regent's to mend; that is a count beside it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.figures import Running
from rumahrakyat.oversight.periods import TODAY, Window
from rumahrakyat.oversight.promise import NOTHING, Kept, Promise
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.watch import league, links
from rumahrakyat.watch.names import Names


@dataclass(frozen=True)
class Worst:
    """`late` now and since when the longest; `kept` over the period, with the change against the one before."""

    name: str
    href: str
    late: int
    longest: timedelta
    kept: Kept
    change: str
    due_href: str

    @property
    def long_name(self) -> bool:
        """Too long for the largest letters of a wall screen."""
        return len(self.name) > 48


@dataclass(frozen=True)
class Told:
    """`ranked`: the worst first. `own`: these are the reader's bodies, also those that are not late; `elsewhere`: how
    many answers of other bodies are late among what the reader sees."""

    ranked: list[Worst]
    own: bool = False
    elsewhere: int = 0


def told(owed: Running, kept: Promise, known: Names, window: Window, sight: Sight) -> Told:
    """For who sees everything every late body, or the one that kept least when none is, or nobody when all is well;
    for anybody else the bodies they answer for."""
    mine = answering(sight, known)
    if not mine:
        return Told(worst(owed, kept, known, window))
    ranked = _late(owed, kept, known, window, mine)
    calm = [body for body in mine if body not in owed.bodies or not owed.bodies[body].late]
    ranked += [_worst(body, kept=kept, known=known, window=window) for body in calm]
    return Told(ranked, own=True, elsewhere=owed.total.late - sum(one.late for one in ranked))


def answering(sight: Sight, known: Names) -> list[int]:
    """The bodies a reader of some figures answers for: the own ones, and the governments of the own regencies."""
    local = league.local(known)
    governs = [pk for pk, body in known.bodies.items() if local(pk) and body.region_id in sight.regencies]
    return sorted({*governs, *(pk for pk in sight.organisations if pk in known.bodies)}, key=known.body)


def worst(owed: Running, kept: Promise, known: Names, window: Window) -> list[Worst]:
    """Every body that is late now, the worst first; the one that kept least when none is; nobody when all is well."""
    late = _late(owed, kept, known, window, owed.bodies)
    return late or [_worst(body, kept=kept, known=known, window=window) for body in _least(kept)]


def _late(
    owed: Running, kept: Promise, known: Names, window: Window, among: Collection[int | None] | Sequence[int]
) -> list[Worst]:
    now = window.at
    late = sorted(
        (-one.late, one.longest or now, known.body(body), body)
        for body, one in owed.bodies.items()
        if one.late and body in among
    )
    return [
        _worst(body, late=-n, longest=now - due, kept=kept, known=known, window=window) for n, due, _name, body in late
    ]


def _least(kept: Promise) -> Sequence[int | None]:
    missed = [(one.share or 0.0, -one.due, body) for body, one in kept.bodies.items() if one.missed]
    return [min(missed, key=lambda row: row[:2])[2]] if missed else []


def _worst(
    body: int | None,
    *,
    kept: Promise,
    known: Names,
    window: Window,
    late: int = 0,
    longest: timedelta = timedelta(),
) -> Worst:
    code, period = known.body_code(body), window.promise_code
    found = kept.bodies.get(body, NOTHING)
    return Worst(
        known.body(body),
        links.cases(Filter(d.LATE, body=code), TODAY) if late else links.cases(Filter(d.MISSED, body=code), period),
        late,
        longest,
        found,
        league.change_words(found, kept.bodies_before.get(body, NOTHING)),
        links.cases(Filter(d.DUE, body=code), period),
    )
