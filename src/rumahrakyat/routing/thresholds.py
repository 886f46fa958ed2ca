"""From which probability on acting without a person costs less than asking one. Pure.

A report passed on by itself to the wrong agency costs `wrong_seconds` of somebody's time; asking a verifier costs
`look_seconds`, and the report loses the time until the verifier comes, at the rate at which the wrong agency loses a
day. Both counted over readings of which the truth is known and which the model had not learnt from ("out of fold"), the
threshold is where their sum is least.

A category with few readings leans on all of them, and all of them on the belief that the probabilities are what they
say (`_calibrated`): a category right five times of five is not thereby right for ever. A dearer mistake never lowers a
threshold, a dearer look never raises one, and none is below `FLOOR`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

FLOOR: Final = 0.5
NEVER: Final = 1.01  # no probability reaches it: a person always looks
STEPS: Final = (*(round(FLOOR + nth * 0.005, 3) for nth in range(100)), NEVER)
# How many readings the belief of all categories is worth against a category's own, and that in calibration against all.
FROM_ALL: Final = 60.0
FROM_CALIBRATION: Final = 40.0
FEW: Final = 20  # a category with fewer readings than this is said to lean on the others


class BadCosts(ValueError):
    """A cost is negative, or a look costs nothing or as much as a mistake."""


@dataclass(frozen=True)
class Costs:
    """Seconds of a person's time. `wrong_seconds`: for a case that loses 24 hours at the wrong agency. `waiting_hours`:
    how long a report usually waits for a verifier."""

    wrong_seconds: float = 1800.0
    look_seconds: float = 10.0
    waiting_hours: float = 1.0

    def __post_init__(self) -> None:
        if min(self.wrong_seconds, self.look_seconds, self.waiting_hours) < 0 or self.look <= 0:
            raise BadCosts(self)

    @property
    def look(self) -> float:
        """What it costs to have a verifier decide, the report's lost time included."""
        return self.look_seconds + self.waiting_hours * self.wrong_seconds / 24.0


@dataclass(frozen=True)
class Reading:
    """What a model said of a report it had not learnt from: the category it chose, how sure, and whether that held."""

    category: str
    probability: float
    right: bool


@dataclass(frozen=True)
class Threshold:
    """`at`: the least probability to act on. `readings`: how many of the category it rests on; `kept` how many of them
    would be acted on and `wrong` how many of those wrongly."""

    at: float
    readings: int = 0
    kept: int = 0
    wrong: int = 0

    @property
    def leans(self) -> bool:
        """Whether it rests mostly on the other categories."""
        return self.readings < FEW


@dataclass(frozen=True)
class Thresholds:
    """The thresholds of one model; a category that it has none for has that of all."""

    overall: Threshold
    by_category: Mapping[str, Threshold] = field(default_factory=dict)
    costs: Costs = field(default_factory=Costs)

    def for_category(self, code: str) -> float:
        """The least probability on which a report of this category is passed on by itself: of the sub-category, else of
        its main category, else of all."""
        main = code.split(".", maxsplit=1)[0]
        found = self.by_category.get(code) or self.by_category.get(main) or self.overall
        return found.at

    def as_json(self) -> dict[str, Any]:
        return {
            "overall": vars(self.overall),
            "by_category": {code: vars(one) for code, one in sorted(self.by_category.items())},
            "costs": vars(self.costs),
        }


def from_json(kept: Mapping[str, Any]) -> Thresholds:
    """What `as_json` made; raises KeyError and TypeError for anything else."""
    return Thresholds(
        Threshold(**kept["overall"]),
        {code: Threshold(**one) for code, one in kept["by_category"].items()},
        Costs(**kept["costs"]),
    )


def choose(readings: Iterable[Reading], costs: Costs | None = None) -> Thresholds:
    """The thresholds for these readings; without any, what calibrated probabilities would ask for."""
    costs = costs or Costs()
    known = list(readings)
    by: dict[str, list[Reading]] = {}
    for one in known:
        by.setdefault(one.category, []).append(one)
    everywhere = _added(_per_reading(_counted(known), len(known)), _calibrated(), len(known), FROM_CALIBRATION)
    scale = len(known) + FROM_CALIBRATION
    shared = [(wrong / scale, below / scale) for wrong, below in everywhere]
    found = {}
    for code, own in by.items():
        together = _added(_per_reading(_counted(own), len(own)), shared, len(own), FROM_ALL)
        found[code] = _threshold(_least(together, costs), own)
    return Thresholds(_threshold(_least(everywhere, costs), known), found, costs)


# For each step: how many are passed on wrongly from it on, and how many stay below it for a person.
_Counts = Sequence[tuple[float, float]]


def _counted(readings: Sequence[Reading]) -> _Counts:
    return [
        (
            float(sum(one.probability >= step and not one.right for one in readings)),
            float(sum(one.probability < step for one in readings)),
        )
        for step in STEPS
    ]


def _calibrated() -> _Counts:
    """The counts of one reading spread evenly over the steps, each wrong as often as its probability says."""
    points = STEPS[:-1]
    return [
        (
            sum(1 - point for point in points if point >= step) / len(points),
            sum(point < step for point in points) / len(points),
        )
        for step in STEPS
    ]


def _per_reading(counts: _Counts, many: int) -> _Counts:
    return [(wrong / many, below / many) for wrong, below in counts] if many else counts


def _added(own: _Counts, other: _Counts, weight: float, other_weight: float) -> list[tuple[float, float]]:
    return [
        (weight * wrong + other_weight * more, weight * below + other_weight * less)
        for (wrong, below), (more, less) in zip(own, other, strict=True)
    ]


def _least(counts: _Counts, costs: Costs) -> float:
    """The highest of the steps with the least cost: in doubt a person looks. A mistake weighs on what grows smaller
    with each step and a look on what grows larger, so the step moves with the one cost and against the other."""
    total = [costs.wrong_seconds * wrong + costs.look * below for wrong, below in counts]
    least = min(total)
    return max(step for step, cost in zip(STEPS, total, strict=True) if cost <= least * (1 + 1e-12))


def _threshold(at: float, readings: Sequence[Reading]) -> Threshold:
    kept = [one for one in readings if one.probability >= at]
    return Threshold(at, len(readings), len(kept), sum(not one.right for one in kept))
