"""The places a reporter may choose from: those named in the story, drawn on an outline map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rumahrakyat.regions import outlines, queries
from rumahrakyat.regions.codes import district_of, regency_of
from rumahrakyat.regions.gazetteer import Finding
from rumahrakyat.regions.names import place_from_words
from rumahrakyat.regions.outlines import Drawing

MOST_OFFERED: Final = 5


@dataclass(frozen=True)
class Option:
    """A place to choose: its region code, the name people say, and what it lies in. `x`, `y` on the map, or None."""

    code: str
    title: str
    detail: str
    nth: int
    x: int | None = None
    y: int | None = None


@dataclass(frozen=True)
class Offer:
    """What the reporter is shown. `more`: how many further places have the name; `here`: the district in green."""

    options: tuple[Option, ...]
    map: Drawing | None = None
    here: str = ""
    here_name: str = ""
    more: int = 0
    elsewhere: bool = False

    @property
    def height(self) -> int:
        """A wide strip of the drawing: half as high as it is wide, or all of it."""
        return min(self.map.height, self.map.width * 9 // 16) if self.map else 0

    @property
    def top(self) -> int:
        """Where the strip begins, so that every numbered pin lies in it."""
        if self.map is None:
            return 0
        heights = [one.y - 16 for one in self.options if one.y is not None] or [self.map.outlines[0].y]
        middle = (min(heights) + max(heights)) // 2
        return max(0, min(middle - self.height // 2, self.map.height - self.height))

    @property
    def scale(self) -> float:
        """Pins and names keep their size on a drawing of another width."""
        return round(self.map.width / outlines.NEIGHBOURHOOD_WIDTH, 2) if self.map else 1.0


def offer_for(words: str, *, asked: bool = False) -> Offer:
    """The places that `words` may be about, the likeliest first; `asked` when they answer the question where."""
    finding = place_from_words(words, asked=asked)
    codes = _codes(finding)[:MOST_OFFERED]
    if not codes:
        return Offer((), elsewhere=finding.elsewhere)
    return _drawn(codes, more=finding.more + max(0, len(_codes(finding)) - MOST_OFFERED))


def _codes(finding: Finding) -> list[str]:
    if finding.code:
        return [finding.code]
    return [one.code for one in finding.candidates]


def _drawn(codes: Sequence[str], *, more: int) -> Offer:
    regions = queries.many(codes)
    codes = [code for code in codes if code in regions]
    if not codes:
        return Offer(())
    districts = {district_of(code) for code in codes}
    regencies = {regency_of(code) for code in codes}
    drawing: Drawing | None = None
    here = ""
    if len(districts) == 1 and (only := next(iter(districts))):
        drawing, here = outlines.neighbourhood(only), only
    elif len(regencies) == 1 and (regency := next(iter(regencies))):
        drawing = outlines.regency_map(regency)
    options = []
    for nth, code in enumerate(codes, start=1):
        title, _comma, detail = regions[code].full_name.partition(", ")
        spot = None
        lat, lon = regions[code].lat, regions[code].lon
        if drawing is not None and lat is not None and lon is not None:
            spot = drawing.spot(lat, lon)
        options.append(Option(code, title, detail, nth, *(spot or (None, None))))
    here_name = queries.full_name(here).partition(", ")[0]
    return Offer(tuple(options), drawing, here, here_name, more)
