"""The map of regencies and cities: one measure in five classes, a marker where cases are late."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.figures import NOTHING as NOTHING_OWED
from rumahrakyat.oversight.figures import Running, TakenIn
from rumahrakyat.oversight.periods import TODAY, WEEK, Window
from rumahrakyat.oversight.promise import NOTHING, Promise
from rumahrakyat.regions.models import Region
from rumahrakyat.regions.outlines import Drawing, province_map
from rumahrakyat.watch import links
from rumahrakyat.watch.spans import span_words
from rumahrakyat.web import formats

IN: Final = "masuk"
ON_TIME: Final = "tepat"
LATE: Final = "lewat"
MEASURES: Final = (IN, ON_TIME, LATE)
_ON_TIME_BOUNDS: Final = (0.0, 70.0, 80.0, 90.0, 95.0)
_LATE_BOUNDS: Final = (0.0, 1.0, 2.0, 4.0, 8.0)
_NAMED: Final = 4
_LETTER, _LINE = 11.5, 24  # units of the drawing that a letter and a line of a label take
_OFFSETS: Final = ((0, -58), (70, -70), (-70, -70), (92, 0), (-92, 0), (60, 66), (-60, 66), (0, -110), (120, -110),
    (-120, -110), (0, 78), (150, 40), (-150, 40))  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """One regency: `value` in the measure (None: nothing to measure), in `words`; `late` cases now."""

    code: str
    name: str
    value: float | None
    words: str
    late: int
    level: int
    href: str
    late_href: str


@dataclass(frozen=True)
class Shape:
    spot: Spot
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Label:
    words: str
    x: int
    y: int
    from_x: int
    from_y: int
    to_x: int
    to_y: int


@dataclass(frozen=True)
class Frame:
    name: str
    x: int
    y: int
    width: int
    height: int
    shapes: list[Shape]


@dataclass(frozen=True)
class Atlas:
    """What the template draws. `highest` are the first in the measure, in words; `bounds` is empty where a reader sees
    one place alone and steps would compare it with nothing."""

    measure: str
    subtitle: str
    view_box: str
    shapes: list[Shape]
    frames: list[Frame]
    labels: list[Label]
    bounds: list[str]
    highest: list[Spot]
    highest_words: str


@dataclass(frozen=True)
class Readings:
    window: Window
    promise: Promise
    running: Running
    taken: TakenIn


def atlas(measure: str, read: Readings, regencies: Iterable[Region], seen: Iterable[Region]) -> Atlas:
    """The map in one of `MEASURES`; what is not among `seen` is drawn without a figure."""
    known = {one.code for one in seen}
    values = {one.code: _value(measure, one, read) if one.code in known else None for one in regencies}
    bounds = _bounds(measure, [value for value in values.values() if value is not None])
    spots = {one.code: _spot(measure, one, values[one.code], bounds, read) for one in regencies}
    drawing = province_map()
    shapes = [Shape(spots[one.code], one.path, one.x, one.y) for one in drawing.outlines if one.code in spots]
    highest = _highest(measure, list(spots.values()))
    return Atlas(
        measure,
        _subtitle(measure, read),
        drawing.view_box,
        shapes,
        _frames(drawing, spots),
        _labels(drawing, shapes, highest),
        [_bound_words(measure, bound) for bound in bounds] if len(known) > 1 else [],
        highest,
        _("Lowest") if measure == ON_TIME else _("Highest"),
    )


def _value(measure: str, region: Region, read: Readings) -> float | None:
    if measure == ON_TIME:
        share = read.promise.regencies.get(region.code, NOTHING).share
        return None if share is None else 100 * share
    if measure == LATE:
        return float(read.running.regencies.get(region.code, NOTHING_OWED).late)
    return 100_000 * _taken(region, read) / region.population if region.population else None


def _taken(region: Region, read: Readings) -> int:
    counted = read.taken.week if read.window.code == TODAY else read.taken.regencies
    return counted.get(region.code, 0)


def _bounds(measure: str, values: list[float]) -> list[float]:
    """Five lower bounds: fixed for shares and counts, fifths of the regencies for rates."""
    if measure == ON_TIME:
        return list(_ON_TIME_BOUNDS)
    if measure == LATE:
        return list(_LATE_BOUNDS)
    ordered = sorted(values)
    if not ordered or ordered[-1] <= 0:
        return [0.0, 0.5, 1.0, 1.5, 2.0]
    found = [0.0]
    for fifth in range(1, 5):
        bound = round(ordered[len(ordered) * fifth // 5], 1)
        found.append(max(bound, round(found[-1] + 0.1, 1)))
    return found


def _spot(measure: str, region: Region, value: float | None, bounds: list[float], read: Readings) -> Spot:
    kept = read.promise.regencies.get(region.code, NOTHING)
    late = read.running.regencies.get(region.code, NOTHING_OWED).late
    rounded = None if value is None else round(value, 1)
    words = {
        IN: "–" if value is None else formats.decimal(value),
        ON_TIME: formats.percent(kept.on_time, kept.due),
        LATE: "–" if value is None else formats.number(late),
    }[measure]
    figure, period = {
        IN: (d.IN, WEEK if read.window.code == TODAY else read.window.code),
        ON_TIME: (d.DUE, read.window.promise_code),
        LATE: (d.LATE, TODAY),
    }[measure]
    level = 0 if rounded is None else max(1, bisect_right(bounds, rounded))
    return Spot(
        region.code,
        region.short_name.removeprefix("Kabupaten "),
        value,
        words,
        late,
        level,
        links.cases(Filter(figure, regency=region.code), period),
        links.cases(Filter(d.LATE, regency=region.code), TODAY),
    )


def _highest(measure: str, spots: list[Spot]) -> list[Spot]:
    """The four worth a name: most reports, most late, or least on time."""
    measured = [(one.value, one) for one in spots if one.value is not None and (one.value > 0 or measure == ON_TIME)]
    measured.sort(key=lambda pair: (pair[0] if measure == ON_TIME else -pair[0], pair[1].name))
    return [one for _value, one in measured[:_NAMED]]


def _frames(drawing: Drawing, spots: dict[str, Spot]) -> list[Frame]:
    return [
        Frame(
            inset.name,
            inset.x,
            inset.y,
            inset.width,
            inset.height,
            [Shape(spots[one.code], one.path, one.x, one.y) for one in inset.outlines if one.code in spots],
        )
        for inset in drawing.insets
    ]


def _labels(drawing: Drawing, shapes: list[Shape], highest: list[Spot]) -> list[Label]:
    """Names beside the highest regions, each at the first place around it where it covers neither marker nor label."""
    taken: list[tuple[float, float, float, float]] = [
        (one.x - 18, one.y - 18, one.x + 18, one.y + 18) for one in shapes if one.spot.late
    ]
    taken += [(one.x - 8, one.y - 8, one.x + one.width + 200, one.y + one.height + 8) for one in drawing.insets]
    at = {one.spot.code: one for one in shapes}
    found = []
    for spot in highest:
        shape = at[spot.code]
        words = f"{spot.name} {spot.words}"
        half = len(words) * _LETTER / 2
        for dx, dy in _OFFSETS:
            x, y = shape.x + dx, shape.y + dy
            room = (x - half, y - _LINE, x + half, y + 6)
            inside = room[0] >= 0 and room[2] <= drawing.width and room[1] >= 0 and room[3] <= drawing.height
            if inside and not any(_overlap(room, other) for other in taken):
                taken.append(room)
                end_x, end_y = _nearest(room, shape.x), _nearest((room[1], 0, room[3], 0), shape.y)
                found.append(Label(words, x, y, shape.x, shape.y, round(end_x), round(end_y)))
                break
    return found


def _nearest(room: tuple[float, float, float, float], value: float) -> float:
    """The nearest point to `value` between the first and the third number of `room`."""
    return min(max(value, room[0]), room[2])


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _bound_words(measure: str, bound: float) -> str:
    return formats.decimal(bound) if measure == IN and bound else formats.number(int(bound))


def _subtitle(measure: str, read: Readings) -> str:
    if measure == ON_TIME:
        return _("On time, %(span)s, percent, by where the matter lies") % {
            "span": span_words(read.window.promise_code)
        }
    if measure == LATE:
        return _("Cases past the deadline now, by where the matter lies")
    span = _("7 days") if read.window.code == TODAY else span_words(read.window.code)
    return _("Reports of %(span)s per 100,000 people") % {"span": span}
