"""The map of equity: reports per 10,000 people in greens; silence in hatching, never in the colour of praise."""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from rumahrakyat.oversight.equity import Place
from rumahrakyat.regions.outlines import Outline, province_map
from rumahrakyat.web import formats

RATE: Final = "laporan"
SILENCE: Final = "sunyi"
MEASURES: Final = (RATE, SILENCE)
_SILENT_BOUNDS: Final = (0.0, 20.0, 40.0, 60.0, 80.0)


@dataclass(frozen=True)
class Shape:
    """`css` says how it is filled: a class of the map, of the hatching, or "quiet": nothing came."""

    name: str
    words: str
    href: str
    css: str
    path: str


@dataclass(frozen=True)
class Frame:
    name: str
    x: int
    y: int
    width: int
    height: int
    shapes: list[Shape]


@dataclass(frozen=True)
class Drawn:
    measure: str
    subtitle: str
    view_box: str
    shapes: list[Shape]
    frames: list[Frame]
    bounds: list[str]


def draw(measure: str, places: Collection[Place], hrefs: Mapping[str, str]) -> Drawn:
    """The regencies and cities in one of `MEASURES`; what is not in sight is not drawn."""
    known = {one.code: one for one in places}
    bounds = _bounds([one.rate for one in places if one.rate]) if measure == RATE else list(_SILENT_BOUNDS)

    def shape(outline: Outline) -> Shape:
        one = known[outline.code]
        name = one.name.removeprefix("Kabupaten ")
        return Shape(name, _words(measure, one), hrefs.get(one.code, ""), _css(measure, one, bounds), outline.path)

    map_ = province_map()
    frames = [
        Frame(inset.name, inset.x, inset.y, inset.width, inset.height, shapes)
        for inset in map_.insets
        if (shapes := [shape(one) for one in inset.outlines if one.code in known])
    ]
    shapes = [shape(one) for one in map_.outlines if one.code in known]
    return Drawn(measure, _subtitle(measure), map_.view_box, shapes, frames, [_bound(measure, one) for one in bounds])


def _bounds(rates: list[float]) -> list[float]:
    """Five lower bounds, fifths of the places."""
    ordered = sorted(rates)
    found = [0.0]
    for fifth in range(1, 5):
        bound = round(ordered[len(ordered) * fifth // 5], 2) if ordered else 0.0
        found.append(max(bound, round(found[-1] + 0.01, 2)))
    return found


def _css(measure: str, one: Place, bounds: list[float]) -> str:
    if measure == SILENCE:
        if not one.villages:
            return "region region-0"
        return f"region hush hush-{bisect_right(bounds, 100 * one.silent / one.villages)}"
    if one.quiet:
        return "region hush hush-5"
    if one.rate is None:
        return "region region-0"
    return f"region region-{max(1, bisect_right(bounds, round(one.rate, 2)))}"


def _words(measure: str, one: Place) -> str:
    if measure == SILENCE:
        given = {"n": formats.number(one.silent), "of": formats.number(one.villages)}
        return _("%(n)s of %(of)s villages silent") % given if one.villages else _("villages not known")
    if one.quiet:
        return _("no report; that does not mean content")
    if one.rate is None:
        return _("%(n)s reports, population not known") % {"n": formats.number(one.came_in)}
    return _("%(n)s per 10,000 people") % {"n": formats.decimal(one.rate, 2)}


def _bound(measure: str, bound: float) -> str:
    if measure == SILENCE:
        return f"{bound:.0f}%"
    return formats.decimal(bound, 2) if bound else "0"


def _subtitle(measure: str) -> str:
    if measure == SILENCE:
        return _("Share of villages and wards from which nothing came")
    return _("Reports per 10,000 people, by where the matter lies")
