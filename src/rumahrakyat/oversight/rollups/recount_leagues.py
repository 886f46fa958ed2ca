"""The leagues of a published quarterly register, its groups and totals, made once more from the figures of the bodies.

The rule is written in docs/quarterly-register.md and docs/watching.md: bodies of one kind, in groups of about the same
number of deadlines, the best share first, of equals who carried more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from rumahrakyat.oversight.rollups.recount_kit import Values

FIGURES: Final = (
    "due", "on_time", "on_time_tenths", "again", "unanswered", "unrecorded", "missed", "own", "excused", "corrected",
    "neglect", "reprimands",
)  # fmt: skip
TIMES: Final = ("median_seconds", "ninth_seconds")
_COUNTED: Final = (
    "due", "on_time", "again", "unanswered", "unrecorded", "own", "excused", "corrected", "reprimands",
)  # fmt: skip
_KINDS: Final = {"agencies": "agency", "governments": "regency_government"}
_DESK: Final = "-"
# From how many deadlines on a body is large, and of middle size: the first pair with three large ones.
_SIZES: Final = ((240, 60), (80, 20), (40, 12), (20, 8), (10, 4))
_LARGE_ONES: Final = 3


@dataclass
class Body:
    """What was counted of one body, or of several together; `seconds` of each first answer."""

    numbers: Counter[str] = field(default_factory=Counter)
    seconds: list[int] = field(default_factory=list)

    @property
    def figures(self) -> tuple[Any, ...]:
        one = self.numbers
        derived = {
            "on_time_tenths": self.tenths,
            "missed": one["due"] - one["on_time"],
            "neglect": one["due"] - one["on_time"] + one["own"] - one["excused"] - one["corrected"],
        }
        return tuple(derived[name] if name in derived else one[name] for name in FIGURES)

    @property
    def tenths(self) -> int | None:
        """The share in tenths of a percent, half up; what is not all of it is never all of it."""
        due, kept = self.numbers["due"], self.numbers["on_time"]
        if not due:
            return None
        share = int((Decimal(1000 * kept) / due).quantize(Decimal(1), ROUND_HALF_UP))
        return min(share, 999) if kept < due else share

    @property
    def times(self) -> tuple[int | None, int | None]:
        ordered = sorted(self.seconds)
        if not ordered:
            return (None, None)
        half, ninth = (-(-len(ordered) * tenth // 10) for tenth in (5, 9))
        return (ordered[half - 1], ordered[ninth - 1])


def together(found: Iterable[Body]) -> Body:
    every = list(found)
    return Body(
        Counter({name: sum(one.numbers[name] for one in every) for name in _COUNTED}),
        [second for one in every for second in one.seconds],
    )


def counted(first: Mapping[str, Body], kinds: Mapping[str, str], named: Mapping[str, Any]) -> Values:
    """What stands in the register about first answers: all together, the desk, and both leagues. `first`: by code of
    the body; `kinds` of bodies; `named`: those that the register calls by name, and whether they existed then."""
    due = {code: one for code, one in first.items() if one.numbers["due"]}
    spread = Counter(kinds.get(code) for code in due)
    clean = sum(not one.figures[FIGURES.index("neglect")] for one in due.values())
    whole = together(first.values())
    desk = together(one for code, one in first.items() if code == _DESK or kinds.get(code) == "desk")
    found: Values = {("total",): whole.figures, ("total", "times"): whole.times}
    found |= {("desk",): desk.figures, ("desk", "times"): desk.times}
    found["bodies",] = (*(spread[kind] for kind in _KINDS.values()), clean)
    for league, kind in _KINDS.items():
        members = {code: one for code, one in first.items() if kinds.get(code) == kind}
        quiet = {code for code, one in named.items() if one["kind"] == kind and one["active"]}
        found |= _league(league, members, quiet)
    return found


def _league(league: str, members: Mapping[str, Body], quiet: set[str]) -> Values:
    owed = {code: one for code, one in members.items() if one.numbers["due"] or one.numbers["own"]}
    large, middle = next((pair for pair in _SIZES if _reach(owed.values(), pair[0]) >= _LARGE_ONES), _SIZES[-1])
    whole = together(members.values())
    found: Values = {
        (league, "bounds"): (large, middle),
        (league, "total"): whole.figures,
        (league, "total", "times"): whole.times,
        (league, "without"): tuple(sorted(quiet - owed.keys())),
    }
    for nth, (least, most) in enumerate(((large, None), (middle, large - 1), (0, middle - 1))):
        inside = [
            code for code, one in owed.items() if least <= one.numbers["due"] <= (10**9 if most is None else most)
        ]
        inside.sort(key=lambda code: (-(owed[code].tenths or 0), -owed[code].numbers["due"], code))
        group = together(owed[code] for code in inside)
        found[league, nth] = (least, most)
        found[league, nth, "total"], found[league, nth, "times"] = group.figures, group.times
        for rank, code in enumerate(inside, 1):
            found[league, nth, rank] = (code, *owed[code].figures, *owed[code].times)
    return found


def _reach(found: Iterable[Body], least: int) -> int:
    return sum(one.numbers["due"] >= least for one in found)


def said(content: Mapping[str, Any]) -> Values:
    """The same as it was published."""
    total = content["total"]
    found = _both(("total",), total) | _both(("desk",), content["desk"])
    found["bodies",] = tuple(total[name] for name in (*_KINDS, "without_neglect"))
    for league in _KINDS:
        told = content[league]
        found |= _both((league, "total"), told["total"])
        found[league, "bounds"], found[league, "without"] = tuple(told["bounds"]), tuple(told["without"])
        for nth, group in enumerate(told["groups"]):
            found[league, nth] = (group["from"], group["to"])
            found[league, nth, "total"], found[league, nth, "times"] = figures(group["total"]), _times(group["total"])
            for row in group["rows"]:
                found[league, nth, row["rank"]] = (row["body"], *figures(row), *_times(row))
    return found


def _both(key: Sequence[Any], row: Mapping[str, Any]) -> Values:
    return {tuple(key): figures(row), (*key, "times"): _times(row)}


def figures(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in FIGURES)


def _times(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in TIMES)
