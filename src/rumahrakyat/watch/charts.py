"""Numbers turned into the geometry of small drawings. The templates draw; nothing here knows a colour."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import dateformat

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.figures import Hours
from rumahrakyat.oversight.periods import TODAY
from rumahrakyat.oversight.promise import NOTHING, Kept, Promise
from rumahrakyat.watch import links
from rumahrakyat.web import formats

WIDTH: Final = 384
HEIGHT: Final = 224
_TOP, _FOOT = 12, 24
_LINES: Final = 4
# More bars than this are too thin to be told apart.
_DAYS_SHOWN: Final = 100


@dataclass(frozen=True)
class Bar:
    """`good` and `bad` are heights stacked from the bottom up; `label` says the same in words."""

    x: float
    width: float
    y: float
    height: float
    bad_y: float
    bad_height: float
    label: str
    now: bool = False
    href: str = ""


@dataclass(frozen=True)
class Tick:
    x: float
    words: str
    anchor: str


@dataclass(frozen=True)
class Grid:
    y: float
    words: str


@dataclass(frozen=True)
class Line:
    """A row of the table beneath a drawing."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """A drawing `viewBox="0 0 width height"`; `base` is where bars stand; `step` the path of the usual."""

    bars: list[Bar]
    ticks: list[Tick]
    grid: list[Grid]
    step: str
    table: list[Line]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - _FOOT


def ceiling(highest: float) -> int:
    """A round number of whole steps above the highest value, so that grid lines stand at whole numbers."""
    if highest <= _LINES:
        return _LINES
    size = 10 ** math.floor(math.log10(highest / _LINES))
    step = next(nice * size for nice in (1, 2, 2.5, 5, 10) if nice * size * _LINES >= highest and nice * size % 1 == 0)
    return int(step * _LINES)


def _grid(top: int) -> list[Grid]:
    room = HEIGHT - _FOOT - _TOP
    return [
        Grid(round(HEIGHT - _FOOT - room * nth / _LINES, 1), formats.number(top * nth // _LINES))
        for nth in range(1, _LINES + 1)
    ]


def _height(value: float, top: int) -> float:
    return round((HEIGHT - _FOOT - _TOP) * value / top, 1)


def hours(read: Hours, at: datetime) -> Chart:
    """Today's bars hour by hour over the step line of the usual; `at` is local."""
    top = ceiling(max([*read.today, *read.usual]))
    slot, base = WIDTH / 24, HEIGHT - _FOOT
    bars = []
    for hour, count in enumerate(read.today):
        if not count:
            continue
        tall = _height(count, top)
        href = links.cases(Filter(d.IN, hour=hour), TODAY)
        name = f"{_hour(hour)}: {formats.number(count)}"
        bars.append(Bar(hour * slot + 2, slot - 4, base - tall, tall, 0, 0, name, hour == at.hour, href))
    step = ""
    if read.weeks:
        moves = [f"V{round(base - _height(value, top), 1)}h{slot:g}" for value in read.usual]
        step = f"M0 {base}" + "".join(moves) + f"V{base}"
    ticks = [
        Tick(WIDTH * hour / 24, _hour(hour), "start" if hour == 0 else "end" if hour == 24 else "middle")
        for hour in (0, 6, 12, 18, 24)
    ]
    table = [
        Line(_hour(hour), (formats.number(count), formats.decimal(usual) if read.weeks else "–"))
        for hour, (count, usual) in enumerate(zip(read.today, read.usual, strict=True))
    ]
    return Chart(bars, ticks, _grid(top), step, table)


def _hour(hour: int) -> str:
    return f"{hour:02d}.00"


def days(promise: Promise) -> Chart:
    """What fell due day by day, or month by month when there are many: answered in time, and on top what was not."""
    shown = promise.days if len(promise.days) <= _DAYS_SHOWN else _months(promise.days)
    by_month = len(promise.days) > _DAYS_SHOWN
    top = ceiling(max([kept.due for _day, kept in shown], default=0))
    base, slot = HEIGHT - _FOOT, WIDTH / max(1, len(shown))
    gap = min(4.0, slot / 4)
    bars, table = [], []
    for nth, (day, kept) in enumerate(shown):
        good, bad = _height(kept.on_time, top), _height(kept.missed, top)
        x, width = round(nth * slot + gap / 2, 1), round(slot - gap, 1)
        words = dateformat.format(day, "M Y") if by_month else _day(day)
        name = f"{words}: {kept.on_time}/{kept.due}"
        bars.append(Bar(x, width, base - good, good, round(base - good - bad, 1), bad, name))
        cells = (formats.number(kept.on_time), formats.number(kept.missed), formats.percent(kept.on_time, kept.due))
        table.append(Line(words, cells))
    return Chart(bars, _day_ticks([day for day, _kept in shown], slot, by_month), _grid(top), "", table)


def _day(day: date) -> str:
    return f"{day.day}/{day.month}"


def _months(days: Sequence[tuple[date, Kept]]) -> list[tuple[date, Kept]]:
    found: dict[date, Kept] = {}
    for day, kept in days:
        month = day.replace(day=1)
        sum_ = found.get(month, NOTHING)
        found[month] = Kept(sum_.due + kept.due, sum_.on_time + kept.on_time, sum_.again + kept.again)
    return sorted(found.items(), key=lambda pair: pair[0])


def _day_ticks(shown: Sequence[date], slot: float, by_month: bool) -> list[Tick]:
    if not shown:
        return []
    last = len(shown) - 1
    chosen = sorted({0, last // 2, last})
    return [
        Tick(
            0 if nth == 0 else WIDTH if nth == last else (nth + 0.5) * slot,
            dateformat.format(shown[nth], "M Y") if by_month else _day(shown[nth]),
            "start" if nth == 0 else "end" if nth == last else "middle",
        )
        for nth in chosen
    ]
