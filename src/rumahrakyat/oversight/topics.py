"""What people report about: topics with counts, trend, the promise, and where. Read from the rollups."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rumahrakyat.oversight.periods import Window, last_days
from rumahrakyat.oversight.rollups.queries import sums
from rumahrakyat.oversight.sight import Sight

TREND_DAYS: Final = 14
PLACES: Final = 3


@dataclass
class Topic:
    """`places`: where most came from, as regency (None: not placed) and count; `days`: what came in, oldest first."""

    came_in: int = 0
    before: int = 0
    fell_due: int = 0
    on_time: int = 0
    places: list[tuple[str | None, int]] = field(default_factory=list)
    days: list[int] = field(default_factory=list)


def topics(window: Window, sight: Sight) -> dict[str | None, Topic]:
    """By code of the category (None: no topic yet), for what came in and fell due in the window. Three queries."""
    found: defaultdict[str | None, Topic] = defaultdict(Topic)
    for (code, regency), one in sums(window.taken_in, sight, by=("category", "regency"), zone=window.zone).items():
        topic = found[code]
        topic.came_in += one.came_in
        topic.fell_due += one.fell_due
        topic.on_time += one.on_time
        if one.came_in:
            topic.places.append((regency, one.came_in))
    for code, one in sums(window.taken_in_before, sight, by="category", zone=window.zone).items():
        found[code].before = one.came_in
    line = last_days(TREND_DAYS, window.end, window.zone)
    by_day: defaultdict[str | None, dict[date, int]] = defaultdict(dict)
    for (code, day), one in sums(line, sight, by=("category", "day"), zone=window.zone).items():
        by_day[code][day] = one.came_in
    first = line.since.astimezone(window.zone).date().toordinal()
    for code, topic in found.items():
        topic.places.sort(key=lambda pair: (-pair[1], pair[0] or ""))
        topic.days = [by_day[code].get(date.fromordinal(first + nth), 0) for nth in range(TREND_DAYS)]
    return dict(found)


def added(parts: list[Topic]) -> Topic:
    """Several topics as one."""
    whole = Topic(days=[0] * TREND_DAYS)
    places: defaultdict[str | None, int] = defaultdict(int)
    for one in parts:
        whole.came_in += one.came_in
        whole.before += one.before
        whole.fell_due += one.fell_due
        whole.on_time += one.on_time
        whole.days = [a + b for a, b in zip(whole.days, one.days, strict=True)]
        for regency, count in one.places:
            places[regency] += count
    whole.places = sorted(places.items(), key=lambda pair: (-pair[1], pair[0] or ""))
    return whole
